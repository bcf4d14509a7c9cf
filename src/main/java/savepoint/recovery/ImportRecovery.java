package savepoint.recovery;

import com.pulumi.aws.iam.Policy;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.policy.OperatorPolicies;
import savepoint.validation.Advice;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * Recovery of failed imports: the permissions for manual recovery and, optionally, a schedule for
 * automatic recovery.
 *
 * <pre>
 * savepoint:recovery:ImportRecovery  {name}
 * ├─ aws:iam:Policy                  {name}-operators         to attach to the roles of operators
 * ├─ aws:scheduler:Schedule          {name}-redrive           with a schedule, like those below
 * ├─ aws:iam:Role                    {name}-redrive-role
 * ├─ aws:iam:RolePolicy              {name}-redrive-access
 * └─ aws:sqs:Queue                   {name}-redrive-failures  failed calls of the schedule
 * </pre>
 */
public final class ImportRecovery extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:recovery:ImportRecovery";

    @Export(name = "operatorPolicyArn", refs = String.class)
    private final Output<String> operatorPolicyArn;

    private final Optional<SqsQueue> redriveFailuresQueue;

    /**
     * Registers the policy and the schedule.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queues, and what is allowed
     */
    public ImportRecovery(String name, ImportRecoveryArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the policy and the schedule.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queues, and what is allowed
     * @param options Pulumi's options for the component, or null
     */
    public ImportRecovery(String name, ImportRecoveryArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ImportRecovery", args), options);
        Advice.show(args.warnings(), this);
        var target = args.targetOf(this, options);
        var key = args.key(target);
        var child = CustomResourceOptions.builder().parent(this).build();

        var operators = operators(name, args, target, key, child);
        redriveFailuresQueue = args.redriveSchedule.map(
                expression -> new RedriveSchedule(name, expression, args, target, key, child).failuresQueue());

        operatorPolicyArn = operators.arn();
        registerOutputs(Map.of("operatorPolicyArn", operatorPolicyArn));
    }

    private static Policy operators(
            String name,
            ImportRecoveryArgs args,
            AwsTarget target,
            Output<Optional<KmsKey>> key,
            CustomResourceOptions child) {
        return new Policy(
                name + "-operators",
                PolicyArgs.builder()
                        .name(args.baseName + "-operators")
                        .description("Inspects failed imports and moves them back")
                        .policy(Outputs.apply(
                                args.function.imageUri(),
                                key,
                                (imageUri, kmsKey) -> OperatorPolicies.operators(
                                        new OperatedResources(args, target, imageUri, kmsKey), args.operatorsMayPurge)))
                        .build(),
                child);
    }

    /** The ARN of the policy to attach to the roles of operators. */
    public Output<String> operatorPolicyArn() {
        return operatorPolicyArn;
    }

    /** The queue for redrives that failed to start; empty without a schedule. */
    public Optional<SqsQueue> redriveFailuresQueue() {
        return redriveFailuresQueue;
    }
}
