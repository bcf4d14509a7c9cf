package savepoint.integration;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import savepoint.testing.ProjectFiles;

/** A workflow in {@code .github/workflows}. */
record Workflow(Map<String, Object> content) {

    static Workflow named(String name) {
        return new Workflow(new Yaml().load(ProjectFiles.text(".github/workflows/%s.yml".formatted(name))));
    }

    /** The commands that a job runs, step by step. */
    List<String> commands(String job) {
        return steps(job).stream()
                .filter(step -> step.containsKey("run"))
                .map(step -> (String) step.get("run"))
                .toList();
    }

    @SuppressWarnings("unchecked") // as GitHub defines workflows
    private List<Map<String, Object>> steps(String job) {
        var jobs = (Map<String, Map<String, Object>>) content.get("jobs");
        return (List<Map<String, Object>>) jobs.get(job).get("steps");
    }
}
