package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import savepoint.CommittedPlan;
import savepoint.aws.AwsTarget;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.UnsupportedOperationException;

/** Runs docs/operations.md from start to end, for a stack with a scheduled redrive. */
@Order(StartOrder.FIRST)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunbookIT {

    private static final String ACCOUNT = DeployedImport.ACCOUNT;

    private LocalCloud cloud;
    private SqsClient sqs;
    private IamClient iam;
    private DeployedImport deployed;

    @BeforeAll
    void deploy() throws IOException {
        cloud = LocalCloud.named("runbook");
        cloud.configure("prod", "redriveSchedule", "rate(1 day)");
        cloud.up("prod").succeeded();
        cloud.push("prod", "worker 1");
        cloud.up("prod").succeeded();
        sqs = cloud.sqs();
        iam = cloud.iam();
        deployed = new DeployedImport(cloud, "prod");
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void scheduleIsDeployedAsPlanned() {
        new DeployedOperations(
                        cloud,
                        CommittedPlan.of(
                                new AwsTarget("aws", "eu-central-1", ACCOUNT, "amazonaws.com"),
                                "prod",
                                Map.of("redriveSchedule", "rate(1 day)")),
                        deployed.function(),
                        deployed.mapping().uuid())
                .assertRedriveSchedule();
    }

    @Test
    @Order(2)
    void redriveCanBeSlowedDownAndStopped() {
        var runbook = new Runbook(cloud, Map.of());
        pause();

        var refused = assertThrows(
                SqsException.class, () -> sqs.startMessageMoveTask(request -> request.sourceArn(deployed.queueArn())));
        assertTrue(refused.getMessage().contains("Source queue must be configured as a Dead Letter Queue"));

        moveToTheDeadLetterQueue(3);
        runbook.runTogether("redrive");
        assertEquals(3, deployed.messagesIn(""));
        assertEquals(0, deployed.messagesIn("-dlq"));

        moveToTheDeadLetterQueue(30);
        runbook.runTogether("redrive-slowly");
        assertThrows(
                UnsupportedOperationException.class,
                () -> sqs.startMessageMoveTask(request -> request.sourceArn(deployed.queueArn() + "-dlq")),
                "one at a time");
        runbook.runTogether("redrive-stop");
        var left = deployed.messagesIn("-dlq");
        assertTrue(left > 0 && left < 33, left + " of 33 messages are left");
        assertEquals(33 - left, deployed.messagesIn(""));
        assertEquals(left, deployed.messagesIn("-dlq"), "nothing moves after a redrive is stopped");

        resume();
    }

    private void pause() {
        enableMapping(false);
    }

    private void resume() {
        sqs.purgeQueue(request -> request.queueUrl(deployed.url("")));
        sqs.purgeQueue(request -> request.queueUrl(deployed.url("-dlq")));
        enableMapping(true);
    }

    private void enableMapping(boolean enabled) {
        try (var lambda = cloud.lambda()) {
            lambda.updateEventSourceMapping(
                    request -> request.uuid(deployed.mapping().uuid()).enabled(enabled));
        }
    }

    /** Receives messages until SQS gives up on all that are in the queue. */
    private void moveToTheDeadLetterQueue(int messages) {
        var before = deployed.messagesIn("");
        for (var count = 0; count < messages; count++) {
            sqs.sendMessage(request -> request.queueUrl(deployed.url("")).messageBody("{}"));
        }
        for (var receive = 0; receive < 3; receive++) {
            for (var batch = 0; batch < (before + messages + 9) / 10; batch++) {
                sqs.receiveMessage(request -> request.queueUrl(deployed.url(""))
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(1)
                        .waitTimeSeconds(0));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(1_500);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertEquals(List.of(), deployed.receive(""));
        assertEquals(before + messages, deployed.messagesIn("-dlq"));
    }

    @Test
    @Order(3)
    void everyChapterRuns() {
        sqs.sendMessage(request -> request.queueUrl(deployed.url("-dlq")).messageBody("{\"userId\":\"u-1\"}"));
        iam.createRole(request -> request.roleName("on-call").assumeRolePolicyDocument("{}"));
        var runbook = new Runbook(
                cloud,
                Map.of(
                        "PREVIOUS_IMAGE",
                        ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com/savepoint-prod-lambdas@sha256:" + "0".repeat(64),
                        "NEW_STEAM_API_KEY",
                        "new",
                        "ROLE",
                        "on-call"));

        runbook.runTogether("one");
        assertEquals(
                1, deployed.messagesIn(""), "moved, and waiting or in flight to the function that cannot run here");
        assertEquals(0, deployed.messagesIn("-dlq"));
        for (var chapter : Runbook.chapters()) {
            if (chapter.equals("Restore a deleted queue")) {
                sqs.deleteQueue(request -> request.queueUrl(deployed.url("")));
                sqs.deleteQueue(request -> request.queueUrl(deployed.url("-dlq")));
            }
            runbook.run(chapter);
        }

        assertEquals(20, deployed.mapping().scalingConfig().maximumConcurrency());
        assertEquals("Enabled", deployed.mapping().state());
        assertEquals(
                List.of(),
                cloud.preview("prod").operations(),
                "the runbook leaves nothing behind that the next deployment would change");
    }
}
