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
    repositoryArn: string,
    logGroupArn: string,
    alarmArns: string,
    dashboardArn: string,
    topicArn: string,
    keyArns: string,
) => {
    const allow = (Sid: string, Action: string[], ...Resource: string[]) => ({ Sid, Effect: "Allow", Action, Resource });
    return policy(
        allow("InspectQueues", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], queueArn, dlqArn),
        allow(
            "FollowMoves",
            ["sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask"],
            dlqArn,
        ),
        allow(
            "TakeFailedMessages",
            ["sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            dlqArn,
        ),
        allow("SendThemAgain", ["sqs:SendMessage"], queueArn),
        allow("InspectFunction", ["lambda:GetFunction", "lambda:GetFunctionConfiguration"], functionArn),
        {
            ...allow("InspectMapping", ["lambda:GetEventSourceMapping"], mappingArns),
            Condition: { ArnEquals: { "lambda:FunctionArn": functionArn } },
        },
        allow("InspectImages", ["ecr:DescribeImages"], repositoryArn),
        allow("ReadLog", ["logs:FilterLogEvents", "logs:StartQuery"], logGroupArn, logGroupArn + ":*"),
        allow("ReadAlarmsAndDashboard", ["cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard"], alarmArns, dashboardArn),
        allow("SeeWhoIsTold", ["sns:ListSubscriptionsByTopic"], topicArn),
        allow("TellKeysApart", ["kms:DescribeKey"], keyArns),
        allow(
            "LookAtTheAccount",
            [
                "chatbot:DescribeSlackChannelConfigurations",
                "cloudwatch:GetMetricData",
                "ecr:GetAuthorizationToken",
                "iam:ListPolicies",
                "kms:ListKeys",
                "lambda:GetAccountSettings",
                "lambda:ListEventSourceMappings",
                "logs:GetQueryResults",
                "sns:ListTopics",
            ],
            "*",
        ),
    );
};

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
