package savepoint.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the roles of a pipeline may do to the completion events of one stack, and to their webhook.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html">EventBridge:
 *     permission to use Secrets Manager</a>
 */
public final class CompletionDeploymentPolicies {

    private CompletionDeploymentPolicies() {}

    /**
     * Lets a preview read the event bus, the rules, the connection, the API destination and the
     * webhook's key. A preview can already read the key in the stack's settings, and a refresh
     * compares the two.
     *
     * @param events the resources of the events
     */
    public static String preview(Events events) {
        return Json.policy(
                Statement.allow("ReadEventBus")
                        .actions("events:DescribeEventBus")
                        .resources(List.of(events.busArn())),
                Statement.allow("ReadEventRules")
                        .actions("events:DescribeRule", "events:ListTargetsByRule")
                        .resources(events.ruleArns()),
                Statement.allow("ReadEventTags")
                        .actions("events:ListTagsForResource")
                        .resources(taggedArns(events)),
                Statement.allow("ReadEventConnection")
                        .actions("events:DescribeConnection")
                        .resources(withAndWithoutId(events.connectionArn())),
                Statement.allow("ReadEventDestination")
                        .actions("events:DescribeApiDestination")
                        .resources(withAndWithoutId(events.destinationArn())),
                Statement.allow("ReadWebhookKey")
                        .actions("secretsmanager:GetSecretValue")
                        .resources(List.of(events.keyArns())));
    }

    /**
     * Lets an update create, change and delete the event bus, the rules, the connection, the API
     * destination and the webhook's key. EventBridge stores the connection's key in a separate
     * secret, which it manages with the caller's permissions.
     *
     * @param events the resources of the events
     */
    public static String update(Events events) {
        return Json.policy(
                Statement.allow("ChangeEventBus")
                        .actions("events:CreateEventBus", "events:DeleteEventBus")
                        .resources(List.of(events.busArn())),
                Statement.allow("ChangeEventRules")
                        .actions("events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets")
                        .resources(events.ruleArns()),
                Statement.allow("TagEventResources")
                        .actions("events:TagResource", "events:UntagResource")
                        .resources(taggedArns(events)),
                Statement.allow("ChangeEventConnection")
                        .actions("events:CreateConnection", "events:DeleteConnection", "events:UpdateConnection")
                        .resources(withAndWithoutId(events.connectionArn())),
                Statement.allow("ChangeEventDestination")
                        .actions(
                                "events:CreateApiDestination",
                                "events:DeleteApiDestination",
                                "events:UpdateApiDestination")
                        .resources(withAndWithoutId(events.destinationArn())),
                Statement.allow("UseEventConnection")
                        .actions("events:CreateApiDestination")
                        .resources(withAndWithoutId(events.connectionArn())),
                Statement.allow("ChangeWebhookKey")
                        .actions("secretsmanager:PutSecretValue")
                        .resources(List.of(events.keyArns())),
                Statement.allow("ChangeConnectionSecret")
                        .actions(
                                "secretsmanager:CreateSecret",
                                "secretsmanager:DeleteSecret",
                                "secretsmanager:DescribeSecret",
                                "secretsmanager:GetSecretValue",
                                "secretsmanager:PutSecretValue",
                                "secretsmanager:UpdateSecret")
                        .resources(List.of(events.connectionSecretArns())),
                Statement.allow("CreateEventServiceRole")
                        .actions("iam:CreateServiceLinkedRole")
                        .resources(List.of(events.serviceRoleArn()))
                        .condition("StringEquals", "iam:AWSServiceName", "apidestinations.events.amazonaws.com"),
                DeploymentPolicies.passRole("Events", events.roleArn(), "events.amazonaws.com"));
    }

    /**
     * EventBridge adds an ID to the name, and AWS does not document whether it authorizes the ARN
     * with or without the ID.
     */
    private static List<String> withAndWithoutId(String arn) {
        return List.of(arn, arn + "/*");
    }

    /** The resources of completion events. */
    public interface Events {

        /** The event bus. */
        String busArn();

        /** All rules. */
        List<String> ruleArns();

        /** The webhook's connection, without its ID. */
        String connectionArn();

        /** The webhook's API destination, without its ID. */
        String destinationArn();

        /** A pattern for the secret that contains the webhook's key. */
        String keyArns();

        /** A pattern for the secret that EventBridge creates for the key. */
        String connectionSecretArns();

        /** The service-linked role of API destinations. */
        String serviceRoleArn();

        /** The role that EventBridge assumes to call the webhook. */
        String roleArn();
    }

    private static List<String> taggedArns(Events events) {
        return Stream.concat(Stream.of(events.busArn()), events.ruleArns().stream())
                .toList();
    }
}
