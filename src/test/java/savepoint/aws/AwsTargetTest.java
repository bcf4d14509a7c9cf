package savepoint.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savepoint.testing.Plan;

class AwsTargetTest {

    @ParameterizedTest
    @CsvSource({
        "aws, eu-central-1, amazonaws.com",
        "aws-cn, cn-north-1, amazonaws.com.cn",
        "aws-us-gov, us-gov-west-1, amazonaws.com"
    })
    void buildsArnsForEveryPartition(String partition, String region, String dnsSuffix) {
        var target = new AwsTarget(partition, region, "123456789012", dnsSuffix);

        assertEquals("arn:%s:sqs:%s:123456789012:q".formatted(partition, region), target.queueArn("q"));
        assertEquals("arn:%s:s3:::b".formatted(partition), target.bucketArn("b"));
        assertEquals(
                "arn:%s:logs:%s:123456789012:log-group:/aws/lambda/f".formatted(partition, region),
                target.logGroupArn("/aws/lambda/f"));
        assertEquals(
                "arn:%s:ecr:%s:123456789012:repository/team/worker".formatted(partition, region),
                target.ecrRepositoryArn(target.ecrImageUri("team/worker", "1")));
        assertEquals("123456789012.dkr.ecr.%s.%s/r:t".formatted(region, dnsSuffix), target.ecrImageUri("r", "t"));
    }

    @Test
    void lookUpReturnsProviderValues() {
        var china = new AwsTarget("aws-cn", "cn-north-1", "210987654321", "amazonaws.com.cn");

        var plan = Plan.of(
                        china,
                        "test",
                        Map.of(),
                        context -> context.export("target", AwsTarget.lookUp().toString()))
                .succeeded();

        assertEquals(Map.of("target", china.toString()), plan.outputsOf("pulumi:pulumi:Stack"));
    }
}
