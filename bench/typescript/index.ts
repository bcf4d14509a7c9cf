// App, SteamImportQueue, LambdaContainer and ImportRecovery of the Java program, with its default settings.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ImportMonitoring } from "./alarms";
import * as policies from "./policies";
import { Component, Target, defaultTags } from "./target";

const TIMEOUT = 300;

class SteamImportQueue extends Component {
    readonly queue: aws.sqs.Queue;
    readonly deadLetterQueue: aws.sqs.Queue;

    constructor(name: string, target: Target, queueName: string, opts: pulumi.ComponentResourceOptions) {
        super("savepoint:queue:SteamImportQueue", name, opts);
        const child = { parent: this };
        const queueArn = target.arn("sqs", queueName);
        this.deadLetterQueue = new aws.sqs.Queue(
            `${name}-dlq`,
            {
                name: `${queueName}-dlq`,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * 24 * 3600,
                policy: policies.queue(`${queueArn}-dlq`),
                redriveAllowPolicy: policies.redriveAllow(queueArn),
            },
            child,
        );
        this.queue = new aws.sqs.Queue(
            `${name}-queue`,
            {
                name: queueName,
                sqsManagedSseEnabled: true,
                delaySeconds: 0,
                visibilityTimeoutSeconds: 6 * TIMEOUT,
                messageRetentionSeconds: 7 * 24 * 3600,
                receiveWaitTimeSeconds: 20,
                maxMessageSize: 262144,
                policy: policies.queue(queueArn),
                redrivePolicy: this.deadLetterQueue.arn.apply((arn) => policies.redrive(arn, 3)),
            },
            child,
        );
        this.registerOutputs({
            queueUrl: this.queue.url,
            queueArn: this.queue.arn,
            queueName: this.queue.name,
            deadLetterQueueUrl: this.deadLetterQueue.url,
            deadLetterQueueArn: this.deadLetterQueue.arn,
            deadLetterQueueName: this.deadLetterQueue.name,
        });
    }
}

class LambdaContainer extends Component {
    readonly function: aws.lambda.Function;
    readonly mapping: aws.lambda.EventSourceMapping;

    constructor(
        name: string,
        target: Target,
        functionName: string,
        imageUri: string,
        queueArn: string,
        maximumConcurrency: number,
        queue: pulumi.Resource,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("savepoint:lambda:LambdaContainer", name, opts);
        const child = { parent: this };
        const logGroupName = `/aws/lambda/${functionName}`;
        const role = new aws.iam.Role(
            `${name}-role`,
            { name: `${functionName}-role`, assumeRolePolicy: policies.lambdaTrust(target.accountId) },
            child,
        );
        const inline = (suffix: string, policy: string) =>
            new aws.iam.RolePolicy(
                `${name}-${suffix}`,
                { name: `${functionName}-${suffix}`, role: role.name, policy },
                child,
            );
        const logsAccess = inline("logs-access", policies.logsAccess(target.arn("logs", `log-group:${logGroupName}`)));
        const sqsAccess = inline("sqs-access", policies.sqsAccess(queueArn));
        const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { name: logGroupName, retentionInDays: 14 }, child);
        this.function = new aws.lambda.Function(
            `${name}-function`,
            {
                name: functionName,
                description: "Imports a user's Steam library",
                packageType: "Image",
                imageUri,
                architectures: ["x86_64"],
                role: role.arn,
                memorySize: 512,
                timeout: TIMEOUT,
                reservedConcurrentExecutions: -1,
                environment: { variables: { LOG_LEVEL: "INFO" } },
            },
            { ...child, dependsOn: [logsAccess, sqsAccess, logs] },
        );
        this.mapping = new aws.lambda.EventSourceMapping(
            `${name}-event-source`,
            {
                eventSourceArn: queueArn,
                functionName: this.function.arn,
                batchSize: 1,
                maximumBatchingWindowInSeconds: 0,
                enabled: true,
                functionResponseTypes: ["ReportBatchItemFailures"],
                scalingConfig: { maximumConcurrency },
                metricsConfig: { metrics: ["EventCount"] },
            },
            { ...child, dependsOn: [sqsAccess, queue] },
        );
        this.registerOutputs({
            functionName: this.function.name,
            functionArn: this.function.arn,
            invokeArn: this.function.invokeArn,
            qualifiedArn: this.function.qualifiedArn,
            roleArn: role.arn,
            roleName: role.name,
            logGroupName: logs.name,
            logGroupArn: logs.arn,
            eventSourceMappingUuid: this.mapping.uuid,
            eventSourceMappingState: this.mapping.state,
        });
    }
}

class ImportRecovery extends Component {
    readonly operators: aws.iam.Policy;

    constructor(
        name: string,
        target: Target,
        baseName: string,
        queueArn: string,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("savepoint:recovery:ImportRecovery", name, opts);
        this.operators = new aws.iam.Policy(
            `${name}-operators`,
            {
                name: `${baseName}-operators`,
                description: "Inspects failed imports and moves them back",
                policy: policies.operators(
                    `${queueArn}-dlq`,
                    queueArn,
                    target.arn("lambda", `function:${baseName}`),
                    target.arn("lambda", "event-source-mapping:*"),
                    target.arn("ecr", `repository/${baseName.replace(/steam-import$/, "lambdas")}`),
                    target.arn("logs", `log-group:/aws/lambda/${baseName}`),
                    target.arn("cloudwatch", "alarm:*"),
                    `arn:${target.partition}:cloudwatch::${target.accountId}:dashboard/${baseName}`,
                    target.arn("sns", `${baseName}-alarms`),
                    target.arn("kms", "key/*"),
                ),
            },
            { parent: this },
        );
        this.registerOutputs({ operatorPolicyArn: this.operators.arn });
    }
}

function steamImport(name: string, environment: string, target: Target, opts: pulumi.ComponentResourceOptions) {
    const baseName = `savepoint-${environment}-steam-import`;
    const queueName = `savepoint-${environment}-steam-library-sync`;
    const queueArn = target.arn("sqs", queueName);

    const queue = new SteamImportQueue(name, target, queueName, opts);
    const lambda = new LambdaContainer(
        name,
        target,
        baseName,
        `${target.accountId}.dkr.ecr.${target.region}.${target.dnsSuffix}/savepoint-${environment}-lambdas:steam-import-latest`,
        queueArn,
        5,
        queue,
        opts,
    );
    const recovery = new ImportRecovery(name, target, baseName, queueArn, opts);
    new ImportMonitoring(
        name,
        {
            target,
            baseName,
            queueName,
            deadLetterQueueName: `${queueName}-dlq`,
            functionTimeout: TIMEOUT,
            maximumConcurrency: 5,
            mappingUuid: lambda.mapping.uuid,
        },
        opts,
    );

    return {
        steamImportQueueUrl: queue.queue.url,
        steamImportQueueArn: queue.queue.arn,
        steamImportDlqUrl: queue.deadLetterQueue.url,
        steamImportDlqArn: queue.deadLetterQueue.arn,
        steamImportLambdaArn: lambda.function.arn,
        steamImportLambdaName: lambda.function.name,
        eventSourceMappingUuid: lambda.mapping.uuid,
        eventSourceMappingState: lambda.mapping.state,
        operatorPolicyArn: recovery.operators.arn,
        operatorPolicyCommand: recovery.operators.arn.apply(
            (arn) => `aws iam attach-role-policy --role-name "$ROLE" --policy-arn ${arn}`,
        ),
    };
}

export = async () => {
    const environment = pulumi.getStack();
    const target = await Target.lookUp();
    const opts = {
        transformations: [
            defaultTags({ Project: pulumi.getProject(), Environment: environment, ManagedBy: "pulumi" }),
        ],
    };
    // More than one only to see how time and memory grow: ../java/Pipelines.java.
    for (let number = 2; number <= (new pulumi.Config().getNumber("pipelines") ?? 1); number++) {
        steamImport(`steam-import-${number}`, `${environment}-${number}`, target, opts);
    }
    return steamImport("steam-import", environment, target, opts);
};
