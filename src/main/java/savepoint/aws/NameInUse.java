package savepoint.aws;

import com.pulumi.aws.ecr.EcrFunctions;
import com.pulumi.aws.ecr.inputs.GetRepositoryPlainArgs;
import com.pulumi.aws.s3.S3Functions;
import com.pulumi.aws.s3.inputs.GetBucketPlainArgs;
import com.pulumi.aws.secretsmanager.SecretsmanagerFunctions;
import com.pulumi.aws.secretsmanager.inputs.GetSecretPlainArgs;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a name that the stack is about to use is in use already. This is asked for a hint only:
 * if it cannot be answered, creating the resource gives the answer.
 */
public final class NameInUse {

    private final CompletableFuture<Boolean> used;

    private NameInUse(CompletableFuture<?> asked) {
        used = asked.handle((found, failure) -> failure == null);
    }

    /** Asks for a bucket. */
    public static NameInUse bucket(String name) {
        return new NameInUse(S3Functions.getBucketPlain(
                GetBucketPlainArgs.builder().bucket(name).build()));
    }

    /** Asks for a secret. */
    public static NameInUse secret(String name) {
        return new NameInUse(SecretsmanagerFunctions.getSecretPlain(
                GetSecretPlainArgs.builder().name(name).build()));
    }

    /** Asks for an image repository. */
    public static NameInUse repository(String name) {
        return new NameInUse(EcrFunctions.getRepositoryPlain(
                GetRepositoryPlainArgs.builder().name(name).build()));
    }

    /** Waits for the answer. */
    public boolean answer() {
        return used.join();
    }
}
