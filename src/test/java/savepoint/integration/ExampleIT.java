package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Compiles and deploys {@code examples/components}, which follows the README. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(StartOrder.THIRD)
class ExampleIT {

    /** All but those of this program's settings and of its own deployment roles. */
    private static final List<String> PACKAGES = List.of(
            "aws",
            "completion",
            "endpoint",
            "image",
            "lambda",
            "monitoring",
            "network",
            "policy",
            "queue",
            "recovery",
            "sdk",
            "secret",
            "storage",
            "validation");

    private LocalCloud cloud;
    private Path project;
    private Update previewed;
    private Update update;

    @BeforeAll
    void deploy() throws IOException {
        cloud = LocalCloud.named("example");
        project = cloud.state().resolve("components");
        delete(project); // of an earlier run
        copy(Path.of("examples", "components"), project);
        for (var name : PACKAGES) {
            copy(Path.of("src/main/java/savepoint", name), project.resolve("src/main/java/savepoint/" + name));
        }
        copy(Path.of("src/main/resources"), project.resolve("src/main/resources"));
        cloud.pulumi("stack", "init", "components", "--cwd", project.toString()).succeeded();
        previewed = Update.ofPreview(cloud.pulumi("preview", "--json", "--cwd", project.toString()));
        update = Update.of(cloud.pulumi("up", "--yes", "--skip-preview", "--json", "--cwd", project.toString()))
                .succeeded();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Copies all files except the classes that read this program's settings. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith("Settings.java"))
                    .toList()) {
                var copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    /**
     * Most outputs are unknown in a preview, including the ARN of the key, which is an input of
     * the queue and the function.
     */
    @Test
    void createsWhatPreviewShows() {
        assertEquals(previewed.operations(), update.operations());
    }

    @Test
    void createsTwoPipelines() {
        assertEquals(84, update.operations().size());
        for (var name : List.of("reports", "orders")) {
            assertTrue(
                    update.operations()
                            .containsAll(Stream.of("queue", "dlq", "function", "event-source")
                                    .map(part -> "create %s-%s".formatted(name, part))
                                    .toList()),
                    update.operations()::toString);
        }
    }

    /** Child names start with the component's name, so its alias applies to the children too. */
    @Test
    @Order(Integer.MAX_VALUE)
    void previewOfRenamedComponentShowsOnlyTheAdvice() throws IOException {
        var program = project.resolve("src/main/java/example/App.java");
        var renamed = Files.readString(program)
                .replaceFirst("\"reports\",(\\s+SteamImportQueueArgs)", "\"accounts\",$1")
                .replaceFirst(
                        "(kmsKeyArn\\(key.arn\\(\\)\\)\\s+.build\\(\\))\\)",
                        "$1, ComponentResourceOptions.builder().aliases(com.pulumi.core.Alias.builder().name(\"reports\").build()).build())");
        Files.writeString(program, renamed);

        var preview = cloud.pulumi("preview", "--expect-no-changes", "--cwd", project.toString())
                .succeeded()
                .output();

        assertTrue(renamed.contains("\"accounts\"") && renamed.contains("Alias"), renamed);
        var advice =
                "warning: visibilityTimeout should be 6 times the consumer's timeout plus its batching window, 360 seconds, got 300";
        assertEquals(1, preview.substring(preview.indexOf("Diagnostics:")).split(advice, -1).length - 1, preview);
    }

    /** The emulator checks no permissions: whoever uses an encrypted queue also needs its key. */
    @Test
    void policiesForEncryptedQueueIncludeItsKey() {
        var resources = JsonParser.parseString(state())
                .getAsJsonObject()
                .getAsJsonObject("deployment")
                .getAsJsonArray("resources")
                .asList();
        var policies = resources.stream()
                .map(resource -> resource.getAsJsonObject().getAsJsonObject("inputs"))
                .filter(inputs -> inputs != null && inputs.has("policy"))
                .map(inputs -> inputs.get("policy").getAsString())
                .toList();
        var forEventBridge = policies.stream()
                .filter(policy -> policy.contains("\"events.amazonaws.com\""))
                .toList();

        assertEquals(
                3,
                policies.stream()
                        .filter(policy -> policy.contains("arn:aws:kms:eu-central-1:000000000000:key/"))
                        .count(),
                "of the function, the endpoint and the operators: " + policies);
        assertTrue(forEventBridge.stream().anyMatch(policy -> policy.contains("kms:GenerateDataKey")));
    }

    private String state() {
        return cloud.pulumi("stack", "export", "--cwd", project.toString())
                .succeeded()
                .output();
    }

    @Test
    void documentsUseRegionOfProvider() {
        var state = state();

        assertTrue(state.contains("arn:aws:sqs:eu-west-1:000000000000:orders.fifo"), state);
        assertEquals(List.of(), linesWith(state, ":eu-central-1:000000000000:orders"));
        assertEquals(List.of(), linesWith(state, ":eu-west-1:000000000000:reports"));
    }

    private static List<String> linesWith(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).toList();
    }

    @Test
    void createsFifoQueuesWithDeduplication() {
        var queueUrl = cloud.pulumi("stack", "output", "ordersQueueUrl", "--cwd", project.toString())
                .succeeded()
                .output()
                .strip();
        try (var sqs = cloud.sqs("eu-west-1")) {
            var attributes = sqs.getQueueAttributes(
                            request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
                    .attributes();
            assertEquals("true", attributes.get(QueueAttributeName.FIFO_QUEUE));
            assertEquals("true", attributes.get(QueueAttributeName.CONTENT_BASED_DEDUPLICATION));
            assertEquals("messageGroup", attributes.get(QueueAttributeName.DEDUPLICATION_SCOPE));
            assertEquals("perMessageGroupId", attributes.get(QueueAttributeName.FIFO_THROUGHPUT_LIMIT));
            assertTrue(attributes.get(QueueAttributeName.REDRIVE_POLICY).contains("orders-dlq.fifo"));
        }
    }
}
