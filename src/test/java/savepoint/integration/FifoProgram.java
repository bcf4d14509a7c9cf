package savepoint.integration;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.time.Duration;
import savepoint.aws.AwsTarget;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.queue.FifoAttributes;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;

/** A program of its own that uses the FIFO variant of the components, which is no setting of ours. */
public final class FifoProgram {

    private FifoProgram() {}

    public static void main(String[] args) {
        Pulumi.run(FifoProgram::stack);
    }

    static void stack(Context context) {
        var target = AwsTarget.lookUp();
        var queue = new SteamImportQueue(
                "fifo",
                SteamImportQueueArgs.builder(target, "fifo")
                        .fifo(FifoAttributes.defaults()
                                .contentBasedDeduplication()
                                .deduplicationScope("messageGroup")
                                .fifoThroughputLimit("perMessageGroupId"))
                        .visibilityTimeout(Duration.ofMinutes(10)) // less than advised, to see the advice
                        .build(),
                ComponentResourceOptions.Empty);
        new LambdaContainer(
                "fifo",
                LambdaContainerArgs.builder(target, "savepoint-fifo", target.ecrImageUri("worker", "1"))
                        .sqsEventSource(SqsEventSource.builder(queue.expectedQueueArn())
                                .dependsOn(queue)
                                .enabled(false)
                                .build())
                        .build(),
                ComponentResourceOptions.Empty);
        context.export("queueUrl", queue.queueUrl());
    }
}
