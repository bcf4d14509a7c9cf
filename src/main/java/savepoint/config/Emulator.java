package savepoint.config;

import java.util.Map;
import java.util.Optional;

/**
 * The AWS emulator of {@code local/}, if the stack is deployed to it: it is what
 * {@code AWS_ENDPOINT_URL} names.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">AWS SDKs: service-specific
 *     endpoints</a>
 */
public final class Emulator {

    private Emulator() {}

    /** Its URL; empty on AWS. */
    public static Optional<String> endpoint() {
        return endpoint(System.getenv());
    }

    /** The same with the given environment variables. */
    static Optional<String> endpoint(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("AWS_ENDPOINT_URL"));
    }
}
