package savepoint.monitoring;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.validation.Rules;

/**
 * The alarms of the Steam import, the topic that they are sent to, and the dashboard.
 *
 * <pre>
 * savepoint:monitoring:ImportMonitoring          {name}
 * ├─ aws:kms:Key                                 {name}-alarms-key
 * ├─ aws:sns:Topic                               {name}-alarms
 * ├─ aws:sns:TopicSubscription                   {name}-alarms-to-…       for each address
 * ├─ aws:iam:Role, aws:chatbot:Slack…            {name}-slack-role, -slack  with a Slack channel
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-dlq-messages, -lambda-errors, -queue-age, -throttles,
 * │                                              -duration, -not-consuming
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-failed-messages   with event count metrics of the mapping
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-redrive-failures  with a redrive schedule
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-webhook-failures  with a webhook for completion events
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-bulk-dlq-messages, -bulk-queue-age, -bulk-failed-messages,
 * │                                              -bulk-not-consuming   with a bulk lane
 * ├─ aws:cloudwatch:MetricAlarm                  {name}-enqueue-errors, -enqueue-throttles  with an HTTP endpoint
 * └─ aws:cloudwatch:Dashboard                    {name}-dashboard
 * </pre>
 */
public final class ImportMonitoring extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:monitoring:ImportMonitoring";

    @Export(name = "topicArn", refs = String.class)
    private final Output<String> topicArn;

    /**
     * Registers the topic, the alarms and the dashboard.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args what to monitor, and whom to notify
     */
    public ImportMonitoring(String name, ImportMonitoringArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the topic, the alarms and the dashboard.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args what to monitor, and whom to notify
     * @param options Pulumi's options for the component, or null
     */
    public ImportMonitoring(String name, ImportMonitoringArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ImportMonitoring", args), options);
        var target = args.targetOf(this, options);
        var child = CustomResourceOptions.builder().parent(this).build();

        var topic = new AlarmTopic(name, args, target, child);
        args.slackChannel.ifPresent(channel -> new SlackChannel(name, args, target, channel, topic.arn(), child));
        var alarms = new AlarmSet(name, args, topic.arn(), child);
        new Alarms(alarms, args);
        args.bulkQueues.ifPresent(
                queues -> new BulkAlarms(alarms, queues, args.bulkEventSource(), args.function.timeoutSeconds()));
        new ImportDashboard(name, args, target, alarms.names(), child);

        topicArn = topic.arn();
        registerOutputs(Map.of("topicArn", topicArn));
    }

    /** The name of the alarm that fires when imports have failed permanently. */
    public static String failureAlarm(String baseName) {
        return baseName + "-" + Alarms.DLQ_MESSAGES;
    }

    /** The name of the alarm that fires when bulk imports have failed permanently. */
    public static String bulkFailureAlarm(String baseName) {
        return baseName + "-" + BulkAlarms.DLQ_MESSAGES;
    }

    /** The ARN of the topic, for additional subscribers. */
    public Output<String> topicArn() {
        return topicArn;
    }
}
