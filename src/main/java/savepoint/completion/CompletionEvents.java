package savepoint.completion;

import com.pulumi.aws.cloudwatch.EventBusArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.aws.EventBus;
import savepoint.validation.Rules;

/**
 * The bus that the worker sends an event to for each import that is done or dropped.
 *
 * <pre>
 * savepoint:completion:CompletionEvents  {name}
 * └─ aws:cloudwatch:EventBus             {name}-events
 * </pre>
 *
 * {@code docs/completion.md} describes the events.
 */
public final class CompletionEvents extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:completion:CompletionEvents";

    @Export(name = "eventBusName", refs = String.class)
    private final Output<String> eventBusName;

    private final EventBus bus;

    /**
     * Registers the bus.
     *
     * @param name the component's name, the prefix of its child's name, and the name of the bus
     */
    public CompletionEvents(String name) {
        this(name, CompletionEventsArgs.builder().eventBusName(name).build(), null);
    }

    /**
     * Registers the bus.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the bus's arguments
     */
    public CompletionEvents(String name, CompletionEventsArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the bus.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the bus's arguments
     * @param options Pulumi's options for the component, or null
     */
    public CompletionEvents(String name, CompletionEventsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("CompletionEvents", args), options);
        bus = EventBus.createdBy(this, args.targetOf(this, options), args.eventBusName);
        eventBusName = new com.pulumi.aws.cloudwatch.EventBus(
                        name + "-events",
                        EventBusArgs.builder().name(args.eventBusName).build(),
                        CustomResourceOptions.builder().parent(this).build())
                .name();
        registerOutputs(Map.of("eventBusName", eventBusName));
    }

    /** The bus by name and ARN, for resources that do not have to wait for it. */
    public EventBus bus() {
        return bus;
    }

    /** The name of the bus, known once it exists. */
    public Output<String> eventBusName() {
        return eventBusName;
    }
}
