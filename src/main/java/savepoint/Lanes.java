package savepoint;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.lambda.EventSourceSettings;
import savepoint.queue.FifoSettings;

/**
 * The lanes that feed the function.
 *
 * @param main the lane of single imports
 * @param bulk the lane of bulk imports; empty if it is off
 * @param retired lanes that the settings no longer call for, and that are worked off
 */
record Lanes(Lane main, Optional<Lane> bulk, List<Lane> retired) {

    /** Reads the settings of all lanes. */
    static Lanes read(StackConfig config, Environment environment, AwsTarget target, StackState state) {
        var fifo = FifoSettings.read(config);
        var main = fifo.isPresent() ? LaneKind.FIFO : LaneKind.STANDARD;
        var wanted = EventSourceSettings.hasBulk(config) ? EnumSet.of(main, LaneKind.BULK) : EnumSet.of(main);
        var retired = RetiredQueues.toDrain(config, environment, state, wanted);
        config.must(EventSourceSettings.timeHolds(config));
        if (wanted.contains(LaneKind.BULK)) {
            config.must(EventSourceSettings.bulkTimeHolds(config));
        }
        // Read in any case, because every setting has to be read once.
        var bulk = Lane.read(LaneKind.BULK, config, fifo, environment, target);
        return new Lanes(
                Lane.read(main, config, fifo, environment, target),
                Optional.of(bulk).filter(lane -> wanted.contains(LaneKind.BULK)),
                retired.stream()
                        .map(kind -> Lane.read(kind, config, fifo, environment, target))
                        .toList());
    }

    Stream<Lane> all() {
        return Stream.of(Stream.of(main), bulk.stream(), retired.stream()).flatMap(lanes -> lanes);
    }

    /** The maximum concurrency of each lane. */
    List<Integer> maxima() {
        return all().flatMap(lane -> lane.maximumConcurrency().stream()).toList();
    }
}
