package savepoint.network;

import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import java.util.List;
import java.util.Optional;
import savepoint.aws.VpcRules;
import savepoint.config.Setting;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that connect the function to a VPC. */
public final class NetworkSettings {

    private static final String SUBNETS = "vpcSubnetIds";
    private static final String SECURITY_GROUPS = "vpcSecurityGroupIds";
    private static final String ENDPOINT = "sqsVpcEndpoint";

    private NetworkSettings() {}

    /** Reads the function's subnets and security groups; empty without a VPC. */
    public static Optional<FunctionVpcConfigArgs> readVpc(StackConfig config) {
        var subnets = subnets(config);
        var securityGroups = securityGroups(config);
        goTogether(config, subnets, securityGroups);
        goTogether(config, securityGroups, subnets);
        return subnets.value()
                .flatMap(subnetIds -> securityGroups
                        .value()
                        .map(securityGroupIds -> FunctionVpcConfigArgs.builder()
                                .subnetIds(subnetIds)
                                .securityGroupIds(securityGroupIds)
                                .build()));
    }

    /** Reads the settings of the interface endpoint for SQS; empty without one. The caller sets names and queues. */
    public static Optional<SqsEndpointArgs.Builder> readEndpoint(StackConfig config, Optional<Subnets> lookedUp) {
        config.bool(ENDPOINT)
                .must((field, on) -> List.of(new Rule(
                        !on || isGiven(config, SUBNETS),
                        field,
                        "must be set together with " + SUBNETS,
                        "true",
                        "the endpoint is created in the function's subnets; set those, or leave this out")));
        return lookedUp.map(subnets -> {
            config.must(subnets.rules(SUBNETS));
            var endpoint = SqsEndpointArgs.builder();
            subnets(config).into(endpoint, "subnetIds", endpoint::subnetIds);
            securityGroups(config).into(endpoint, "clientSecurityGroupIds", endpoint::clientSecurityGroupIds);
            subnets.vpcId().ifPresent(endpoint::vpcId);
            return endpoint;
        });
    }

    /** Starts looking up the subnets, if an endpoint will be created in them. */
    public static Optional<Subnets> lookUpSubnets(StackConfig config) {
        return config.bool(ENDPOINT).value().orElse(false)
                ? subnets(config).value().map(Subnets::lookUp)
                : Optional.empty();
    }

    private static Setting<List<String>> subnets(StackConfig config) {
        return config.texts(SUBNETS).filter(ids -> !ids.isEmpty()).must(VpcRules::subnetsOfFunction);
    }

    private static Setting<List<String>> securityGroups(StackConfig config) {
        return config.texts(SECURITY_GROUPS).filter(ids -> !ids.isEmpty()).must(VpcRules::securityGroupsOfFunction);
    }

    private static boolean isGiven(StackConfig config, String key) {
        return config.texts(key).value().filter(ids -> !ids.isEmpty()).isPresent();
    }

    private static void goTogether(StackConfig config, Setting<List<String>> given, Setting<List<String>> other) {
        given.must((field, ids) -> List.of(new Rule(
                isGiven(config, other.key()),
                field,
                "must be set together with " + other.key(),
                ids.toString(),
                "Lambda needs both to connect the function to a VPC")));
    }
}
