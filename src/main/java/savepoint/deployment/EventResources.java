package savepoint.deployment;

import java.util.List;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.policy.CompletionDeploymentPolicies;

/**
 * The resources of a stack's completion events by ARN, derived from their names.
 *
 * @param args the names
 * @param where the account and the region
 */
record EventResources(DeploymentRolesArgs args, AwsTarget where) implements CompletionDeploymentPolicies.Events {

    @Override
    public String busArn() {
        return where.eventBusArn(args.baseName);
    }

    @Override
    public List<String> ruleArns() {
        return Stream.of(
                        args.baseName + "/" + args.baseName + "-done",
                        args.baseName + "-failed",
                        args.baseName + "-revoked")
                .map(where::eventRuleArn)
                .toList();
    }

    @Override
    public String connectionArn() {
        return where.eventConnectionArn(webhook());
    }

    @Override
    public String destinationArn() {
        return where.eventDestinationArn(webhook());
    }

    @Override
    public String keyArns() {
        return where.secretArns(args.webhookKeySecretName);
    }

    @Override
    public String connectionSecretArns() {
        return where.secretArn("events!connection/%s/*".formatted(webhook()));
    }

    @Override
    public String serviceRoleArn() {
        return where.roleArn("aws-service-role/*");
    }

    @Override
    public String roleArn() {
        return where.roleArn(webhook());
    }

    private String webhook() {
        return args.baseName + "-webhook";
    }
}
