package savepoint.network;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import savepoint.policy.VpcEndpointPolicies;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * An interface endpoint for SQS, through which programs in a VPC send messages to certain queues
 * without internet access.
 *
 * <pre>
 * savepoint:network:SqsEndpoint  {name}
 * ├─ aws:ec2:SecurityGroup       {name}-sqs-endpoint-clients  allows HTTPS from the clients' security groups
 * └─ aws:ec2:VpcEndpoint         {name}-sqs-endpoint
 * </pre>
 *
 * Its private DNS name replaces that of SQS in the whole VPC, so nothing in the VPC can reach other
 * queues ({@code docs/network.md}).
 */
public final class SqsEndpoint extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:network:SqsEndpoint";

    private static final int HTTPS = 443;

    @Export(name = "vpcEndpointId", refs = String.class)
    private final Output<String> vpcEndpointId;

    /**
     * Registers the endpoint and its security group.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the VPC, the clients and the queues
     */
    public SqsEndpoint(String name, SqsEndpointArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the endpoint and its security group.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the VPC, the clients and the queues
     * @param options Pulumi's options for the component, or null
     */
    public SqsEndpoint(String name, SqsEndpointArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("SqsEndpoint", args), options);
        var target = args.targetOf(this, options);
        var child = CustomResourceOptions.builder().parent(this).build();

        var clients = clients(name, args, child);
        var endpoint = new VpcEndpoint(
                name + "-sqs-endpoint",
                VpcEndpointArgs.builder()
                        .vpcEndpointType("Interface")
                        .serviceName(target.vpcEndpointServiceName("sqs"))
                        .vpcId(args.vpcId())
                        .subnetIds(args.subnetIds())
                        .securityGroupIds(Outputs.apply(clients.id(), List::of))
                        .privateDnsEnabled(true)
                        .policy(VpcEndpointPolicies.sendTo(args.queueArns(), target.accountId()))
                        .tags(Map.of("Name", args.name()))
                        .build(),
                child);

        vpcEndpointId = endpoint.id();
        registerOutputs(Map.of("vpcEndpointId", vpcEndpointId));
    }

    private static SecurityGroup clients(String name, SqsEndpointArgs args, CustomResourceOptions child) {
        return new SecurityGroup(
                name + "-sqs-endpoint-clients",
                SecurityGroupArgs.builder()
                        .name(args.name())
                        .description("Clients of the interface endpoint for SQS")
                        .vpcId(args.vpcId())
                        .ingress(SecurityGroupIngressArgs.builder()
                                .description("HTTPS from the clients")
                                .protocol("tcp")
                                .fromPort(HTTPS)
                                .toPort(HTTPS)
                                .securityGroups(args.clientSecurityGroupIds())
                                .build())
                        .build(),
                child);
    }

    /** The ID of the endpoint. */
    public Output<String> vpcEndpointId() {
        return vpcEndpointId;
    }
}
