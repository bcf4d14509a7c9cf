"""Interface endpoints: security groups, policy and private DNS, which ministack accepts but does not return."""

from xml.sax.saxutils import escape

from ministack.services import ec2


def mend():
    create, modify, fields = ec2._create_vpc_endpoint, ec2._modify_vpc_endpoint, ec2._vpce_fields_xml

    def create_and_remember(given):
        before = set(ec2._vpc_endpoints)
        response = create(given)
        for endpoint_id in set(ec2._vpc_endpoints) - before:
            endpoint = ec2._vpc_endpoints[endpoint_id]
            endpoint["PolicyDocument"] = ec2._p(given, "PolicyDocument")
            endpoint["Groups"] = ec2._parse_member_list(given, "SecurityGroupId")
            endpoint["PrivateDnsEnabled"] = ec2._p(given, "PrivateDnsEnabled") or "false"
        return response

    def modify_and_remember(given):
        response = modify(given)
        if endpoint := ec2._vpc_endpoints.get(ec2._p(given, "VpcEndpointId")):
            removed = ec2._parse_member_list(given, "RemoveSecurityGroupId")
            added = ec2._parse_member_list(given, "AddSecurityGroupId")
            endpoint["Groups"] = [group for group in endpoint.get("Groups", []) if group not in removed] + added
            endpoint["PrivateDnsEnabled"] = ec2._p(given, "PrivateDnsEnabled") or endpoint.get("PrivateDnsEnabled", "false")
        return response

    def all_fields(endpoint, tag="item"):
        groups = "".join(f"<item><groupId>{group}</groupId></item>" for group in endpoint.get("Groups", []))
        more = (
            f"<groupSet>{groups}</groupSet><privateDnsEnabled>{endpoint.get('PrivateDnsEnabled', 'false')}</privateDnsEnabled>"
            f"<policyDocument>{escape(endpoint.get('PolicyDocument') or '')}</policyDocument>"
        )
        return fields(endpoint, tag).removesuffix(f"</{tag}>") + f"{more}</{tag}>"

    ec2._create_vpc_endpoint, ec2._modify_vpc_endpoint, ec2._vpce_fields_xml = create_and_remember, modify_and_remember, all_fields
    ec2._ACTION_MAP.update(CreateVpcEndpoint=create_and_remember, ModifyVpcEndpoint=modify_and_remember)
