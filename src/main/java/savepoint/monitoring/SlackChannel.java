package savepoint.monitoring;

import com.pulumi.aws.chatbot.SlackChannelConfiguration;
import com.pulumi.aws.chatbot.SlackChannelConfigurationArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import savepoint.aws.AwsTarget;
import savepoint.policy.AlarmTopicPolicies;

/**
 * Sends alarms to a Slack channel through Amazon Q Developer in chat applications. Its role has no
 * permissions, so users cannot run AWS commands in the channel.
 *
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html">Get started with Slack</a>
 */
final class SlackChannel {

    SlackChannel(
            String name,
            ImportMonitoringArgs args,
            AwsTarget target,
            String workspaceAndChannel,
            Output<String> topicArn,
            CustomResourceOptions child) {
        var ids = workspaceAndChannel.split("/");
        var role = new Role(
                name + "-slack-role",
                RoleArgs.builder()
                        .name(args.baseName + "-slack")
                        .assumeRolePolicy(AlarmTopicPolicies.slackTrust())
                        .build(),
                child);
        new SlackChannelConfiguration(
                name + "-slack",
                SlackChannelConfigurationArgs.builder()
                        .configurationName(args.baseName + "-alarms")
                        .iamRoleArn(role.arn())
                        .slackTeamId(ids[0])
                        .slackChannelId(ids[1])
                        .snsTopicArns(topicArn.applyValue(AlarmSet::oneUnlessUnknown))
                        // The default guardrail is AdministratorAccess.
                        .guardrailPolicyArns(target.managedPolicyArn("CloudWatchReadOnlyAccess"))
                        .loggingLevel("ERROR")
                        .build(),
                child);
    }
}
