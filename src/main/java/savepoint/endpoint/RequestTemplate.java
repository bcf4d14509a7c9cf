package savepoint.endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The mapping template that turns a request into a call of the SQS SendMessage action. It names
 * every field that it copies, so nothing else in the body reaches the queue. It is URL-encoded
 * here, except for the values.
 *
 * <p>The values cannot end their JSON string: the {@link RequestModel} allows no character that
 * could, and values are also escaped, in case a body bypasses the model.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html">API
 *     Gateway: mapping template reference</a>
 */
final class RequestTemplate {

    /** The caller, from the validated token. */
    private static final String SUBJECT = "$context.authorizer.claims.sub";

    /** The time of the request, in milliseconds since the epoch. The caller cannot set it. */
    private static final String TIME = "$context.requestTimeEpoch";

    private RequestTemplate() {}

    /**
     * The template.
     *
     * @param fields the string fields of the body that are copied; without {@code userId}, the user
     *     is the caller
     */
    static String of(List<String> fields) {
        var template = new StringBuilder("Action=SendMessage&MessageBody=").append(encoded("{"));
        template.append(encoded("\"requestedAt\":")).append(TIME);
        fields.forEach(field -> text(template, field, "$input.path('$.%s')".formatted(field)));
        // Last, because most parsers use the last of two fields with the same name.
        if (!fields.contains("userId")) {
            text(template, "userId", SUBJECT);
        }
        return template.append(encoded("}")).toString();
    }

    /**
     * The template for a FIFO queue. The message group is the user, so that a user's imports run in
     * order. The deduplication ID is unique for each request, so that no request is dropped as a
     * duplicate; unlike {@code requestId}, the caller cannot choose it.
     */
    static String ofFifo(List<String> fields) {
        return "%s&MessageGroupId=$util.urlEncode(%s)&MessageDeduplicationId=$util.urlEncode($context.extendedRequestId)"
                .formatted(of(fields), fields.contains("userId") ? "$input.path('$.userId')" : SUBJECT);
    }

    private static void text(StringBuilder template, String field, String value) {
        template.append(encoded(",\"%s\":\"".formatted(field)))
                .append("$util.urlEncode($util.escapeJavaScript(%s))".formatted(value))
                .append(encoded("\""));
    }

    private static String encoded(String json) {
        return URLEncoder.encode(json, StandardCharsets.UTF_8);
    }
}
