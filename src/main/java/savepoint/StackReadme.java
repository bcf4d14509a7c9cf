package savepoint;

import com.pulumi.core.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import savepoint.aws.AwsTarget;
import savepoint.queue.SteamImportQueue;
import savepoint.validation.Outputs;

/**
 * The stack README in Pulumi Cloud: {@code Pulumi.README.md} with the stack's own values filled
 * in.
 *
 * @see <a href="https://www.pulumi.com/docs/pulumi-cloud/projects-and-stacks/#stack-readme">Pulumi: stack README</a>
 */
final class StackReadme {

    private static final String TEMPLATE = "/Pulumi.README.md";

    private static final Map<String, String> CONSOLES =
            Map.of("aws-cn", "https://console.amazonaws.cn", "aws-us-gov", "https://console.amazonaws-us-gov.com");

    private StackReadme() {}

    /** The rendered README. It is known once both queues exist. */
    static Output<String> of(
            AwsTarget target, Environment environment, String runbook, SteamImportQueue queue, List<NextStep> steps) {
        var page = fill(
                template(),
                Map.of(
                        "environment", environment.name(),
                        "account", target.accountId(),
                        "region", target.region(),
                        "console", CONSOLES.getOrDefault(target.partition(), "https://console.aws.amazon.com"),
                        "name", environment.baseName(),
                        "runbook", runbook,
                        "checklist", checklist(steps)));
        return Outputs.apply(
                queue.queueUrl(),
                queue.deadLetterQueueUrl(),
                (url, deadLetterUrl) ->
                        fill(page, Map.of("queueUrl", encoded(url), "deadLetterQueueUrl", encoded(deadLetterUrl))));
    }

    /** The steps that remained after the last deployment. */
    private static String checklist(List<NextStep> steps) {
        var tasks = steps.stream()
                .filter(NextStep::importsWait)
                .map(NextStep::asTask)
                .collect(Collectors.joining("\n"));
        return tasks.isEmpty() ? "" : "\n## Before imports work\n\n" + tasks;
    }

    private static String template() {
        try (var template = StackReadme.class.getResourceAsStream(TEMPLATE)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fill(String page, Map<String, String> values) {
        for (var value : values.entrySet()) {
            page = page.replace("{" + value.getKey() + "}", value.getValue());
        }
        return page;
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }
}
