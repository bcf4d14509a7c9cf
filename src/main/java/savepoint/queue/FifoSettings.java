package savepoint.queue;

import java.util.List;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that make the queue of single imports a FIFO queue. */
public final class FifoSettings {

    private static final String SWITCH = "steamImportFifo";

    private FifoSettings() {}

    /** Whether the queue is a FIFO queue. */
    public static boolean isOn(StackConfig config) {
        return config.bool(SWITCH).value().orElse(false);
    }

    /** Reads the attributes of a FIFO queue. */
    public static FifoAttributes read(StackConfig config) {
        var attributes = isTrue(config, "fifoContentBasedDeduplication")
                ? FifoAttributes.defaults().contentBasedDeduplication()
                : FifoAttributes.defaults();
        // Always set explicitly, because an attribute that is left out keeps its previous value.
        return isTrue(config, "fifoHighThroughput")
                ? attributes.deduplicationScope("messageGroup").fifoThroughputLimit("perMessageGroupId")
                : attributes.deduplicationScope("queue").fifoThroughputLimit("perQueue");
    }

    /** The attributes of a FIFO queue must not be set without one. */
    public static void requireFifo(StackConfig config) {
        for (var key : List.of("fifoContentBasedDeduplication", "fifoHighThroughput")) {
            config.must(List.of(new Rule(
                    !isTrue(config, key),
                    key,
                    "must be set together with " + SWITCH,
                    "true",
                    "only FIFO queues have it; leave it out")));
        }
    }

    private static boolean isTrue(StackConfig config, String key) {
        return config.bool(key).value().orElse(false);
    }
}
