package savepoint;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.aws.DefaultTags;
import savepoint.config.StackConfig;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.FunctionSettings;
import savepoint.lambda.LambdaContainer;
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.MonitoringSettings;
import savepoint.queue.QueueSettings;
import savepoint.queue.SteamImportQueue;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.RecoverySettings;
import savepoint.validation.Outputs;

/**
 * The Steam import of one environment: a queue, the function that it feeds, and the stack's
 * outputs.
 */
public final class App {

    /** The Pulumi project of this program. */
    static final String PROJECT = "savepoint";

    private static final String NAME = "steam-import";

    private App() {}

    public static void main(String[] args) {
        SdkLog.leaveMessagesToTheEngine();
        Pulumi.run(context -> {
            SdkLog.letTheMainLoopRest();
            if (context.projectName().equals(DeploymentRolesApp.PROJECT)) {
                DeploymentRolesApp.stack(context);
            } else {
                stack(context);
            }
        });
    }

    static void stack(Context context) {
        stack(context, StackConfig.of(context));
    }

    static void stack(Context context, StackConfig config) {
        var target = AwsTarget.lookUp();
        var environment = Environment.of(context, config);
        var protect = config.bool("protectQueues").value().orElse(false);
        var runbook = config.text("runbookUrl").value().orElse("");
        var queueArgs = QueueSettings.read(config).target(target).queueName(environment.queueName());
        var functionArgs = FunctionSettings.read(config, target, environment.defaultImage(target))
                .functionName(environment.baseName())
                .description("Imports a user's Steam library");
        var sourceArgs = EventSourceSettings.read(config);
        var recoveryArgs = RecoverySettings.read(config).target(target).baseName(environment.baseName());
        var monitoringArgs = MonitoringSettings.read(config).target(target).baseName(environment.baseName());
        config.enforce(functionArgs, sourceArgs, queueArgs, recoveryArgs, monitoringArgs);

        var queue = new SteamImportQueue(
                NAME, queueArgs.build(), options(context).protect(protect).build());
        var function = new LambdaContainer(
                NAME,
                functionArgs
                        .sqsEventSource(sourceArgs.queue(queue.queue()).build())
                        .build(),
                options(context).build());
        var recovery = new ImportRecovery(
                NAME,
                recoveryArgs
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context).build());
        recovery.redriveFailuresQueue().ifPresent(monitoringArgs::redriveFailuresQueue);
        new ImportMonitoring(
                NAME,
                monitoringArgs
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context).build());

        context.export("steamImportQueueUrl", queue.queueUrl())
                .export("steamImportQueueArn", queue.queueArn())
                .export("steamImportDlqUrl", queue.deadLetterQueueUrl())
                .export("steamImportDlqArn", queue.deadLetterQueueArn())
                .export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState())
                .export("operatorPolicyArn", recovery.operatorPolicyArn())
                .export("operatorPolicyCommand", Outputs.apply(recovery.operatorPolicyArn(), App::attachToRole))
                .export("readme", StackReadme.of(target, environment, runbook, queue));
    }

    /**
     * If the stack is deployed to an emulator, the command targets it too, so that running the
     * command as shown never reaches a real account.
     */
    private static String attachToRole(String policyArn) {
        var endpoint = System.getenv("AWS_ENDPOINT_URL");
        return "aws %siam attach-role-policy --role-name \"$ROLE\" --policy-arn %s"
                .formatted(endpoint == null ? "" : "--endpoint-url %s ".formatted(endpoint), policyArn);
    }

    /** With the tags of all resources. */
    static ComponentResourceOptions.Builder options(Context context) {
        return ComponentResourceOptions.builder()
                .resourceTransformations(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", context.stackName(),
                        "ManagedBy", "pulumi")));
    }
}
