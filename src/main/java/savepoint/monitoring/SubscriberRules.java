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
 * What SNS and Amazon Q Developer accept as the address of a subscriber, with the name of the input as its field.
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

    /** One address without a name, as RFC 5321 has it, quoted forms left out; SMTP takes 254 characters, 64 before the @. */
    private static final Pattern EMAIL =
            Pattern.compile("(?=.{1,254}$)(?=[^@]{1,64}@)%s(\\.%s)*@(%s\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
                    .formatted(ATOM, ATOM, LABEL));

    private static final int MOST_CHARACTERS_OF_A_URL = 2_048;

    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Names that mean something inside of one network only, RFC 6761, RFC 6762 and ICANN's resolution on .internal. */
    private static final Pattern PRIVATE_NAME = Pattern.compile(".*\\.(local|localhost|internal|test|invalid)");

    /** They show what is posted to them, and so can never confirm a subscription. */
    private static final Pattern CHAT = Pattern.compile(
            "hooks\\.slack\\.com|(.*\\.)?webhook\\.office\\.com|discord(app)?\\.com|chat\\.googleapis\\.com");

    /** Of a workspace or an organization, and of a channel: Slack tells them apart by their first letter. */
    private static final Pattern SLACK_CHANNEL = Pattern.compile("[TE][0-9A-Z]{1,254}/[CG][0-9A-Z]{1,254}");

    private SubscriberRules() {}

    /** Each is one e-mail address, and none stands twice; no mail server tells upper and lower case apart. */
    static List<Rule> emails(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var address : given) {
            rules.add(Rule.matches(field, address, EMAIL, "must hold email addresses", "such as on-call@example.com"));
        }
        rules.addAll(noneTwice(field, given, address -> address.toLowerCase(Locale.ROOT)));
        return rules;
    }

    /**
     * Each is an HTTPS URL that SNS can reach and that can confirm its subscription, and none stands twice; SNS would call
     * plain HTTP as well, and send alarms in clear text.
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
                        "must hold HTTPS URLs",
                        shown(given),
                        "such as https://example.com/alarms"),
                new Rule(
                        url.isEmpty() || url.get().getUserInfo() == null,
                        field,
                        "must not hold a user or a password",
                        shown(given),
                        "state and console would show them; let the receiver verify the signature of SNS"),
                new Rule(
                        !isPrivate(host),
                        field,
                        "must hold URLs that can be reached from the internet",
                        shown(given),
                        "SNS calls from outside of your network"),
                new Rule(
                        !CHAT.matcher(host).matches(),
                        field,
                        "must hold URLs that can confirm a subscription of SNS",
                        shown(given),
                        "a chat's own webhook cannot: give the Slack channel instead, or put a function in between"));
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
            var address = InetAddress.getByName(host); // of an address, asks nobody
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

    /** Host in lower case, without the port that is HTTPS's own and without a slash that says nothing. */
    private static String normalForm(String url) {
        return Pattern.compile("^https://[^/?]*")
                .matcher(url)
                .replaceFirst(found -> found.group().toLowerCase(Locale.ROOT).replaceFirst(":(0*443)?$", ""))
                .replaceFirst("^(https://[^/?]*)/$", "$1");
    }

    private static List<Rule> noneTwice(String field, List<String> given, UnaryOperator<String> normal) {
        return Rule.distinct(field, given, normal, "must not hold an address twice");
    }

    /** The workspace that AWS was let into, and the channel in it. */
    static Rule slackChannel(String field, String given) {
        return Rule.matches(
                field,
                given,
                SLACK_CHANNEL,
                "must be the IDs of a Slack workspace and a channel, joined by a slash",
                "such as T0123456789/C0123456789; the channel's 'Copy link' shows both");
    }
}
