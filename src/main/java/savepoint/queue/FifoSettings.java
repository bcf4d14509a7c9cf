package savepoint.queue;

import java.util.List;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that make the queue of single imports a FIFO queue. */
public final class FifoSettings {

    private static final String SWITCH = "steamImportFifo";

    private FifoSettings() {}

    /** Reads the settings; empty for a standard queue. */
    public static Optional<FifoAttributes> read(StackConfig config) {
        var fifo = config.bool(SWITCH).value().orElse(false);
        var byContent = isOn(config, "fifoContentBasedDeduplication", fifo);
        var highThroughput = isOn(config, "fifoHighThroughput", fifo);
        if (!fifo) {
            return Optional.empty();
        }
        var attributes = FifoAttributes.defaults();
        attributes = byContent ? attributes.contentBasedDeduplication() : attributes;
        return Optional.of(highThroughput ? attributes.highThroughput() : attributes);
    }

    private static boolean isOn(StackConfig config, String key, boolean fifo) {
        return config.bool(key)
                .must((field, on) -> List.of(new Rule(
                        fifo || !on,
                        field,
                        "must be set together with " + SWITCH,
                        "true",
                        "only FIFO queues have it; leave it out")))
                .value()
                .orElse(false);
    }
}
