package savepoint.validation;

import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * Shows advice among the engine's diagnostics. By way of the SDK's internal access to its log, since a component has no
 * {@link com.pulumi.Context}, and no public class leads to the log without one.
 */
public final class Advice {

    private Advice() {}

    /**
     * Warns once for each sentence, at the resource that it is about. In the SDK's test kit, which has no engine, nobody is
     * there to be told.
     */
    public static void show(List<String> sentences, Resource about) {
        if (DeploymentInternal.getInstance() instanceof DeploymentImpl deployment) {
            sentences.forEach(sentence -> deployment.getLog().warn(sentence, about));
        }
    }
}
