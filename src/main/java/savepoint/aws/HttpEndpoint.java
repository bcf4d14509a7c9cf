package savepoint.aws;

import java.util.Optional;

/**
 * An HTTP endpoint that API Gateway serves, by what its monitoring needs to know.
 *
 * @param apiName the name of its REST API, by which CloudWatch finds its metrics
 * @param requestsPerSecond how many requests per second are taken, on average
 * @param burst how many are taken at once
 * @param logGroupName its access log, if it has one
 */
public record HttpEndpoint(String apiName, int requestsPerSecond, int burst, Optional<String> logGroupName) {}
