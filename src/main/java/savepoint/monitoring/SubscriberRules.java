package savepoint.monitoring;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for subscriber addresses in SNS and Amazon Q Developer. The field is the name
 * of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">SNS Subscribe</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html">SNS: prepare your endpoint, which must
 *     confirm the subscription</a>
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html">Amazon Q
 *     Developer in chat applications: CreateSlackChannelConfiguration</a>
 */
final class SubscriberRules {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /**
     * An address without a display name, as in RFC 5321 but without quoted forms. SMTP allows 254
     * characters, 64 of them before the @.
     */
    private static final Pattern EMAIL =
            Pattern.compile("(?=.{1,254}$)(?=[^@]{1,64}@)%s(\\.%s)*@(%s\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
                    .formatted(ATOM, ATOM, LABEL));

    private static final int MOST_CHARACTERS_OF_A_URL = 2_048;

    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /**
     * Names that resolve only inside a private network: RFC 6761, RFC 6762 and ICANN's resolution
     * on .internal.
     */
    private static final Pattern PRIVATE_NAME = Pattern.compile(".*\\.(local|localhost|internal|test|invalid)");

    /**
     * Chat webhooks only display what is posted to them, so they can never confirm a subscription.
     */
    private static final Pattern CHAT = Pattern.compile(
            "hooks\\.slack\\.com|(.*\\.)?webhook\\.office\\.com|discord(app)?\\.com|chat\\.googleapis\\.com");

    /**
     * IDs of a workspace or an organization, and of a channel. The first letter of an ID
     * identifies its type.
     */
    private static final Pattern SLACK_CHANNEL = Pattern.compile("[TE][0-9A-Z]{1,254}/[CG][0-9A-Z]{1,254}");

    private SubscriberRules() {}

    /** Each entry must be one email address, without duplicates. Case is ignored, as it is by mail servers. */
    static List<Rule> emails(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var address : given) {
            rules.add(
                    Rule.matches(field, address, EMAIL, "must contain email addresses", "such as on-call@example.com"));
        }
        rules.addAll(noneTwice(field, given, address -> address.toLowerCase(Locale.ROOT)));
        return rules;
    }

    /**
     * Each entry must be an HTTPS URL that SNS can reach and that can confirm its subscription,
     * without duplicates. SNS also supports plain HTTP, but would send alarms in clear text.
     */
    static List<Rule> webhooks(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var address : given) {
            rules.addAll(webhook(field, address));
        }
        rules.addAll(noneTwice(
                field, given.stream().map(SubscriberRules::withoutUser).toList(), SubscriberRules::normalForm));
        return rules;
    }

    private static List<Rule> webhook(String field, String given) {
        var url = httpsUrl(given);
        var host = url.map(parsed -> parsed.getHost().toLowerCase(Locale.ROOT)).orElse("");
        return List.of(
                new Rule(
                        url.isPresent(),
                        field,
                        "must contain HTTPS URLs",
                        shown(given),
                        "such as https://example.com/alarms"),
                new Rule(
                        url.isEmpty() || url.get().getUserInfo() == null,
                        field,
                        "must not contain a user name or a password",
                        shown(given),
                        "the state and the console would show them; let the receiver verify the SNS signature instead"),
                new Rule(
                        !isPrivate(host),
                        field,
                        "must contain URLs that can be reached from the internet",
                        shown(given),
                        "SNS sends requests from outside your network"),
                new Rule(
                        !CHAT.matcher(host).matches(),
                        field,
                        "must contain URLs that can confirm an SNS subscription",
                        shown(given),
                        "chat webhooks cannot: set the Slack channel instead, or forward alarms with a function"));
    }

    private static Optional<URI> httpsUrl(String given) {
        try {
            var url = new URI(given);
            var isOne = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getHost().contains(".")
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && url.getFragment() == null
                    && given.chars().allMatch(character -> character > ' ' && character <= '~')
                    && given.length() <= MOST_CHARACTERS_OF_A_URL;
            return isOne ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrivate(String host) {
        if (!IP_ADDRESS.matcher(host).matches()) {
            return PRIVATE_NAME.matcher(host).matches();
        }
        try {
            var address = InetAddress.getByName(host); // an IP address needs no DNS lookup
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isAnyLocalAddress()
                    || address.isMulticastAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static String shown(String url) {
        return "'" + withoutUser(url) + "'";
    }

    private static String withoutUser(String url) {
        return url.replaceFirst("//[^/?#]*@", "//[hidden]@");
    }

    /** The URL with its host in lowercase, without the default HTTPS port or a redundant trailing slash. */
    private static String normalForm(String url) {
        return Pattern.compile("^https://[^/?]*")
                .matcher(url)
                .replaceFirst(found -> found.group().toLowerCase(Locale.ROOT).replaceFirst(":(0*443)?$", ""))
                .replaceFirst("^(https://[^/?]*)/$", "$1");
    }

    private static List<Rule> noneTwice(String field, List<String> given, UnaryOperator<String> normal) {
        return Rule.distinct(field, given, normal, "must not contain duplicate addresses");
    }

    /** The authorized workspace, and a channel in it. */
    static Rule slackChannel(String field, String given) {
        return Rule.matches(
                field,
                given,
                SLACK_CHANNEL,
                "must be the IDs of a Slack workspace and a channel, joined by a slash",
                "such as T0123456789/C0123456789; the channel's 'Copy link' shows both");
    }
}
