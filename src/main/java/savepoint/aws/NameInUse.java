package savepoint.aws;

import com.pulumi.aws.ecr.EcrFunctions;
import com.pulumi.aws.ecr.inputs.GetRepositoryPlainArgs;
import com.pulumi.aws.s3.S3Functions;
import com.pulumi.aws.s3.inputs.GetBucketPlainArgs;
import com.pulumi.aws.secretsmanager.SecretsmanagerFunctions;
import com.pulumi.aws.secretsmanager.inputs.GetSecretPlainArgs;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a name that the stack is about to use is already in use. The result is only used for a
 * hint: if the lookup fails, the name counts as unused, and creating the resource fails if the name
 * is taken.
 */
public final class NameInUse {

    private final CompletableFuture<Boolean> used;

    private NameInUse(CompletableFuture<?> asked) {
        used = asked.handle((found, failure) -> failure == null);
    }

    /** Starts looking up a bucket. */
    public static NameInUse bucket(String name) {
        return new NameInUse(S3Functions.getBucketPlain(
                GetBucketPlainArgs.builder().bucket(name).build()));
    }

    /** Starts looking up a secret. */
    public static NameInUse secret(String name) {
        return new NameInUse(SecretsmanagerFunctions.getSecretPlain(
                GetSecretPlainArgs.builder().name(name).build()));
    }

    /** Starts looking up an image repository. */
    public static NameInUse repository(String name) {
        return new NameInUse(EcrFunctions.getRepositoryPlain(
                GetRepositoryPlainArgs.builder().name(name).build()));
    }

    /** Waits for the result: true if the name is in use. */
    public boolean answer() {
        return used.join();
    }
}
