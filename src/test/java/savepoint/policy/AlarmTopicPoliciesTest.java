package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AlarmTopicPoliciesTest {

    private static final String ACCOUNT = "123456789012";

    @Test
    void onlyAlarmsInTheAccountMayPublishToTopic() {
        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AllowAlarms","Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},\
                "Action":["sns:Publish"],"Resource":["arn:aws:sns:eu-central-1:123456789012:t"],\
                "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},\
                "ArnLike":{"aws:SourceArn":"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*"}}},\
                {"Sid":"DenyIdentities","Effect":"Deny","Principal":"*","Action":["sns:Publish"],\
                "Resource":["arn:aws:sns:eu-central-1:123456789012:t"],\
                "Condition":{"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}""",
                AlarmTopicPolicies.topic(
                        "arn:aws:sns:eu-central-1:123456789012:t",
                        ACCOUNT,
                        "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*"));
    }

    @Test
    void accountManagesKeyAndItsAlarmsUseIt() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"ManageByIamPolicies","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:root"]},\
                "Action":["kms:*"],"Resource":["*"]},\
                {"Sid":"EncryptByAlarms","Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},\
                "Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":["*"],\
                "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}""", AlarmTopicPolicies.key("arn:aws:iam::123456789012:root", ACCOUNT));
    }

    @Test
    void chatServiceMayAssumeSlackRole() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AssumeRoleByChat","Effect":"Allow","Principal":{"Service":"chatbot.amazonaws.com"},\
                "Action":["sts:AssumeRole"]}]}""", AlarmTopicPolicies.slackTrust());
    }
}
