package savepoint.network;

import com.pulumi.aws.ec2.Ec2Functions;
import com.pulumi.aws.ec2.inputs.GetSubnetPlainArgs;
import com.pulumi.aws.ec2.outputs.GetSubnetResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.Lookup;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/**
 * Subnets in the account and region of the default AWS provider, for an interface endpoint in all
 * of them.
 */
public final class Subnets {

    private final Map<String, Lookup<GetSubnetResult>> lookups;

    private Subnets(Map<String, Lookup<GetSubnetResult>> lookups) {
        this.lookups = lookups;
    }

    /** Starts looking up the subnets with these IDs. */
    static Subnets lookUp(List<String> ids) {
        var lookups = new LinkedHashMap<String, Lookup<GetSubnetResult>>();
        for (var id : ids) {
            lookups.put(
                    id,
                    new Lookup<>(
                            "the subnet " + id,
                            Ec2Functions.getSubnetPlain(
                                    GetSubnetPlainArgs.builder().id(id).build())));
        }
        return new Subnets(lookups);
    }

    /**
     * All subnets must exist in a single VPC, each in a different Availability Zone.
     *
     * @see <a href="https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html">AWS PrivateLink: subnets
     *     and Availability Zones</a>
     */
    List<Rule> rules(String field) {
        var rules = new RuleList();
        var zones = new LinkedHashMap<String, String>();
        var vpcs = new LinkedHashMap<String, String>();
        lookups.forEach((id, lookup) -> {
            var found = lookup.found();
            rules.add(new Rule(
                    found.isPresent(),
                    field,
                    "must contain only subnets in this account and region",
                    "'" + id + "'",
                    "'aws ec2 describe-subnets' lists them"));
            found.ifPresent(subnet -> {
                var other = zones.putIfAbsent(subnet.availabilityZone(), id);
                rules.add(new Rule(
                        other == null,
                        field,
                        "must not contain more than one subnet per Availability Zone if sqsVpcEndpoint is true",
                        "%s and %s, both in %s".formatted(other, id, subnet.availabilityZone()),
                        "remove one: an endpoint can have only one subnet per zone"));
                vpcs.put(subnet.vpcId(), id);
            });
        });
        return rules.add(new Rule(
                        vpcs.size() <= 1,
                        field,
                        "must contain only subnets of a single VPC",
                        String.join(", ", vpcs.keySet()),
                        "remove the subnets of the other VPCs"))
                .toList();
    }

    /** The VPC of the subnets, if they exist. */
    Optional<String> vpcId() {
        return lookups.values().stream()
                .flatMap(lookup -> lookup.found().stream())
                .map(GetSubnetResult::vpcId)
                .findFirst();
    }
}
