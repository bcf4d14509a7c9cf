package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savepoint.network.SqsEndpointArgs;
import savepoint.policy.VpcEndpointPolicies;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;
import savepoint.testing.Situation;

/** The function in a VPC, and the interface endpoint for SQS in that VPC. */
class NetworkTest {

    private static final String FUNCTION = "aws:lambda/function:Function";
    private static final String ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
    private static final String SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
    private static final List<String> SUBNETS = List.of("subnet-1111111a", "subnet-1111111b");
    private static final List<String> GROUPS = List.of("sg-11111111");
    private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-";
    private static final Map<String, String> IN_VPC = Map.of(
            "vpcSubnetIds", "[\"subnet-1111111a\",\"subnet-1111111b\"]", "vpcSecurityGroupIds", "[\"sg-11111111\"]");

    private static Plan plan(String... settings) {
        return plan(Map.of(), settings);
    }

    private static Plan plan(Map<String, String> base, String... settings) {
        var config = ProjectFiles.config("dev");
        base.forEach((key, value) -> config.put("savepoint:" + key, value));
        for (var index = 0; index < settings.length; index += 2) {
            config.put("savepoint:" + settings[index], settings[index + 1]);
        }
        return Plan.of(Situation.withImage(), "dev", config, App::stack);
    }

    private static Set<String> changed(Plan from, Plan to) {
        return from.resources().stream()
                .filter(resource -> !to.resources().contains(resource))
                .map(Registration::name)
                .collect(Collectors.toSet());
    }

    @Test
    void addsNothingIfDisabled() {
        var off = plan().succeeded();

        for (var resource : off.resources()) {
            assertFalse(resource.toString().toLowerCase().contains("vpc"), resource::toString);
        }
        assertFalse(off.calls().contains("getSubnet"));
    }

    @Test
    void functionRunsInVpc() {
        var plan = plan(IN_VPC).succeeded();

        assertEquals(
                Map.of("subnetIds", SUBNETS, "securityGroupIds", GROUPS),
                plan.resource(FUNCTION, "steam-import-function").inputs().get("vpcConfig"));
        assertTrue(plan.names().contains("steam-import-vpc-access"));
        // The component and the function.
        assertEquals(Set.of("steam-import", "steam-import-function"), changed(plan().succeeded(), plan));
        assertFalse(plan.calls().contains("getSubnet"));
    }

    @Test
    void endpointAllowsQueuesOfStack() {
        var plan =
                plan(IN_VPC, "sqsVpcEndpoint", "true", "bulkConcurrency", "2").succeeded();
        var endpoint = new HashMap<>(
                plan.resource(ENDPOINT, "steam-import-sqs-endpoint").inputs());

        assertEquals("com.amazonaws.eu-central-1.sqs", endpoint.get("serviceName"));
        assertEquals("Interface", endpoint.get("vpcEndpointType"));
        assertEquals("vpc-11111111", endpoint.get("vpcId"));
        assertEquals(SUBNETS, endpoint.get("subnetIds"));
        assertEquals(true, endpoint.get("privateDnsEnabled"));
        assertEquals(
                VpcEndpointPolicies.sendTo(List.of(ARN + "sync", ARN + "bulk"), "123456789012"),
                endpoint.get("policy"));
        assertEquals(
                List.of(Map.of(
                        "description",
                        "HTTPS from the clients",
                        "protocol",
                        "tcp",
                        "fromPort",
                        443,
                        "toPort",
                        443,
                        "securityGroups",
                        GROUPS)),
                plan.resource(SECURITY_GROUP, "steam-import-sqs-endpoint-clients")
                        .inputs()
                        .get("ingress"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vpcSubnetIds | [\"subnet-1\"] | vpcSubnetIds must contain only the ID of a subnet, got 'subnet-1': such as",
                "vpcSecurityGroupIds | [\"sg-11111111\",\"sg-11111111\"] | vpcSecurityGroupIds must not contain duplicates, got 'sg-11111111': remove one",
                "vpcSecurityGroupIds | [] | vpcSubnetIds must be set together with vpcSecurityGroupIds, got [subnet-1111111a, subnet-1111111b]",
                "vpcSubnetIds | [] | vpcSecurityGroupIds must be set together with vpcSubnetIds, got [sg-11111111]",
                "vpcSubnetIds | [\"subnet-0111111a\"] | vpcSubnetIds must contain only subnets in this account and region, got 'subnet-0111111a'",
                "vpcSubnetIds | [\"subnet-1111111a\",\"subnet-2111111a\"] | vpcSubnetIds must not contain more than one subnet per Availability Zone if sqsVpcEndpoint is true, got subnet-1111111a and subnet-2111111a, both in eu-central-1a",
                "vpcSubnetIds | [\"subnet-1111111a\",\"subnet-9111111b\"] | vpcSubnetIds must contain only subnets of a single VPC, got vpc-11111111, vpc-99999999",
            })
    void reportsMistakesBeforeRegistration(String setting, String value, String mistake) {
        var plan = plan(IN_VPC, "sqsVpcEndpoint", "true", setting, value);

        assertEquals(List.of(), plan.resources());
        assertTrue(
                String.join("\n", plan.errors()).contains(mistake),
                () -> plan.errors().toString());
    }

    @Test
    void endpointRequiresVpc() {
        var plan = plan("sqsVpcEndpoint", "true");

        assertTrue(
                String.join("\n", plan.errors())
                        .contains("sqsVpcEndpoint must be set together with vpcSubnetIds, got true"),
                () -> plan.errors().toString());
    }

    @Test
    void functionHasAtMostFiveSecurityGroups() {
        var groups =
                "[\"sg-11111111\",\"sg-22222222\",\"sg-33333333\",\"sg-44444444\",\"sg-55555555\",\"sg-66666666\"]";

        var plan = plan(IN_VPC, "vpcSecurityGroupIds", groups);

        assertTrue(
                String.join("\n", plan.errors())
                        .contains("vpcSecurityGroupIds must not contain more than 5 IDs, got 6"),
                () -> plan.errors().toString());
    }

    @Test
    void endpointRejectsWhatEc2DoesNotAccept() {
        assertRefused(
                () -> SqsEndpointArgs.builder()
                        .baseName("sg-app")
                        .vpcId("mine")
                        .subnetIds(List.of())
                        .clientSecurityGroupIds("mine")
                        .queues(List.of())
                        .build(),
                "baseName must be 1 to 242 letters, digits, dots, hyphens and underscores, without sg- at the beginning, got 'sg-app': the security group has the same name plus '-sqs-endpoint'",
                "vpcId must be the ID of a VPC, got 'mine': such as vpc-0123456789abcdef0",
                "subnetIds must not be empty, got []: such as subnet-0123456789abcdef0",
                "clientSecurityGroupIds must contain only the ID of a security group, got 'mine': such as sg-0123456789abcdef0",
                "queues must not be empty, got []: without one, nothing can be sent");
    }
}
