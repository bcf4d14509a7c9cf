package savepoint.endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes SQS's SendMessage call of a request. The template names every field that it copies, so
 * nothing else of the body reaches the queue, and is encoded here except for the values.
 *
 * <p>The values cannot end their JSON string: the {@link RequestModel} has no character that could,
 * and if a body gets past it, the value is escaped.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html">API
 *     Gateway: mapping template reference</a>
 */
final class RequestTemplate {

    /** Of a validated token: who the caller is. */
    private static final String SUBJECT = "$context.authorizer.claims.sub";

    /** In milliseconds. The caller has no say in it. */
    private static final String TIME = "$context.requestTimeEpoch";

    private RequestTemplate() {}

    /**
     * The template.
     *
     * @param fields the text fields of the body that are copied; without {@code userId}, that is the
     *     caller
     */
    static String of(List<String> fields) {
        var template = new StringBuilder("Action=SendMessage&MessageBody=").append(encoded("{"));
        template.append(encoded("\"requestedAt\":")).append(TIME);
        fields.forEach(field -> text(template, field, "$input.path('$.%s')".formatted(field)));
        // Last, because of two fields with the same name most readers take the last.
        if (!fields.contains("userId")) {
            text(template, "userId", SUBJECT);
        }
        return template.append(encoded("}")).toString();
    }

    /**
     * The same for a FIFO queue, which requires a message group: the user, whose imports then run in
     * order. Each request is a message of its own: the deduplication ID is an ID that, unlike
     * {@code requestId}, the caller cannot choose.
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
