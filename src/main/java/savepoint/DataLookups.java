package savepoint;

import com.pulumi.Context;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.image.LatestImage;
import savepoint.lambda.AccountConcurrency;
import savepoint.lambda.EventSourceSettings;
import savepoint.network.NetworkSettings;
import savepoint.network.Subnets;

/**
 * Data that only AWS and the stack's state can provide. All lookups start at once, before the
 * program waits for the first result.
 *
 * @param state the stack's state when the run started
 * @param image the image to deploy; empty if a setting specifies one
 * @param concurrency the account's concurrency quota; empty unless several lanes share it
 * @param subnets the subnets of the interface endpoint; empty if there is none
 */
record DataLookups(
        StackState state,
        Optional<LatestImage> image,
        Optional<AccountConcurrency> concurrency,
        Optional<Subnets> subnets) {

    /** Starts the lookups that the settings require. */
    static DataLookups start(Context context, StackConfig config, Environment environment) {
        return new DataLookups(
                StackState.of(context),
                config.optionalText("steamImportImage").value().isPresent()
                        ? Optional.empty()
                        : Optional.of(LatestImage.lookUp(environment.imageRepository(), environment.imageTag())),
                EventSourceSettings.hasBulk(config) || RetiredQueues.areDrained(config)
                        ? Optional.of(AccountConcurrency.lookUp())
                        : Optional.empty(),
                NetworkSettings.lookUpSubnets(config));
    }
}
