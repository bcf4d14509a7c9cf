package savepoint.integration;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import savepoint.testing.Plan;
import savepoint.testing.Registration;

/**
 * A plan in the format of {@code pulumi stack export}, for what the emulator does not support or
 * no setting creates.
 */
final class PlannedState {

    private PlannedState() {}

    static Path write(Plan plan, Path file) throws IOException {
        var resources = plan.resources().stream().map(PlannedState::resource).toList();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, new Gson().toJson(Map.of("deployment", Map.of("resources", resources))));
    }

    private static Map<String, Object> resource(Registration planned) {
        var resource = new LinkedHashMap<String, Object>();
        resource.put("urn", "urn:pulumi:stack::project::" + planned.type() + "::" + planned.name());
        resource.put("type", planned.type());
        resource.put("protect", planned.protect());
        resource.put("inputs", planned.inputs());
        resource.put("outputs", Map.of("url", "https://sqs/" + planned.name(), "arn", arn(planned)));
        return resource;
    }

    private static String arn(Registration planned) {
        return "arn:aws:sns:eu-central-1:123456789012:" + planned.inputs().getOrDefault("name", planned.name());
    }

    /** The resource of that name in a state that was read as JSON. */
    static Map<?, ?> find(Map<?, ?> state, String name) {
        var resources = (List<?>) ((Map<?, ?>) state.get("deployment")).get("resources");
        return resources.stream()
                .map(resource -> (Map<?, ?>) resource)
                .filter(resource -> String.valueOf(resource.get("urn")).endsWith("::" + name))
                .findFirst()
                .orElseThrow();
    }
}
