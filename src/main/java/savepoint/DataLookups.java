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
 * What only AWS and the stack's state know. All of it is asked for at once, before the program waits
 * for the first answer.
 *
 * @param state what the stack has
 * @param image the image that is to be deployed, unless a setting names one
 * @param concurrency what the account can run at once, if several lanes share it
 * @param subnets those of the interface endpoint, if there is one
 */
record DataLookups(
        StackState state,
        Optional<LatestImage> image,
        Optional<AccountConcurrency> concurrency,
        Optional<Subnets> subnets) {

    /** Asks for what the settings leave to the stack. */
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
