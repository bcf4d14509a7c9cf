// The documents of package savepoint.policy.

type Statement = Record<string, unknown>;

const policy = (...statements: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

const trust = (Sid: string, service: string, accountId: string): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole"],
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
});

const denials = (queueArn: string): Statement[] => [
    {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: ["sqs:*"],
        Resource: [queueArn],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
        Sid: "DenyForeignIdentities",
        Effect: "Deny",
        Principal: "*",
        Action: ["sqs:*"],
        Resource: [queueArn],
        Condition: {
            StringNotEquals: { "aws:PrincipalAccount": [queueArn.split(":")[4]] },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
    },
];

export const queue = (queueArn: string) => policy(...denials(queueArn));

export const redriveAllow = (sourceQueueArn: string) =>
    JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [sourceQueueArn] });

export const redrive = (deadLetterTargetArn: string, maxReceiveCount: number) =>
    JSON.stringify({ deadLetterTargetArn, maxReceiveCount });

export const lambdaTrust = (accountId: string) =>
    policy(trust("AssumeRoleByLambda", "lambda.amazonaws.com", accountId));

export const logsAccess = (logGroupArn: string) =>
    policy({
        Sid: "WriteOwnLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [logGroupArn + ":*"],
    });

export const sqsAccess = (queueArn: string) =>
    policy({
        Sid: "SQSEventSourceAccess",
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: [queueArn],
    });

export const operators = (
    dlqArn: string,
    queueArn: string,
    functionArn: string,
    mappingArns: string,
    logGroupArn: string,
    alarmArns: string,
    dashboardArn: string,
) =>
    policy(
        {
            Sid: "InspectQueues",
            Effect: "Allow",
            Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues"],
            Resource: [queueArn, dlqArn],
        },
        {
            Sid: "FollowMoves",
            Effect: "Allow",
            Action: ["sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask"],
            Resource: [dlqArn],
        },
        {
            Sid: "TakeFailedMessages",
            Effect: "Allow",
            Action: [
                "sqs:StartMessageMoveTask",
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
            ],
            Resource: [dlqArn],
        },
        { Sid: "SendThemAgain", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [queueArn] },
        {
            Sid: "InspectFunction",
            Effect: "Allow",
            Action: ["lambda:GetFunction", "lambda:GetFunctionConfiguration"],
            Resource: [functionArn],
        },
        {
            Sid: "InspectMapping",
            Effect: "Allow",
            Action: ["lambda:GetEventSourceMapping"],
            Resource: [mappingArns],
            Condition: { ArnEquals: { "lambda:FunctionArn": functionArn } },
        },
        {
            Sid: "ReadLog",
            Effect: "Allow",
            Action: ["logs:FilterLogEvents", "logs:StartQuery"],
            Resource: [logGroupArn + ":*"],
        },
        {
            Sid: "ReadAlarmsAndDashboard",
            Effect: "Allow",
            Action: ["cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard"],
            Resource: [alarmArns, dashboardArn],
        },
        {
            Sid: "ReadMetricsAndQueryResults",
            Effect: "Allow",
            Action: ["cloudwatch:GetMetricData", "logs:GetQueryResults"],
            Resource: ["*"],
        },
    );

export const alarmTopic = (topicArn: string, accountId: string, alarmArns: string) =>
    policy(
        {
            Sid: "AllowAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: ["sns:Publish"],
            Resource: [topicArn],
            Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": alarmArns } },
        },
        {
            Sid: "DenyIdentities",
            Effect: "Deny",
            Principal: "*",
            Action: ["sns:Publish"],
            Resource: [topicArn],
            Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
        },
    );

export const alarmKey = (accountArn: string, accountId: string) =>
    policy(
        {
            Sid: "ManageByIamPolicies",
            Effect: "Allow",
            Principal: { AWS: [accountArn] },
            Action: ["kms:*"],
            Resource: ["*"],
        },
        {
            Sid: "EncryptByAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Resource: ["*"],
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
    );
