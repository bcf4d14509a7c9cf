package savepoint.aws;

import com.pulumi.aws.chatbot.SlackChannelConfigurationArgs;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.aws.lambda.EventSourceMappingArgs;
import com.pulumi.aws.lambda.FunctionArgs;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import com.pulumi.resources.ResourceTransformation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the same tags on every resource that takes tags; a tag set on a resource itself wins. Why a transformation and
 * not the provider's default tags: {@code docs/decisions/default-tags.md}.
 */
public final class DefaultTags implements ResourceTransformation {

    private final Map<String, String> tags;

    /**
     * Makes the transformation, to be given to a component's options.
     *
     * @param tags key and value of each tag
     */
    public DefaultTags(Map<String, String> tags) {
        this.tags = Map.copyOf(tags);
    }

    @Override
    public Optional<Result> apply(Args resource) {
        return tagged(resource.args()).map(args -> new Result(args, resource.options()));
    }

    /** One line for each type that takes tags; a test fails when the program registers one that is missing here. */
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
