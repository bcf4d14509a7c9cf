package savepoint.aws;

import com.pulumi.aws.apigateway.RestApiArgs;
import com.pulumi.aws.apigateway.StageArgs;
import com.pulumi.aws.chatbot.SlackChannelConfigurationArgs;
import com.pulumi.aws.cloudwatch.EventBusArgs;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.ecr.RepositoryArgs;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.aws.lambda.EventSourceMappingArgs;
import com.pulumi.aws.lambda.FunctionArgs;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import com.pulumi.resources.ResourceTransformation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds the same tags to every resource that supports tags. A tag set on the resource itself takes
 * precedence. {@code docs/decisions/default-tags.md} explains why this is a transformation and not
 * the provider's default tags.
 */
public final class DefaultTags implements ResourceTransformation {

    private final Map<String, String> tags;

    /**
     * Creates the transformation for a component's options.
     *
     * @param tags the tags' keys and values
     */
    public DefaultTags(Map<String, String> tags) {
        this.tags = Map.copyOf(tags);
    }

    @Override
    public Optional<Result> apply(Args resource) {
        return tagged(resource.args()).map(args -> new Result(args, resource.options()));
    }

    /**
     * One branch for each type that supports tags. A test fails if the program registers a type
     * that is missing here.
     */
    private Optional<ResourceArgs> tagged(ResourceArgs args) {
        if (args instanceof QueueArgs queue) {
            return Optional.of(QueueArgs.builder(queue).tags(with(queue.tags())).build());
        }
        if (args instanceof RoleArgs role) {
            return Optional.of(RoleArgs.builder(role).tags(with(role.tags())).build());
        }
        if (args instanceof LogGroupArgs group) {
            return Optional.of(
                    LogGroupArgs.builder(group).tags(with(group.tags())).build());
        }
        if (args instanceof FunctionArgs function) {
            return Optional.of(
                    FunctionArgs.builder(function).tags(with(function.tags())).build());
        }
        if (args instanceof EventSourceMappingArgs mapping) {
            return Optional.of(EventSourceMappingArgs.builder(mapping)
                    .tags(with(mapping.tags()))
                    .build());
        }
        if (args instanceof SecurityGroupArgs group) {
            return Optional.of(
                    SecurityGroupArgs.builder(group).tags(with(group.tags())).build());
        }
        if (args instanceof VpcEndpointArgs endpoint) {
            return Optional.of(VpcEndpointArgs.builder(endpoint)
                    .tags(with(endpoint.tags()))
                    .build());
        }
        if (args instanceof TopicArgs topic) {
            return Optional.of(TopicArgs.builder(topic).tags(with(topic.tags())).build());
        }
        if (args instanceof KeyArgs key) {
            return Optional.of(KeyArgs.builder(key).tags(with(key.tags())).build());
        }
        if (args instanceof MetricAlarmArgs alarm) {
            return Optional.of(
                    MetricAlarmArgs.builder(alarm).tags(with(alarm.tags())).build());
        }
        if (args instanceof PolicyArgs policy) {
            return Optional.of(
                    PolicyArgs.builder(policy).tags(with(policy.tags())).build());
        }
        if (args instanceof SlackChannelConfigurationArgs channel) {
            return Optional.of(SlackChannelConfigurationArgs.builder(channel)
                    .tags(with(channel.tags()))
                    .build());
        }
        if (args instanceof EventBusArgs bus) {
            return Optional.of(EventBusArgs.builder(bus).tags(with(bus.tags())).build());
        }
        if (args instanceof EventRuleArgs rule) {
            return Optional.of(
                    EventRuleArgs.builder(rule).tags(with(rule.tags())).build());
        }
        if (args instanceof RestApiArgs api) {
            return Optional.of(RestApiArgs.builder(api).tags(with(api.tags())).build());
        }
        if (args instanceof StageArgs stage) {
            return Optional.of(StageArgs.builder(stage).tags(with(stage.tags())).build());
        }
        if (args instanceof BucketV2Args bucket) {
            return Optional.of(
                    BucketV2Args.builder(bucket).tags(with(bucket.tags())).build());
        }
        if (args instanceof SecretArgs secret) {
            return Optional.of(
                    SecretArgs.builder(secret).tags(with(secret.tags())).build());
        }
        if (args instanceof RepositoryArgs repository) {
            return Optional.of(RepositoryArgs.builder(repository)
                    .tags(with(repository.tags()))
                    .build());
        }
        return Optional.empty();
    }

    private Output<Map<String, String>> with(Optional<Output<Map<String, String>>> own) {
        return own.orElse(Output.of(Map.of())).applyValue(ownTags -> {
            var all = new HashMap<>(tags);
            all.putAll(ownTags);
            return all;
        });
    }
}
