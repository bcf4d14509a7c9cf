package savepoint.monitoring;

import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import savepoint.monitoring.DashboardBody.AlarmStates;
import savepoint.monitoring.DashboardBody.Graph;
import savepoint.monitoring.DashboardBody.LogTable;

/** What the person on call looks at, from the alarms down to single imports. */
final class ImportDashboard {

    private final ImportMonitoringArgs args;

    ImportDashboard(String name, ImportMonitoringArgs args, List<String> alarmNames, CustomResourceOptions child) {
        this.args = args;
        new Dashboard(
                name + "-dashboard",
                DashboardArgs.builder()
                        .dashboardName(args.baseName)
                        .dashboardBody(args.eventSourceMappingUuid.applyValue(uuid -> body(alarmNames, uuid)))
                        .build(),
                child);
    }

    private String body(List<String> alarmNames, String mappingUuid) {
        return new DashboardBody()
                .row(3, alarmStates(alarmNames))
                .row(6, backlog(), age(), failedForGood())
                .row(6, imports(mappingUuid), duration(), concurrency())
                .row(6, failedImportsByUser(), slowestImports())
                .json();
    }

    private AlarmStates alarmStates(List<String> alarmNames) {
        return new AlarmStates(
                "Alarms", alarmNames.stream().map(args.target::alarmArn).toList());
    }

    private Graph backlog() {
        return graph("Messages in the queue")
                .with(Metric.MESSAGES_VISIBLE, args.queueName, "Maximum", "waiting")
                .with(Metric.MESSAGES_IN_FLIGHT, args.queueName, "Maximum", "in flight");
    }

    private Graph age() {
        return graph("Age of the oldest message, seconds")
                .with(Metric.AGE_OF_OLDEST_MESSAGE, args.queueName, "Maximum", "age")
                .line("alarm", Alarms.OLDEST_MESSAGE_SECONDS);
    }

    private Graph failedForGood() {
        return graph("Messages in the dead-letter queue")
                .with(Metric.MESSAGES_VISIBLE, args.deadLetterQueueName, "Maximum", "failed for good");
    }

    private Graph imports(String mappingUuid) {
        return graph("Imports")
                .with(Metric.POLLED_EVENTS, mappingUuid, "Sum", "taken")
                .with(Metric.DELETED_EVENTS, mappingUuid, "Sum", "done")
                .with(Metric.FAILED_INVOKE_EVENTS, mappingUuid, "Sum", "failed")
                .with(Metric.ERRORS, args.functionName, "Sum", "crashed")
                .with(Metric.THROTTLES, args.functionName, "Sum", "throttled");
    }

    private Graph duration() {
        return graph("Duration, milliseconds")
                .with(Metric.DURATION, args.functionName, "p50", "p50")
                .with(Metric.DURATION, args.functionName, "p90", "p90")
                .with(Metric.DURATION, args.functionName, "p99", "p99")
                .line("timeout", args.functionTimeout.toMillis());
    }

    private Graph concurrency() {
        return graph("Imports at once")
                .with(Metric.CONCURRENT_EXECUTIONS, args.functionName, "Maximum", "running")
                .line("maximum", args.maximumConcurrency);
    }

    /** By the worker's own log lines, which {@code docs/handler-contract.md} describes. */
    private LogTable failedImportsByUser() {
        return LogTable.of(
                "Failed imports by user",
                args.target.region(),
                args.logGroupName,
                "filter event in ['import.failed', 'import.dropped'] | stats count(*) as failures, latest(error) as lastError by userId"
                        + " | sort failures desc | limit 20");
    }

    /** By the report that Lambda writes after every invocation. */
    private LogTable slowestImports() {
        return LogTable.of(
                "Slowest imports",
                args.target.region(),
                args.logGroupName,
                "filter @type = 'REPORT' | fields @timestamp, @requestId, @duration, @maxMemoryUsed"
                        + " | sort @duration desc | limit 20");
    }

    private Graph graph(String title) {
        return new Graph(title, args.target.region());
    }
}
