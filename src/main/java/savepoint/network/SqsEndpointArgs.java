package savepoint.network;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.SqsQueue;
import savepoint.aws.VpcRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Inputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/** The arguments of a {@link SqsEndpoint}. {@link Builder#build()} validates them together. */
public final class SqsEndpointArgs extends ResourceArgs {

    private static final String SUBJECT = "SqsEndpointArgs";

    @Import(name = "baseName")
    private String baseName;

    @Import(name = "vpcId")
    private Output<String> vpcId;

    @Import(name = "subnetIds")
    private Output<List<String>> subnetIds;

    @Import(name = "clientSecurityGroupIds")
    private Output<List<String>> clientSecurityGroupIds;

    private List<SqsQueue> queues;
    private Optional<AwsTarget> target = Optional.empty();

    private SqsEndpointArgs() {}

    /** The name of the endpoint and of its security group. */
    String name() {
        return baseName + "-sqs-endpoint";
    }

    Output<String> vpcId() {
        return Rules.enforceWhenKnown(SUBJECT, vpcId, SqsEndpointArgs::isVpc);
    }

    private static List<Rule> isVpc(String id) {
        return List.of(VpcRules.vpcId("vpcId", id));
    }

    Output<List<String>> subnetIds() {
        return Rules.enforceWhenKnown(SUBJECT, subnetIds, SqsEndpointArgs::areSubnets);
    }

    private static List<Rule> areSubnets(List<String> ids) {
        return VpcRules.subnetIds("subnetIds", ids);
    }

    Output<List<String>> clientSecurityGroupIds() {
        return Rules.enforceWhenKnown(SUBJECT, clientSecurityGroupIds, SqsEndpointArgs::areSecurityGroups);
    }

    private static List<Rule> areSecurityGroups(List<String> ids) {
        return VpcRules.securityGroupIds("clientSecurityGroupIds", ids);
    }

    List<String> queueArns() {
        return queues.stream().map(SqsQueue::arn).toList();
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(baseName, name -> List.of(VpcRules.baseName("baseName", name, "-sqs-endpoint")))
                .ifKnown(vpcId, SqsEndpointArgs::isVpc)
                .ifKnown(subnetIds, SqsEndpointArgs::areSubnets)
                .ifKnown(clientSecurityGroupIds, SqsEndpointArgs::areSecurityGroups)
                .ifGiven(queues, all -> List.of(Rule.notEmpty("queues", all, "without one, nothing can be sent")))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifGiven(
                        queues,
                        all -> all.stream()
                                .flatMap(queue -> queue.isIn("queues", where).stream())
                                .toList())
                .toList();
    }

    /** Creates an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the inputs. An input that is not set has the default given in its method's
     * description. Call {@code build()} only once.
     */
    public static final class Builder extends CheckedBuilder {

        private final SqsEndpointArgs $ = new SqsEndpointArgs();

        private Builder() {}

        /**
         * The prefix of all names, such as {@code savepoint-dev-steam-import}: 1 to 242 letters,
         * digits, dots, hyphens and underscores, without {@code sg-} at the beginning. Required.
         */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /**
         * Where the VPC and the queues are. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The ID of the VPC, which must have DNS hostnames and DNS resolution enabled. Required. */
        public Builder vpcId(Output<String> vpcId) {
            inputs.take("vpcId", vpcId, id -> $.vpcId = id);
            return this;
        }

        /** The same for an existing VPC. */
        public Builder vpcId(String vpcId) {
            inputs.take("vpcId", vpcId, id -> $.vpcId = Output.of(id));
            return this;
        }

        /** The IDs of subnets of the VPC, each in a different Availability Zone. Required. */
        public Builder subnetIds(Output<List<String>> subnetIds) {
            inputs.take("subnetIds", subnetIds, ids -> $.subnetIds = ids);
            return this;
        }

        /** The same for existing subnets. */
        public Builder subnetIds(List<String> subnetIds) {
            inputs.take("subnetIds", subnetIds, ids -> $.subnetIds = Output.of(List.copyOf(ids)));
            return this;
        }

        /** The same, as varargs. */
        public Builder subnetIds(String... subnetIds) {
            return subnetIds(Inputs.listOf(subnetIds));
        }

        /** The IDs of the security groups of the clients, which must allow outbound HTTPS. Required. */
        public Builder clientSecurityGroupIds(Output<List<String>> clientSecurityGroupIds) {
            inputs.take("clientSecurityGroupIds", clientSecurityGroupIds, ids -> $.clientSecurityGroupIds = ids);
            return this;
        }

        /** The same for existing security groups. */
        public Builder clientSecurityGroupIds(List<String> clientSecurityGroupIds) {
            inputs.take(
                    "clientSecurityGroupIds",
                    clientSecurityGroupIds,
                    ids -> $.clientSecurityGroupIds = Output.of(List.copyOf(ids)));
            return this;
        }

        /** The same, as varargs. */
        public Builder clientSecurityGroupIds(String... clientSecurityGroupIds) {
            return clientSecurityGroupIds(Inputs.listOf(clientSecurityGroupIds));
        }

        /** The only queues that can be reached through the endpoint. Required. */
        public Builder queues(List<SqsQueue> queues) {
            inputs.take("queues", queues, all -> $.queues = List.copyOf(all));
            return this;
        }

        /** The same, as varargs. */
        public Builder queues(SqsQueue... queues) {
            return queues(Inputs.listOf(queues));
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public SqsEndpointArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("vpcId", "such as vpc-0123456789abcdef0"),
                    inputs.required("subnetIds", "such as subnet-0123456789abcdef0"),
                    inputs.required("clientSecurityGroupIds", "such as sg-0123456789abcdef0"),
                    inputs.required("queues", "such as SteamImportQueue.queue()"));
            return $;
        }
    }
}
