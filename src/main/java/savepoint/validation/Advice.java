package savepoint.validation;

import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * Shows warnings in the engine's diagnostics. It uses the SDK's internal API, because a component
 * has no {@link com.pulumi.Context}, and the log is not accessible without one in the public API.
 */
public final class Advice {

    private Advice() {}

    /**
     * Logs a warning on the resource for each sentence. Does nothing in the SDK's test kit, which
     * has no engine.
     */
    public static void show(List<String> sentences, Resource about) {
        if (DeploymentInternal.getInstance() instanceof DeploymentImpl deployment) {
            sentences.forEach(sentence -> deployment.getLog().warn(sentence, about));
        }
    }
}
