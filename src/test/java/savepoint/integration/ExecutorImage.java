package savepoint.integration;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Simulates a fresh clone in the image {@code pulumi/pulumi-java}: a JDK, Maven, Git, curl and
 * {@code pulumi}, but no Python, Node or AWS CLI; its own home folder, and no cache. Its AWS is
 * the emulator of a {@link LocalCloud}.
 */
final class ExecutorImage {

    private static final Pattern NOT_IN_THE_IMAGE =
            Pattern.compile("(python|pip|node|npm|npx|corepack|yarn|go|gofmt|aws|pulumi|terraform|tofu|sam|cdk).*");

    private final Path folder;
    private final Map<String, String> variables;

    private ExecutorImage(Path folder, Map<String, String> variables) {
        this.folder = folder;
        this.variables = variables;
    }

    /** Copies the working tree, including uncommitted changes. */
    static ExecutorImage of(LocalCloud cloud) throws IOException {
        var folder = cloud.state().resolve("executor");
        var clone = folder.resolve("clone");
        cloud.shell(
                        "rm -rf '%s' && mkdir -p '%s' && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --no-dereference --target-directory '%s'"
                                .formatted(folder, clone, clone))
                .succeeded();
        var home = Files.createDirectories(folder.resolve("home"));
        keepMirrors(home);
        var variables = new HashMap<>(emulatorOf(cloud));
        variables.put("HOME", home.toString());
        variables.put("PATH", tools(folder) + ":" + EngineTools.get().binaries() + ":" + jdk());
        // Java asks the system for the home folder and ignores HOME.
        variables.put("MAVEN_OPTS", "-Duser.home=" + home);
        variables.remove("PULUMI_CONFIG_PASSPHRASE");
        return new ExecutorImage(clone, variables);
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"), "bin");
    }

    /** Keeps the Maven mirrors of a machine without internet access: they are not in the image. */
    private static void keepMirrors(Path home) throws IOException {
        var settings = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
        if (Files.exists(settings)) {
            Files.createDirectories(home.resolve(".m2"));
            Files.copy(settings, home.resolve(".m2/settings.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Map<String, String> emulatorOf(LocalCloud cloud) {
        var environment = cloud.shell("python3 -c 'import sys, json; sys.path.insert(0, \"local/lib\"); "
                        + "from session import Session; print(json.dumps(Session().environment))'")
                .succeeded()
                .output();
        Map<String, String> all = new Gson().fromJson(environment, new TypeToken<Map<String, String>>() {}.getType());
        var kept = new HashMap<>(all);
        kept.keySet().removeIf(name -> !name.matches("(AWS|PULUMI|TF|TERRAFORM)_.*"));
        return kept;
    }

    /** Everything on this machine's PATH except what the image lacks. */
    private static Path tools(Path folder) throws IOException {
        var tools = Files.createDirectories(folder.resolve("tools"));
        for (var place : System.getenv("PATH").split(":")) {
            if (Files.isDirectory(Path.of(place))) {
                try (var programs = Files.list(Path.of(place))) {
                    for (var program : programs.filter(Files::isExecutable).toList()) {
                        link(tools, program);
                    }
                }
            }
        }
        return tools;
    }

    private static void link(Path tools, Path program) throws IOException {
        var name = program.getFileName().toString();
        if (!NOT_IN_THE_IMAGE.matcher(name).matches()) {
            try {
                Files.createSymbolicLink(tools.resolve(name), program);
            } catch (FileAlreadyExistsException foundEarlierOnPath) {
                // the first one on PATH counts
            }
        }
    }

    /** The copy of the working tree. */
    Path checkout() {
        return folder;
    }

    /** Runs a command of a workflow or a deployment in the root folder of the clone. */
    Run shell(Map<String, String> further, String line) {
        var all = new HashMap<>(variables);
        all.putAll(further);
        var assignments = new ArrayList<String>();
        all.forEach((name, value) -> assignments.add(name + "=" + value));
        return Run.of(
                Map.of(),
                Stream.of(
                                List.of("env", "-i", "-C", folder.toString()),
                                assignments,
                                List.of("bash", "-eo", "pipefail", "-c", line))
                        .flatMap(List::stream)
                        .toList());
    }
}
