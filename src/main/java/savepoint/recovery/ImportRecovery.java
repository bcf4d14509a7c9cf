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
import savepoint.policy.OperatorPolicies;

/**
 * How failed imports come back: the rights to do it by hand and, if wanted, a schedule that does it.
 *
 * <pre>
 * savepoint:recovery:ImportRecovery  {name}
 * ├─ aws:iam:Policy                  {name}-operators         to be attached to the roles of people
 * ├─ aws:scheduler:Schedule          {name}-redrive           with a schedule, and so those below
 * ├─ aws:iam:Role                    {name}-redrive-role
 * ├─ aws:iam:RolePolicy              {name}-redrive-access
 * └─ aws:sqs:Queue                   {name}-redrive-failures  calls of the schedule that failed
 * </pre>
 */
public final class ImportRecovery extends ComponentResource {

    /** The type token: identity after the first deployment, so changing it needs an alias. */
    public static final String TYPE = "savepoint:recovery:ImportRecovery";

    @Export(name = "operatorPolicyArn", refs = String.class)
    private final Output<String> operatorPolicyArn;

    private final Optional<String> redriveFailuresQueueName;

    /**
     * Registers the policy and the schedule.
     *
     * @param name the component's name, and the prefix of its children's
     * @param args which queues, and what is allowed
     * @param options Pulumi's options for the component
     */
    public ImportRecovery(String name, ImportRecoveryArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var child = CustomResourceOptions.builder().parent(this).build();

        var operators = operators(name, args, child);
        var schedule = args.redriveSchedule.map(expression -> new RedriveSchedule(name, expression, args, child));

        operatorPolicyArn = operators.arn();
        redriveFailuresQueueName = args.redriveSchedule.map(expression -> args.redriveFailuresQueueName);
        registerOutputs(Map.of("operatorPolicyArn", operatorPolicyArn));
    }

    private static Policy operators(String name, ImportRecoveryArgs args, CustomResourceOptions child) {
        return new Policy(
                name + "-operators",
                PolicyArgs.builder()
                        .name(args.baseName + "-operators")
                        .description("Inspects failed imports and moves them back")
                        .policy(OperatorPolicies.operators(args.operated(), args.operatorsMayPurge))
                        .build(),
                child);
    }

    /** The policy to attach to the roles of those who operate the import. */
    public Output<String> operatorPolicyArn() {
        return operatorPolicyArn;
    }

    /** The name of the queue of redrives that could not be started; empty without a schedule. */
    public Optional<String> redriveFailuresQueueName() {
        return redriveFailuresQueueName;
    }
}
