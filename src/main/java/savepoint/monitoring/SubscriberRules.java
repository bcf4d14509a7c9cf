package savepoint.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
    private static final Pattern WEBHOOK = Pattern.compile("https://[^\\s/]+(/\\S*)?");
    private static final Pattern SLACK_CHANNEL = Pattern.compile("[0-9A-Z]{1,255}/[0-9A-Za-z]{1,255}");

    private SubscriberRules() {}

    /** Each is one e-mail address, and none stands twice. */
    public static List<Rule> emails(String field, List<String> given) {
        return addresses(field, given, EMAIL, "must hold e-mail addresses", "such as on-call@example.com");
    }

    /** Each is an HTTPS URL, and none stands twice; SNS would call plain HTTP as well, and send alarms in clear text. */
    public static List<Rule> webhooks(String field, List<String> given) {
        return addresses(field, given, WEBHOOK, "must hold HTTPS URLs", "such as https://example.com/alarms");
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

    private static List<Rule> addresses(
            String field, List<String> given, Pattern pattern, String requirement, String example) {
        var rules = new ArrayList<Rule>();
        var seen = new HashSet<String>();
        for (var address : given) {
            rules.add(Rule.matches(field, address, pattern, requirement, example));
            rules.add(new Rule(
                    seen.add(address), field, "must not hold an address twice", "'" + address + "'", "remove one"));
        }
        return rules;
    }
}
