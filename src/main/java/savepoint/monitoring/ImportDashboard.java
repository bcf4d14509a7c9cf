package savepoint.monitoring;

import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import savepoint.aws.AwsTarget;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.QueuePair;
import savepoint.monitoring.DashboardBody.AlarmStates;
import savepoint.monitoring.DashboardBody.Graph;
import savepoint.monitoring.DashboardBody.LogTable;

/**
 * The on-call dashboard, from the alarms down to individual imports. It does not draw configurable
 * limits: a preview would show a changed limit as a change to the entire dashboard body.
 */
final class ImportDashboard {

    private final ImportMonitoringArgs args;
    private final AwsTarget target;

    ImportDashboard(
            String name,
            ImportMonitoringArgs args,
            AwsTarget target,
            List<String> alarmNames,
            CustomResourceOptions child) {
        this.args = args;
        this.target = target;
        new Dashboard(
                name + "-dashboard",
                DashboardArgs.builder()
                        .dashboardName(args.baseName)
                        .dashboardBody(body(alarmNames))
                        .build(),
                child);
    }

    private Output<String> body(List<String> alarmNames) {
        var uuid = args.eventSource().uuid();
        return args.bulkQueues
                .map(queues -> Output.tuple(uuid, args.bulkEventSource().uuid())
                        .applyValue(both -> body(alarmNames, both.t1)
                                .row(6, bulkBacklog(queues), bulkAge(queues), bulkImports(queues, both.t2))
                                .json()))
                .orElseGet(() -> uuid.applyValue(it -> body(alarmNames, it).json()));
    }

    private DashboardBody body(List<String> alarmNames, String mappingUuid) {
        var body = new DashboardBody()
                .row(3, alarmStates(alarmNames))
                .row(6, backlog(), age(), failedForGood())
                .row(6, imports(mappingUuid), duration(), concurrency())
                .row(6, failedImportsByUser(), slowestImports());
        args.endpoint.ifPresent(endpoint -> body.row(6, requests(endpoint), latency(endpoint)));
        return body;
    }

    private AlarmStates alarmStates(List<String> alarmNames) {
        return new AlarmStates(
                "Alarms", alarmNames.stream().map(target::alarmArn).toList());
    }

    private Graph backlog() {
        return graph("Messages in the queue")
                .with(Metric.MESSAGES_VISIBLE, args.queue.name(), "Maximum", "waiting")
                .with(Metric.MESSAGES_IN_FLIGHT, args.queue.name(), "Maximum", "in flight");
    }

    private Graph age() {
        return graph("Age of the oldest message (seconds)")
                .with(Metric.AGE_OF_OLDEST_MESSAGE, args.queue.name(), "Maximum", "age")
                .line("alarm", Alarms.oldestMessageSeconds(args));
    }

    private Graph failedForGood() {
        return graph("Messages in the dead-letter queue")
                .with(Metric.MESSAGES_VISIBLE, args.deadLetterQueue.name(), "Maximum", "failed permanently");
    }

    private Graph imports(String mappingUuid) {
        var imports = graph("Imports");
        if (args.eventSource().eventCountMetrics()) {
            imports.with(Metric.POLLED_EVENTS, mappingUuid, "Sum", "polled")
                    .with(Metric.DELETED_EVENTS, mappingUuid, "Sum", "done")
                    .with(Metric.FAILED_INVOKE_EVENTS, mappingUuid, "Sum", "failed");
        }
        return imports.with(Metric.ERRORS, args.function.name(), "Sum", "errors")
                .with(Metric.THROTTLES, args.function.name(), "Sum", "throttled");
    }

    private Graph duration() {
        return graph("Duration (milliseconds)")
                .with(Metric.DURATION, args.function.name(), "p50", "p50")
                .with(Metric.DURATION, args.function.name(), "p90", "p90")
                .with(Metric.DURATION, args.function.name(), "p99", "p99");
    }

    private Graph concurrency() {
        return graph("Concurrency").with(Metric.CONCURRENT_EXECUTIONS, args.function.name(), "Maximum", "running");
    }

    /** Based on the worker's own log lines, which {@code docs/handler-contract.md} describes. */
    private LogTable failedImportsByUser() {
        return LogTable.of(
                "Failed imports by user",
                target.region(),
                target.lambdaLogGroupName(args.function.name()),
                "filter event in ['import.failed', 'import.dropped'] | stats count(*) as failures, latest(error) as lastError by userId"
                        + " | sort failures desc | limit 20");
    }

    /** Based on the report that Lambda logs after every invocation. */
    private LogTable slowestImports() {
        return LogTable.of(
                "Slowest imports",
                target.region(),
                target.lambdaLogGroupName(args.function.name()),
                "filter @type = 'REPORT' | fields @timestamp, @requestId, @duration, @maxMemoryUsed"
                        + " | sort @duration desc | limit 20");
    }

    private Graph bulkBacklog(QueuePair queues) {
        return graph("Bulk: messages in the queue")
                .with(Metric.MESSAGES_VISIBLE, queues.queue().name(), "Maximum", "waiting")
                .with(Metric.MESSAGES_IN_FLIGHT, queues.queue().name(), "Maximum", "in flight");
    }

    private Graph bulkAge(QueuePair queues) {
        return graph("Bulk: age of the oldest message (seconds)")
                .with(Metric.AGE_OF_OLDEST_MESSAGE, queues.queue().name(), "Maximum", "age");
    }

    private Graph bulkImports(QueuePair queues, String mappingUuid) {
        return graph("Bulk: imports")
                .with(Metric.DELETED_EVENTS, mappingUuid, "Sum", "done")
                .with(Metric.FAILED_INVOKE_EVENTS, mappingUuid, "Sum", "failed")
                .with(Metric.MESSAGES_VISIBLE, queues.deadLetterQueue().name(), "Maximum", "failed permanently");
    }

    private Graph requests(HttpEndpoint endpoint) {
        return graph("Requests to the HTTP endpoint")
                .with(Metric.REQUESTS, endpoint.apiName(), "Sum", "all")
                .with(Metric.REFUSED_REQUESTS, endpoint.apiName(), "Sum", "rejected")
                .with(Metric.FAILED_REQUESTS, endpoint.apiName(), "Sum", "failed");
    }

    private Graph latency(HttpEndpoint endpoint) {
        return graph("Latency of the HTTP endpoint (milliseconds)")
                .with(Metric.LATENCY, endpoint.apiName(), "p50", "p50")
                .with(Metric.LATENCY, endpoint.apiName(), "p99", "p99");
    }

    private Graph graph(String title) {
        return new Graph(title, target.region());
    }
}
