// Package savepoint.monitoring.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as policies from "./policies";
import { Component, Target } from "./target";

export interface MonitoringArgs {
    target: Target;
    baseName: string;
    queueName: string;
    deadLetterQueueName: string;
    functionTimeout: number;
    maximumConcurrency: number;
    mappingUuid: pulumi.Output<string>;
}

type Metric = [namespace: string, metricName: string, dimension: string];

const VISIBLE: Metric = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"];
const IN_FLIGHT: Metric = ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName"];
const AGE: Metric = ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"];
const ERRORS: Metric = ["AWS/Lambda", "Errors", "FunctionName"];
const THROTTLES: Metric = ["AWS/Lambda", "Throttles", "FunctionName"];
const DURATION: Metric = ["AWS/Lambda", "Duration", "FunctionName"];
const CONCURRENT: Metric = ["AWS/Lambda", "ConcurrentExecutions", "FunctionName"];
const RECEIVED: Metric = ["AWS/SQS", "NumberOfMessagesReceived", "QueueName"];
const POLLED: Metric = ["AWS/Lambda", "PolledEventCount", "EventSourceMappingUUID"];
const DELETED: Metric = ["AWS/Lambda", "DeletedEventCount", "EventSourceMappingUUID"];
const FAILED: Metric = ["AWS/Lambda", "FailedInvokeEventCount", "EventSourceMappingUUID"];

export class ImportMonitoring extends Component {
    constructor(name: string, args: MonitoringArgs, opts: pulumi.ComponentResourceOptions) {
        super("savepoint:monitoring:ImportMonitoring", name, opts);
        const child = { parent: this };
        const { target, baseName } = args;

        const key = new aws.kms.Key(
            `${name}-alarms-key`,
            {
                description: `Encrypts the alarms of ${baseName}`,
                enableKeyRotation: true,
                deletionWindowInDays: 7,
                policy: policies.alarmKey(target.accountArn(), target.accountId),
            },
            child,
        );
        const topic = new aws.sns.Topic(
            `${name}-alarms`,
            {
                name: `${baseName}-alarms`,
                kmsMasterKeyId: key.arn,
                policy: policies.alarmTopic(
                    target.arn("sns", `${baseName}-alarms`),
                    target.accountId,
                    target.arn("cloudwatch", "alarm:*"),
                ),
            },
            child,
        );

        const names: string[] = [];
        const alarm = (suffix: string, meaning: string, inputs: Partial<aws.cloudwatch.MetricAlarmArgs>) => {
            names.push(`${baseName}-${suffix}`);
            new aws.cloudwatch.MetricAlarm(
                `${name}-${suffix}`,
                {
                    name: `${baseName}-${suffix}`,
                    alarmDescription: `${meaning} What to do: docs/operations.md#${suffix}`,
                    alarmActions: [topic.arn],
                    okActions: [topic.arn],
                    comparisonOperator: "GreaterThanThreshold",
                    evaluationPeriods: 1,
                    actionsEnabled: true,
                    treatMissingData: "notBreaching",
                    ...inputs,
                },
                child,
            );
        };
        const above = (threshold: number, metric: Metric, of: pulumi.Input<string>, statistic: string, period: number) => ({
            threshold,
            namespace: metric[0],
            metricName: metric[1],
            dimensions: { [metric[2]]: of },
            statistic,
            period,
        });
        const expression = (id: string, label: string, text: string) => ({ id, label, expression: text, returnData: true });
        const query = (id: string, metric: Metric, of: pulumi.Input<string>, stat: string, period: number) => ({
            id,
            metric: {
                namespace: metric[0],
                metricName: metric[1],
                dimensions: { [metric[2]]: of },
                stat,
                period,
            },
        });

        alarm(
            "dlq-messages",
            "Imports failed for good: the dead-letter queue holds messages.",
            { ...above(0, VISIBLE, args.deadLetterQueueName, "Maximum", 60), treatMissingData: "ignore" },
        );
        alarm(
            "lambda-errors",
            "The function crashed or timed out more than 5 times in 5 minutes; imports that it reports as failed do not count.",
            above(5, ERRORS, baseName, "Sum", 300),
        );
        alarm(
            "queue-age",
            "Messages wait in the queue, whose oldest has been there for more than 10 minutes.",
            {
                threshold: 600,
                evaluationPeriods: 3,
                metricQueries: [
                    expression("waited", "Age while messages wait", "IF(waiting > 0, age, 0)"),
                    query("waiting", VISIBLE, args.queueName, "Minimum", 60),
                    query("age", AGE, args.queueName, "Maximum", 60),
                ],
            },
        );
        alarm(
            "failed-messages",
            "The function reported more than 5 tries of imports as failed in 5 minutes, or Lambda could not hand them over.",
            above(5, FAILED, args.mappingUuid, "Sum", 300),
        );
        alarm(
            "throttles",
            "Lambda refused to run the function for want of concurrency; each time counts as a receive.",
            above(0, THROTTLES, baseName, "Sum", 300),
        );
        alarm(
            "duration",
            "An import took more than 90 % of the function's timeout.",
            above(args.functionTimeout * 900, DURATION, baseName, "Maximum", 300),
        );
        alarm("not-consuming", "Messages wait, and the mapping takes none of them.", {
            threshold: 0,
            evaluationPeriods: 2 + Math.ceil(args.functionTimeout / 300),
            metricQueries: [
                expression("stuck", "Messages wait and none is taken", "IF(waiting > 0 AND taken == 0, 1, 0)"),
                query("waiting", VISIBLE, args.queueName, "Minimum", 300),
                query("taken", RECEIVED, args.queueName, "Sum", 300),
            ],
        });

        new aws.cloudwatch.Dashboard(
            `${name}-dashboard`,
            { dashboardName: baseName, dashboardBody: args.mappingUuid.apply((uuid) => dashboard(args, names, uuid)) },
            child,
        );

        this.registerOutputs({ topicArn: topic.arn });
    }
}

function dashboard(args: MonitoringArgs, alarmNames: string[], uuid: string): string {
    const { target, baseName } = args;
    const graph = (title: string, series: [Metric, string, string, string][], line?: [string, number]) => ({
        type: "metric",
        properties: {
            title,
            region: target.region,
            view: "timeSeries",
            period: 60,
            metrics: series.map(([metric, of, stat, label]) => [...metric, of, { stat, label }]),
            annotations: line ? { horizontal: [{ label: line[0], value: line[1] }] } : {},
        },
    });
    const table = (title: string, query: string) => ({
        type: "log",
        properties: {
            title,
            region: target.region,
            view: "table",
            query: `SOURCE '/aws/lambda/${baseName}' | ${query}`,
        },
    });
    const rows: [number, { type: string; properties: unknown }[]][] = [
        [
            3,
            [
                {
                    type: "alarm",
                    properties: {
                        title: "Alarms",
                        alarms: alarmNames.map((name) => target.arn("cloudwatch", `alarm:${name}`)),
                    },
                },
            ],
        ],
        [
            6,
            [
                graph("Messages in the queue", [
                    [VISIBLE, args.queueName, "Maximum", "waiting"],
                    [IN_FLIGHT, args.queueName, "Maximum", "in flight"],
                ]),
                graph("Age of the oldest message, seconds", [[AGE, args.queueName, "Maximum", "age"]], ["alarm", 600]),
                graph("Messages in the dead-letter queue", [
                    [VISIBLE, args.deadLetterQueueName, "Maximum", "failed for good"],
                ]),
            ],
        ],
        [
            6,
            [
                graph("Imports", [
                    [POLLED, uuid, "Sum", "taken"],
                    [DELETED, uuid, "Sum", "done"],
                    [FAILED, uuid, "Sum", "failed"],
                    [ERRORS, baseName, "Sum", "crashed"],
                    [THROTTLES, baseName, "Sum", "throttled"],
                ]),
                graph(
                    "Duration, milliseconds",
                    ["p50", "p90", "p99"].map((p): [Metric, string, string, string] => [DURATION, baseName, p, p]),
                    ["timeout", args.functionTimeout * 1000],
                ),
                graph(
                    "Imports at once",
                    [[CONCURRENT, baseName, "Maximum", "running"]],
                    ["maximum", args.maximumConcurrency],
                ),
            ],
        ],
        [
            6,
            [
                table(
                    "Failed imports by user",
                    "filter event in ['import.failed', 'import.dropped'] | stats count(*) as failures, latest(error) as lastError by userId | sort failures desc | limit 20",
                ),
                table(
                    "Slowest imports",
                    "filter @type = 'REPORT' | fields @timestamp, @requestId, @duration, @maxMemoryUsed | sort @duration desc | limit 20",
                ),
            ],
        ],
    ];
    let y = 0;
    const widgets = rows.flatMap(([height, row]) => {
        const width = 24 / row.length;
        const placed = row.map((widget, column) => ({ ...widget, x: column * width, y, width, height }));
        y += height;
        return placed;
    });
    return JSON.stringify({ widgets });
}
