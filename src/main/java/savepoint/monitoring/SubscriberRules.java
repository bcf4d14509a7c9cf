package savepoint.monitoring;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What SNS and Amazon Q Developer accept as the address of a subscriber, under the field name of whoever was given it.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">SNS Subscribe</a>
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html">Amazon Q
 *     Developer in chat applications: CreateSlackChannelConfiguration</a>
 */
public final class SubscriberRules {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /** One address without a name, as RFC 5321 has it, quoted forms left out; SMTP takes 254 characters, 64 before the @. */
    private static final Pattern EMAIL =
            Pattern.compile("(?=.{1,254}$)(?=[^@]{1,64}@)%s(\\.%s)*@(%s\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
                    .formatted(ATOM, ATOM, LABEL));

    private static final int MOST_CHARACTERS_OF_A_URL = 2_048;

    private static final Pattern SLACK_CHANNEL = Pattern.compile("[0-9A-Z]{1,255}/[0-9A-Za-z]{1,255}");

    private SubscriberRules() {}

    /** Each is one e-mail address, and none stands twice; no mail server tells upper and lower case apart. */
    public static List<Rule> emails(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var address : given) {
            rules.add(Rule.matches(field, address, EMAIL, "must hold e-mail addresses", "such as on-call@example.com"));
        }
        rules.addAll(noneTwice(field, given, address -> address.toLowerCase(Locale.ROOT)));
        return rules;
    }

    /** Each is an HTTPS URL, and none stands twice; SNS would call plain HTTP as well, and send alarms in clear text. */
    public static List<Rule> webhooks(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var address : given) {
            rules.add(new Rule(
                    isWebhook(address),
                    field,
                    "must hold HTTPS URLs",
                    "'" + address + "'",
                    "such as https://example.com/alarms"));
        }
        rules.addAll(noneTwice(field, given, SubscriberRules::withoutCaseOfHost));
        return rules;
    }

    private static boolean isWebhook(String given) {
        try {
            var uri = new URI(given);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getHost().contains(".")
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null
                    && given.chars().allMatch(character -> character > ' ' && character <= '~')
                    && given.length() <= MOST_CHARACTERS_OF_A_URL;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withoutCaseOfHost(String url) {
        var host = Pattern.compile("^https://[^/?]*").matcher(url);
        return host.replaceFirst(found -> found.group().toLowerCase(Locale.ROOT))
                .replaceFirst("^(https://[^/?]*)/$", "$1");
    }

    private static List<Rule> noneTwice(String field, List<String> given, UnaryOperator<String> normal) {
        return Rule.distinct(field, given, normal, "must not hold an address twice");
    }

    /** The workspace that AWS was let into, and the channel in it. */
    public static Rule slackChannel(String field, String given) {
        return Rule.matches(
                field,
                given,
                SLACK_CHANNEL,
                "must be the IDs of a Slack workspace and a channel, joined by a slash",
                "such as T0123456789/C0123456789; the channel's 'Copy link' shows both");
    }
}
