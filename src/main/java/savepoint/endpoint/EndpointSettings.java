package savepoint.endpoint;

import java.util.List;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that configure the HTTP endpoint. */
public final class EndpointSettings {

    private EndpointSettings() {}

    /**
     * Reads the settings. The caller sets the base name and the queue.
     *
     * @return empty if no endpoint is configured
     */
    public static Optional<ImportEndpointArgs.Builder> read(StackConfig config) {
        var endpoint = ImportEndpointArgs.builder();
        var authorization = config.optionalText("enqueueAuthorization");
        authorization.into(endpoint, "authorization", endpoint::authorization);
        var requestsPerSecond = config.integer("enqueueRequestsPerSecond");
        requestsPerSecond.into(endpoint, "requestsPerSecond", endpoint::requestsPerSecond);
        var burst = config.integer("enqueueBurst");
        burst.into(endpoint, "burst", endpoint::burst);
        var accessLog = config.bool("enqueueAccessLog");
        accessLog.into(endpoint, "accessLog", endpoint::accessLog);
        config.integer("logRetentionDays").into(endpoint, "logRetentionInDays", endpoint::logRetentionInDays);
        config.optionalText("kmsKeyArn").into(endpoint, "kmsKeyArn", endpoint::kmsKeyArn);
        if (authorization.value().isPresent()) {
            return Optional.of(endpoint);
        }
        requestsPerSecond.must((field, given) -> goesWithEndpoint(field, given, EndpointRules.REQUESTS_PER_SECOND));
        burst.must((field, given) -> goesWithEndpoint(field, given, EndpointRules.BURST));
        accessLog.must((field, given) -> goesWithEndpoint(field, given, false));
        config.must(endpoint.rules());
        return Optional.empty();
    }

    private static List<Rule> goesWithEndpoint(String field, Object given, Object byDefault) {
        return List.of(new Rule(
                        given.equals(byDefault),
                        field,
                        "should be set together with enqueueAuthorization",
                        given.toString(),
                        "without it, there is no endpoint")
                .asAdvice());
    }
}
