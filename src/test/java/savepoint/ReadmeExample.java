package savepoint;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.time.Duration;
import savepoint.aws.AwsTarget;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;

/** A program of somebody else's, as the README shows it. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void stack(Queue queue, String imageUri) {
        // README
        var target = AwsTarget.lookUp();
        new LambdaContainer(
                "report",
                LambdaContainerArgs.builder(target, "nightly-report", Output.of(imageUri))
                        .timeout(Duration.ofMinutes(2))
                        .sqsEventSource(SqsEventSource.builder(queue.arn())
                                .maximumConcurrency(2)
                                .build())
                        .build(),
                ComponentResourceOptions.Empty);
        // end of README
    }
}
