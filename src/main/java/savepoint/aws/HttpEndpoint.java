package savepoint.aws;

import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * The properties of an HTTP endpoint in API Gateway that are needed to monitor it.
 *
 * @param apiName the name of its REST API, by which CloudWatch finds its metrics
 * @param requestsPerSecond the rate limit: requests per second, on average
 * @param burst the burst limit, in requests
 * @param logGroupName its access log, if it has one
 */
public record HttpEndpoint(String apiName, int requestsPerSecond, int burst, Optional<String> logGroupName) {

    /** Neither the name nor the log group may be null. */
    public HttpEndpoint {
        Rules.enforce(
                "HttpEndpoint", List.of(Rule.given("apiName", apiName), Rule.given("logGroupName", logGroupName)));
    }
}
