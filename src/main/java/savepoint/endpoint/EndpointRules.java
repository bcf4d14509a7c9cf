package savepoint.endpoint;

import java.util.regex.Pattern;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/**
 * Validation rules for the HTTP endpoint. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">API Gateway quotas</a>
 */
final class EndpointRules {

    /** The default rate. */
    static final int REQUESTS_PER_SECOND = 10;

    /** The default burst. */
    static final int BURST = 20;

    /** The authorization that allows IAM identities to call the endpoint. */
    static final String IAM = "IAM";

    private static final Pattern AUTHORIZATION =
            Pattern.compile("IAM|arn:[a-z-]+:cognito-idp:[a-z0-9-]+:\\d{12}:userpool/[a-z0-9-]+_[0-9A-Za-z]+");

    private EndpointRules() {}

    /** IAM, or one user pool. Public access is not supported. */
    static Rule authorization(String field, String given) {
        return Rule.matches(
                field,
                given,
                AUTHORIZATION,
                "must be IAM or the ARN of a Cognito user pool",
                "such as arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi");
    }

    /** A user pool can be in another account, if that account allows it. */
    static Rule authorizationIn(String field, String given, AwsTarget target) {
        return ArnRules.inPartition(field, given, target);
    }

    /** API Gateway's default quota is 10,000 for an account in most regions, and 2,500 in some. */
    static Rule requestsPerSecond(String field, int given) {
        return Rule.between(field, given, 1, 10_000, "10,000 is the default quota of an account in most regions");
    }

    /** API Gateway's quota is 5,000 for an account in most regions, and 1,250 in some. */
    static Rule burst(String field, int given) {
        return Rule.between(field, given, 1, 5_000, "5,000 is the quota of an account in most regions");
    }
}
