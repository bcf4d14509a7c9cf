package example;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.List;
import savepoint.aws.AwsTarget;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.ImportMonitoringArgs;
import savepoint.policy.ServiceSender;
import savepoint.queue.FifoAttributes;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.sdk.SdkLog;
import savepoint.secret.ApiKeySecret;
import savepoint.secret.ApiKeySecretArgs;
import savepoint.storage.ImportBucket;
import savepoint.storage.ImportBucketArgs;

/**
 * Two functions, each fed by its own queue: reports in the stack's region, orders in another
 * region.
 */
public final class App {

    private App() {}

    public static void main(String[] args) {
        SdkLog.suppressDuplicateMessages();
        Pulumi.run(App::stack);
    }

    static void stack(Context context) {
        SdkLog.throttleMainLoop();
        reports(context);
        orders(context);
    }

    /** Uses outputs of the program's own resources, and EventBridge as the sender. */
    private static void reports(Context context) {
        var target = AwsTarget.lookUp();
        var account = target.accountId();
        // EventBridge itself uses the key, which only the key policy can allow.
        var key = new Key(
                "reports",
                KeyArgs.builder()
                        .policy("""
                                {"Version": "2012-10-17", "Statement": [
                                  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"},
                                   "Action": "kms:*", "Resource": "*"},
                                  {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                                   "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"}]}
                                """.formatted(account))
                        .build());
        var bucket = new ImportBucket(
                "reports",
                ImportBucketArgs.builder()
                        .bucketName("reports-files-" + account)
                        .build());
        var secret = new ApiKeySecret(
                "reports",
                ApiKeySecretArgs.builder()
                        .secretName("reports/api-key")
                        .readerRoleArn(target.roleArn("reports-role")) // of the function below
                        .build());
        var queue = new SteamImportQueue(
                "reports",
                SteamImportQueueArgs.builder()
                        .queueName("reports")
                        .serviceSenders(ServiceSender.forAccount("events.amazonaws.com", account))
                        .kmsKeyArn(key.arn())
                        .build());
        var function = new LambdaContainer(
                "reports",
                LambdaContainerArgs.builder()
                        .functionName("reports")
                        .imageUri("%s.dkr.ecr.eu-central-1.amazonaws.com/reports:1".formatted(account))
                        .environmentVariable("DEAD_LETTER_QUEUE_URL", queue.deadLetterQueueUrl())
                        .s3BucketArns(bucket.bucketArn().applyValue(List::of))
                        .secretArns(secret.secretArn().applyValue(List::of))
                        .sqsEventSource(SqsEventSource.builder()
                                .queueArn(queue.queueArn())
                                .queueKmsKeyArn(key.arn())
                                .build())
                        .build());
        Intake.around("reports", queue, key, function);
        context.export("reportsRole", function.roleArn());
    }

    /** Processes messages in order within a message group, with provisioned pollers. */
    private static void orders(Context context) {
        var ireland = new Provider(
                "ireland", ProviderArgs.builder().region("eu-west-1").build(), CustomResourceOptions.Empty);
        var there = ComponentResourceOptions.builder().provider(ireland).build();
        var account = AwsTarget.lookUp().accountId();
        var queue = new SteamImportQueue(
                "orders",
                SteamImportQueueArgs.builder()
                        .queueName("orders")
                        .fifo(FifoAttributes.defaults()
                                .contentBasedDeduplication()
                                .deduplicationScope("messageGroup")
                                .fifoThroughputLimit("perMessageGroupId"))
                        .consumerTimeout(Duration.ofMinutes(1))
                        .visibilityTimeout(Duration.ofMinutes(5)) // less than recommended, so previews show a warning
                        .build(),
                there);
        var function = new LambdaContainer(
                "orders",
                LambdaContainerArgs.builder()
                        .functionName("orders")
                        .imageUri("%s.dkr.ecr.eu-west-1.amazonaws.com/orders:1".formatted(account))
                        .timeout(Duration.ofMinutes(1))
                        .sqsEventSource(SqsEventSource.builder()
                                .queue(queue.queue())
                                .minimumPollers(2)
                                .maximumPollers(5)
                                .build())
                        .build(),
                there);
        new ImportMonitoring(
                "orders",
                ImportMonitoringArgs.builder()
                        .baseName("orders")
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                there);
        context.export("ordersQueueUrl", queue.queueUrl());
    }
}
