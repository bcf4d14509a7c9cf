package savepoint.config;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.InvokeArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import savepoint.aws.Lookup;

/**
 * The state of the stack when the run started. A stack that was never fully deployed counts as
 * empty, because the engine does not provide its state.
 *
 * @see <a href="https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences">Pulumi: stack references</a>
 */
public final class StackState {

    private static final TypeShape<Map<String, Object>> ANSWER = TypeShape.map(String.class, Object.class);

    private static final String OUTPUTS = "readStackOutputs";
    private static final String RESOURCES = "readStackResourceOutputs";
    private static final int ATTEMPTS = 10;

    private final String stack;
    private final Lookup<Map<String, Object>> askedOutputs;

    /** Null until they are needed. */
    private Map<String, ?> outputs;

    private Map<String, ?> resources;

    private StackState(String stack, Lookup<Map<String, Object>> askedOutputs) {
        this.stack = stack;
        this.askedOutputs = askedOutputs;
    }

    /** Starts reading the state of the running stack. */
    public static StackState of(Context context) {
        var stack = "%s/%s/%s".formatted(context.organizationName(), context.projectName(), context.stackName());
        return new StackState(stack, ask(OUTPUTS, stack));
    }

    /** The elements of an output that is a list; none if the stack does not have the output. */
    public List<?> listOutput(String name) {
        return outputs().get(name) instanceof List<?> elements ? elements : List.of();
    }

    /** An output that is a string; empty if the stack does not have it. */
    public Optional<String> textOutput(String name) {
        return outputs().get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Whether the stack has a component of this type. */
    public boolean has(String type) {
        // Without outputs there may be no state at all, and the engine then crashes in the second lookup.
        return !outputs().isEmpty() && resources().keySet().stream().anyMatch(urn -> urn.contains("::" + type + "::"));
    }

    /** Whether the stack has a resource of this type and name, even if its last deployment failed. */
    public boolean has(String type, String name) {
        return !outputs().isEmpty() && resources().keySet().stream().anyMatch(urn -> urn.endsWith(type + "::" + name));
    }

    private Map<String, ?> outputs() {
        if (outputs == null) {
            outputs = answered(OUTPUTS, askedOutputs);
        }
        return outputs;
    }

    private Map<String, ?> resources() {
        if (resources == null) {
            resources = answered(RESOURCES, ask(RESOURCES, stack));
        }
        return resources;
    }

    /** Retries if the state cannot be read: with a local backend, the engine may be writing the file. */
    private Map<String, ?> answered(String function, Lookup<Map<String, Object>> asked) {
        var again = asked;
        for (var attempt = 1; attempt < ATTEMPTS; attempt++) {
            if (again.asked().handle((answer, failure) -> failure == null).join()) {
                break;
            }
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                    .join();
            again = ask(function, stack);
        }
        @SuppressWarnings("unchecked") // a JSON object
        var answer = (Map<String, ?>) again.answer().get("outputs");
        return answer;
    }

    private static Lookup<Map<String, Object>> ask(String function, String stack) {
        CompletableFuture<Map<String, Object>> asked =
                Deployment.getInstance().invokeAsync("pulumi:pulumi:" + function, ANSWER, new StackArgs(stack));
        return new Lookup<>("the stack's state", asked);
    }

    /** The two functions take the stack's name under different argument names. */
    private static final class StackArgs extends InvokeArgs {

        @Import(name = "name", required = true)
        private final String name;

        @Import(name = "stackName", required = true)
        private final String stackName;

        private StackArgs(String stack) {
            name = stack;
            stackName = stack;
        }
    }
}
