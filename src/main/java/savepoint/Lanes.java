package savepoint;

import com.pulumi.resources.ComponentResourceOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.queue.FifoSettings;
import savepoint.validation.CheckedBuilder;

/**
 * The lanes whose messages the function processes.
 *
 * @param main the lane of single imports
 * @param bulk the lane of bulk imports; empty if it is off
 * @param retired lanes that the settings no longer require, and that are being drained
 * @param bulkArgs the arguments of the bulk lane, even if it is off
 */
record Lanes(Lane main, Optional<Lane> bulk, List<Lane> retired, List<CheckedBuilder> bulkArgs) {

    /** Reads the settings of all lanes. */
    static Lanes read(StackConfig config, Environment environment, AwsTarget target, StackState state) {
        var main = FifoSettings.isOn(config) ? LaneKind.FIFO : LaneKind.STANDARD;
        var wanted = EventSourceSettings.hasBulk(config) ? EnumSet.of(main, LaneKind.BULK) : EnumSet.of(main);
        var retired = RetiredQueues.toDrain(config, environment, state, wanted);
        if (main != LaneKind.FIFO && !retired.contains(LaneKind.FIFO)) {
            FifoSettings.requireFifo(config);
        }
        config.must(EventSourceSettings.timeHolds(config));
        if (wanted.contains(LaneKind.BULK)) {
            config.must(EventSourceSettings.bulkTimeHolds(config));
        }
        // Always read, because all settings are checked, even unused ones.
        var bulk = Lane.read(LaneKind.BULK, config, environment, target);
        return new Lanes(
                Lane.read(main, config, environment, target),
                Optional.of(bulk).filter(lane -> wanted.contains(LaneKind.BULK)),
                retired.stream()
                        .map(kind -> Lane.read(kind, config, environment, target))
                        .toList(),
                bulk.args());
    }

    /** The arguments of all lanes, and those of the bulk lane if there is none: its settings are checked as well. */
    Stream<CheckedBuilder> args() {
        return Stream.concat(
                Stream.concat(Stream.of(main), retired.stream()).flatMap(lane -> lane.args().stream()),
                bulkArgs.stream());
    }

    /**
     * Registers the queues, and adds them to the function as event sources. Retired queues are not
     * protected, because they will be deleted once they are empty.
     */
    LaneQueues feed(
            LambdaContainerArgs.Builder function, Supplier<ComponentResourceOptions.Builder> options, boolean protect) {
        return new LaneQueues(
                main.feed(function, options.get().protect(protect).build()),
                bulk.map(lane ->
                        lane.feed(function, options.get().protect(protect).build())),
                retired.stream()
                        .map(lane -> lane.feed(function, options.get().build()))
                        .toList());
    }

    /** The maximum concurrency of each lane. */
    List<Integer> maxima() {
        return Stream.of(Stream.of(main), bulk.stream(), retired.stream())
                .flatMap(lanes -> lanes)
                .flatMap(lane -> lane.maximumConcurrency().stream())
                .toList();
    }
}
