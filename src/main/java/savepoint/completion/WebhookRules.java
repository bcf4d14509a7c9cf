package savepoint.completion;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for webhooks. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html">EventBridge
 *     CreateApiDestination</a>
 */
final class WebhookRules {

    /** The default rate. */
    static final int REQUESTS_PER_SECOND = 10;

    /** The URLs that EventBridge allows, except those with {@code *}, which it replaces with values from the event. */
    private static final Pattern URL =
            Pattern.compile("(?=.{1,2048}$)https://(?:%[0-9A-Fa-f]{2}|[-()_.!~';/?:@&=+$,A-Za-z0-9])++");

    /** Matches a user name even in a malformed URL. */
    private static final Pattern USER = Pattern.compile("(?i)\\s*https?:/*[^/?#]*@.*");

    /** Printable ASCII, because it is the value of a header. */
    private static final Pattern KEY = Pattern.compile("[!-~]{32,512}");

    private WebhookRules() {}

    /** An HTTPS URL without a user. EventBridge requires HTTPS. */
    static List<Rule> url(String field, String given) {
        var hasUser = USER.matcher(given).matches();
        var shown = hasUser ? "a URL with a user name" : "'" + given + "'";
        return List.of(
                new Rule(
                        parsed(given).isPresent() && URL.matcher(given).matches(),
                        field,
                        "must be an HTTPS URL of at most 2048 ASCII characters, with a host and without spaces, * or #",
                        shown,
                        "such as https://example.com/imports"),
                new Rule(
                        !hasUser,
                        field,
                        "must not contain a user name or a password",
                        shown,
                        "the state and the console would show them; the receiver can verify a key instead"));
    }

    private static Optional<URI> parsed(String given) {
        try {
            return Optional.of(new URI(given)).filter(url -> url.getHost() != null);
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }

    /** Long enough for HMAC-SHA-256. The value is never shown. */
    static Rule key(String field, String given) {
        return new Rule(
                KEY.matcher(given).matches(),
                field,
                "must be 32 to 512 printable ASCII characters without spaces",
                "[secret]",
                "'openssl rand -hex 32' generates one");
    }

    /** EventBridge's own limit is 300. */
    static Rule requestsPerSecond(String field, int given) {
        return Rule.between(field, given, 1, 300, "300 is EventBridge's limit");
    }
}
