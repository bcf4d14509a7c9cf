package savepoint.testing;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.verify;

import com.pulumi.Context;
import com.pulumi.resources.Resource;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import savepoint.aws.AwsTarget;

/**
 * The resources that a program registers, without an engine. Only this class uses the SDK's
 * internal test API: the public one shows neither parents nor dependencies, takes no configuration
 * and records no registered outputs.
 */
public final class Plan {

    private static final AwsTarget FRANKFURT = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");

    private final TestResult result;
    private final List<Registration> registrations;
    private final Map<String, Map<String, Object>> outputsByName;

    private final List<String> calls;
    private final List<String> warnings;

    private Plan(
            TestResult result,
            List<Registration> registrations,
            Map<String, Map<String, Object>> outputsByName,
            List<String> calls,
            List<String> warnings) {
        this.result = result;
        this.registrations = registrations;
        this.outputsByName = outputsByName;
        this.calls = calls;
        this.warnings = warnings;
    }

    /** Runs a program in stack {@code test}, without configuration, in the account 123456789012 in Frankfurt. */
    public static Plan of(Consumer<Context> program) {
        return of("test", Map.of(), program);
    }

    public static Plan of(String stack, Map<String, String> config, Consumer<Context> program) {
        return of(FRANKFURT, stack, config, program);
    }

    public static Plan of(AwsTarget target, String stack, Map<String, String> config, Consumer<Context> program) {
        return of(new MockedAws(target, Situation.withImage()), stack, config, program);
    }

    /** Plans a program in Frankfurt, where AWS and the stack's state already contain resources. */
    public static Plan of(Situation situation, String stack, Map<String, String> config, Consumer<Context> program) {
        return of(new MockedAws(FRANKFURT, situation), stack, config, program);
    }

    private static Plan of(MockedAws aws, String stack, Map<String, String> config, Consumer<Context> program) {
        var monitor = new AtomicReference<MockMonitor>();
        var log = new RecordedLog();
        try {
            var result = PulumiTestInternal.builder()
                    .mocks(aws)
                    .options(TestOptions.builder()
                            .projectName("savepoint")
                            .stackName(stack)
                            .build())
                    .config(config)
                    .standardLogger(log.logger())
                    .monitorDecorator(original -> {
                        monitor.set(Mockito.spy(original));
                        return monitor.get();
                    })
                    .build()
                    .runTest(program);
            return new Plan(result, registrations(monitor.get()), outputs(monitor.get()), aws.calls(), log.warnings());
        } finally {
            PulumiTestInternal.cleanup();
        }
    }

    private static List<Registration> registrations(MockMonitor monitor) {
        var requests = ArgumentCaptor.forClass(RegisterResourceRequest.class);
        verify(monitor, atLeast(0)).registerResourceAsync(any(), requests.capture());
        return requests.getAllValues().stream()
                .filter(request -> !request.getType().equals("pulumi:pulumi:Stack"))
                .map(Registration::of)
                .toList();
    }

    private static Map<String, Map<String, Object>> outputs(MockMonitor monitor) {
        var requests = ArgumentCaptor.forClass(RegisterResourceOutputsRequest.class);
        verify(monitor, atLeast(0)).registerResourceOutputsAsync(requests.capture());
        return requests.getAllValues().stream()
                .collect(Collectors.toMap(
                        RegisterResourceOutputsRequest::getUrn, request -> Registration.plain(request.getOutputs())));
    }

    /** Returns this plan if the program ended without an error. */
    public Plan succeeded() {
        result.throwOnError();
        return this;
    }

    /** The errors that the user would see, without duplicates. */
    public List<String> errors() {
        return List.copyOf(Set.copyOf(result.errors()));
    }

    /** The warnings that the user would see. */
    public List<String> warnings() {
        return warnings;
    }

    /** The functions that the program called, such as {@code getImage}, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** All resources except the stack. */
    public List<Registration> resources() {
        return registrations;
    }

    /** The only resource of this type and name. */
    public Registration resource(String type, String name) {
        var found = registrations.stream()
                .filter(resource ->
                        resource.type().equals(type) && resource.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one %s %s among %s".formatted(type, name, names()));
        }
        return found.get(0);
    }

    /** The names of the AWS resources, without components. */
    public Set<String> names() {
        return registrations.stream()
                .filter(resource -> resource.type().startsWith("aws:"))
                .map(Registration::name)
                .collect(Collectors.toSet());
    }

    /** The SDK's resource objects, for what only their types show. */
    public List<Resource> sdkResources() {
        return result.resources();
    }

    /** The outputs of a component, or of the stack with the type {@code pulumi:pulumi:Stack}. */
    public Map<String, Object> outputsOf(String type) {
        return outputsByName.entrySet().stream()
                .filter(outputs -> outputs.getKey().contains(type + "::"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no outputs registered for " + type));
    }
}
