package savepoint.recovery;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.QueuePair;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.policy.OperatorPolicies;

/**
 * The resources that operators inspect, by ARN.
 *
 * @param args the resources by name
 * @param where the account and the region
 * @param imageUri the function's image
 * @param key the key of queues and log group, if they have one
 */
record OperatedResources(ImportRecoveryArgs args, AwsTarget where, String imageUri, Optional<KmsKey> key)
        implements OperatorPolicies.Resources {

    @Override
    public List<String> queueArns() {
        return arns(args.queue, QueuePair::queue);
    }

    @Override
    public List<String> deadLetterQueueArns() {
        return arns(args.deadLetterQueue, QueuePair::deadLetterQueue);
    }

    private List<String> arns(SqsQueue queue, Function<QueuePair, SqsQueue> ofPair) {
        return Stream.concat(Stream.of(queue), args.furtherQueues.stream().map(ofPair))
                .map(SqsQueue::arn)
                .toList();
    }

    @Override
    public Optional<String> redriveFailuresArn() {
        return args.redriveSchedule.map(expression -> where.queueArn(args.redriveFailuresQueueName()));
    }

    @Override
    public Optional<String> webhookFailuresArn() {
        return args.webhookFailuresQueue.map(SqsQueue::arn);
    }

    @Override
    public String functionArn() {
        return args.function.arn();
    }

    @Override
    public String mappingArns() {
        return where.eventSourceMappingArns();
    }

    @Override
    public String imageRepositoryArn() {
        return where.ecrRepositoryArn(imageUri);
    }

    @Override
    public List<String> logGroupArns() {
        return Stream.concat(
                        Stream.of(where.lambdaLogGroupName(args.function.name())),
                        args.endpoint.flatMap(HttpEndpoint::logGroupName).stream())
                .map(where::logGroupArn)
                .toList();
    }

    @Override
    public String alarmArns() {
        return where.alarmArn("*");
    }

    @Override
    public String dashboardArn() {
        return where.dashboardArn(args.baseName);
    }

    @Override
    public String topicArn() {
        return where.topicArn(args.baseName + "-alarms");
    }
}
