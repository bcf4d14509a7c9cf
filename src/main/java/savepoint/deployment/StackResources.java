package savepoint.deployment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.policy.DeploymentPolicies;
import savepoint.policy.KmsKey;
import savepoint.policy.LaneDeploymentPolicies.Lanes;

/**
 * The resources of a stack by ARN, derived from their names: they do not have to exist yet.
 *
 * @param args the names
 * @param where the account and the region
 */
record StackResources(DeploymentRolesArgs args, AwsTarget where) implements DeploymentPolicies.Resources {

    /** The suffixes of the alarm names. */
    private static final List<String> ALARMS = List.of(
            "dlq-messages",
            "lambda-errors",
            "queue-age",
            "failed-messages",
            "throttles",
            "duration",
            "not-consuming",
            "redrive-failures");

    /** The suffixes of the HTTP endpoint's alarm names. */
    private static final List<String> ALARMS_OF_ENDPOINT = List.of("enqueue-errors", "enqueue-throttles");

    /** The suffixes of the bulk lane's alarm names. */
    private static final List<String> ALARMS_OF_BULK =
            List.of("bulk-dlq-messages", "bulk-queue-age", "bulk-failed-messages", "bulk-not-consuming");

    @Override
    public String project() {
        return args.project;
    }

    @Override
    public String environment() {
        return args.stack;
    }

    @Override
    public List<String> queueArns() {
        return with(
                        List.of(args.queueName, args.queueName + "-dlq", name("redrive-failures")),
                        args.completionEvents,
                        name("webhook-failures"))
                .map(where::queueArn)
                .toList();
    }

    @Override
    public String functionArn() {
        return where.functionArn(args.baseName);
    }

    @Override
    public String functionRoleArn() {
        return where.roleArn(name("role"));
    }

    @Override
    public String mappingArns() {
        return where.eventSourceMappingArns();
    }

    @Override
    public String imageRepositoryArn() {
        return where.repositoryArn(args.imageRepository);
    }

    @Override
    public String bucketArn() {
        return where.bucketArn(args.bucketName);
    }

    @Override
    public List<String> secretArns() {
        return with(List.of(args.secretName), args.completionEvents, args.webhookKeySecretName)
                .map(where::secretArns)
                .toList();
    }

    @Override
    public List<String> logGroupArns() {
        return with(
                        List.of(where.lambdaLogGroupName(args.baseName)),
                        args.endpoint,
                        "/aws/apigateway/" + name("enqueue"))
                .map(where::logGroupArn)
                .toList();
    }

    @Override
    public List<String> alarmArns() {
        return alarmArns(Stream.of(
                        ALARMS,
                        args.endpoint ? ALARMS_OF_ENDPOINT : List.<String>of(),
                        args.completionEvents ? List.of("webhook-failures") : List.<String>of())
                .flatMap(List::stream));
    }

    private List<String> alarmArns(Stream<String> suffixes) {
        return suffixes.map(suffix -> where.alarmArn(name(suffix))).toList();
    }

    @Override
    public String dashboardArn() {
        return where.dashboardArn(args.baseName);
    }

    @Override
    public String topicArn() {
        return where.topicArn(name("alarms"));
    }

    @Override
    public String kmsKeyArns() {
        return where.kmsKeyArns();
    }

    @Override
    public String slackRoleArn() {
        return where.roleArn(name("slack"));
    }

    @Override
    public String operatorsPolicyArn() {
        return where.policyArn(name("operators"));
    }

    @Override
    public String scheduleArn() {
        return where.scheduleArn(name("redrive"));
    }

    @Override
    public String redriveRoleArn() {
        return where.roleArn(name("redrive"));
    }

    @Override
    public List<String> optionalRoleArns() {
        return Stream.concat(
                        Stream.of(name("enqueue")).filter(name -> args.endpoint),
                        Stream.of(name("webhook")).filter(name -> args.completionEvents))
                .map(where::roleArn)
                .toList();
    }

    @Override
    public Lanes lanes() {
        var queues = Stream.concat(
                args.bulkQueueName.stream().flatMap(name -> Stream.of(name, name + "-dlq")),
                Stream.of(args.queueName + ".fifo", args.queueName + "-dlq.fifo")
                        .filter(name -> args.fifo));
        return new Lanes(
                queues.map(where::queueArn).toList(),
                alarmArns(args.bulkQueueName.stream().flatMap(name -> ALARMS_OF_BULK.stream())));
    }

    @Override
    public Optional<KmsKey> customerKey() {
        return args.kmsKeyArn.map(arn -> new KmsKey(arn, where.dnsSuffix()));
    }

    private String name(String suffix) {
        return "%s-%s".formatted(args.baseName, suffix);
    }

    private static Stream<String> with(List<String> always, boolean on, String optional) {
        return Stream.concat(always.stream(), Stream.of(optional).filter(name -> on));
    }
}
