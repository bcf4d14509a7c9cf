package savepoint.integration;

import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A test's own emulator, engine and state, started by the same scripts that users run. Closing it
 * stops the emulator.
 */
final class LocalCloud implements AutoCloseable {

    private final Path state;
    private final Map<String, CallRecorder> recorders = new HashMap<>();

    private LocalCloud(Path state) {
        this.state = state;
    }

    /** A cloud with state and logs in a folder of that name in {@code target/integration-tests}. */
    static LocalCloud named(String name) {
        var state = Path.of("target", "integration-tests", name).toAbsolutePath();
        var cloud = new LocalCloud(state);
        // What a killed run may have left behind.
        cloud.stop();
        return cloud;
    }

    /** The folder where the scripts keep this cloud's state. */
    Path state() {
        return state;
    }

    /** Finds a tool on this machine's PATH. */
    static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not on PATH"));
    }

    /** Runs one of the scripts in {@code local/}. */
    Run script(String script, String... arguments) {
        return script(Map.of(), script, arguments);
    }

    /** Runs one of the scripts in {@code local/} with additional environment variables. */
    Run script(Map<String, String> environment, String script, String... arguments) {
        return Run.of(
                variables(environment),
                Stream.concat(Stream.of("local/" + script), Stream.of(arguments))
                        .toList());
    }

    /** Runs a command line as a user's shell would, in the root folder of the project. */
    Run shell(String line) {
        return shell(Map.of(), line);
    }

    /** Runs it with additional environment variables. */
    Run shell(Map<String, String> environment, String line) {
        return Run.of(variables(environment), "bash", "-euo", "pipefail", "-c", line);
    }

    /**
     * Runs a command line that is written for AWS against the emulator. To save time, updates and
     * refreshes skip their preview.
     */
    Run shellAsOnAws(Map<String, String> environment, String line) {
        // After an AWS CLI that is installed, which the scripts prefer if it is version 2.
        var variables = new HashMap<>(Map.of("PATH", QuickTools.PATH + ":" + AwsCli.FOLDER));
        variables.putAll(environment);
        return shell(variables, """
                aws() { ./local/aws "$@"; }
                pulumi() {
                    case "$*" in up\\ *--yes*|refresh\\ *--yes*) set -- "$@" --skip-preview ;; esac
                    ./local/pulumi "$@"
                }
                ./takeover/run() { command ./takeover/run --local "$@"; }
                """ + line);
    }

    Run pulumi(String... arguments) {
        var stack = List.of(arguments).indexOf("--stack") + 1;
        var recorder = stack == 0 ? null : recorders.get(arguments[stack]);
        return script(recorder == null ? Map.of() : recorder.environment(arguments[0]), "pulumi", arguments);
    }

    /** Records the calls of all later commands for a stack. */
    CallRecorder record(String stack) {
        return recorders.computeIfAbsent(
                stack, name -> new CallRecorder(emulator().port(), state.resolve("calls/" + name + ".jsonl")));
    }

    private Map<String, String> variables(Map<String, String> further) {
        var variables = new HashMap<>(Map.of(
                "SAVEPOINT_LOCAL_STATE",
                state.toString(),
                "PATH",
                QuickTools.PATH,
                // Engine and provider end before it pays off that they collect garbage.
                "GOGC",
                "off",
                "GOMEMLIMIT",
                "1GiB"));
        variables.putAll(further);
        return variables;
    }

    /** Starts a Pulumi command with its output in a file, and does not wait for it to end. */
    Process start(Map<String, String> environment, Path output, String... arguments) throws IOException {
        var command =
                Stream.concat(Stream.of("local/pulumi"), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables(environment));
        return builder.start();
    }

    /** Deploys a stack. */
    Update up(String stack) {
        return Update.of(pulumi("up", "--yes", "--skip-preview", "--json", "--stack", stack));
    }

    /** Pushes an image for a stack. The same content is the same image. Returns its digest. */
    String push(String stack, String content) throws IOException {
        var file = Files.writeString(state.resolve("image"), content);
        var pushed = script("push", "--stack", stack, "--file", file.toString()).succeeded();
        return pushed.output().strip().replaceFirst(".* is ", "");
    }

    /**
     * Lets a stack use an image in another repository, so that one deployment creates everything
     * except the stack's own repository.
     */
    void useAnImage(String stack) {
        configure(stack, "steamImportImage", "000000000000.dkr.ecr.eu-central-1.amazonaws.com/worker:1");
    }

    /** What deploying a stack would do. */
    Update preview(String stack) {
        return Update.ofPreview(pulumi("preview", "--json", "--stack", stack));
    }

    /** Destroys what a stack deployed. */
    Update destroy(String stack) {
        return Update.of(pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", stack));
    }

    void configure(String stack, String key, String value) {
        pulumi("config", "set", key, value, "--stack", stack).succeeded();
    }

    /** Removes settings. */
    void unset(String stack, Collection<String> keys) {
        pulumi(Stream.of(Stream.of("config", "rm-all", "--stack", stack), keys.stream())
                        .flatMap(words -> words)
                        .toArray(String[]::new))
                .succeeded();
    }

    /** Sets several settings. JSON lists are set item by item, as the CLI requires. */
    void configureAll(String stack, Map<String, String> settings) {
        var arguments = new ArrayList<>(List.of("config", "set-all", "--path", "--stack", stack));
        settings.forEach((key, value) -> {
            var list = value.startsWith("[");
            arguments.add("--plaintext");
            arguments.add((list ? key + "[0]" : key) + "=" + (list ? value.replaceAll("[\\[\\]\"]", "") : value));
        });
        pulumi(arguments.toArray(String[]::new)).succeeded();
    }

    SqsClient sqs() {
        return client(SqsClient.builder());
    }

    /** A client for another region. */
    SqsClient sqs(String region) {
        return client(SqsClient.builder(), Region.of(region));
    }

    IamClient iam() {
        return client(IamClient.builder().region(Region.AWS_GLOBAL));
    }

    LambdaClient lambda() {
        return client(LambdaClient.builder());
    }

    CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.builder());
    }

    /** The emulator's process and port, as recorded by the scripts. */
    Emulator emulator() {
        try {
            var record = JsonParser.parseString(Files.readString(state.resolve("emulator.json")))
                    .getAsJsonObject();
            return new Emulator(
                    record.get("pid").getAsLong(), record.get("port").getAsInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Emulator(long pid, int port) {}

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, Region.EU_CENTRAL_1);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, Region region) {
        return builder.httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:" + emulator().port()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .region(region)
                .build();
    }

    /** The names of all resources in the emulator, of every type that the program creates. */
    List<String> inventory() {
        return Stream.of(
                        queueNames(),
                        Stream.of(
                                        "iam list-roles --query Roles[].RoleName",
                                        "iam list-policies --scope Local --query Policies[].PolicyName",
                                        "lambda list-functions --query Functions[].FunctionName",
                                        "lambda list-event-source-mappings --query EventSourceMappings[].UUID",
                                        "logs describe-log-groups --query logGroups[].logGroupName",
                                        "cloudwatch describe-alarms --query MetricAlarms[].AlarmName",
                                        "cloudwatch list-dashboards --query DashboardEntries[].DashboardName",
                                        "sns list-topics --query Topics[].TopicArn",
                                        "scheduler list-schedules --query Schedules[].Name",
                                        "events list-event-buses --query EventBuses[?Name!='default'].Name",
                                        "events list-rules --query Rules[].Name",
                                        "events list-connections --query Connections[].Name",
                                        "events list-api-destinations --query ApiDestinations[].Name",
                                        "apigateway get-rest-apis --query items[].name",
                                        "s3api list-buckets --query Buckets[].Name",
                                        "ecr describe-repositories --query repositories[].repositoryName",
                                        "secretsmanager list-secrets --include-planned-deletion --query SecretList[].Name")
                                .flatMap(command -> words(command.split(" "))),
                        enabledKeys())
                .flatMap(names -> names)
                .toList();
    }

    private Stream<String> queueNames() {
        try (var sqs = sqs()) {
            return sqs.listQueues().queueUrls().stream().map(url -> url.substring(url.lastIndexOf('/') + 1));
        }
    }

    /** The descriptions of the keys that are not scheduled for deletion: keys have no names. */
    private Stream<String> enabledKeys() {
        return words("kms", "list-keys", "--query", "Keys[].KeyId")
                .map(id -> text("kms", "describe-key", "--key-id", id, "--query", "KeyMetadata.[KeyState,Description]"))
                .filter(key -> key.startsWith("Enabled"));
    }

    /** The keys of the objects in a bucket. */
    List<String> objects(String bucket) {
        return words("s3api", "list-objects-v2", "--bucket", bucket, "--query", "Contents[].Key")
                .toList();
    }

    /** OK, ALARM or INSUFFICIENT_DATA; empty if there is no such alarm. */
    String stateOfAlarm(String name) {
        return words("cloudwatch", "describe-alarms", "--alarm-names", name, "--query", "MetricAlarms[].StateValue")
                .findFirst()
                .orElse("");
    }

    /** The AWS CLI's output, word by word. */
    Stream<String> words(String... arguments) {
        return Stream.of(text(arguments).split("\\s+")).filter(word -> !word.isEmpty() && !word.equals("None"));
    }

    private String text(String... arguments) {
        var command = Stream.concat(Stream.of(arguments), Stream.of("--output", "text"))
                .toArray(String[]::new);
        return aws(command).succeeded().output().strip();
    }

    /** Runs an AWS CLI command. */
    Run aws(String... arguments) {
        return AwsCli.run(emulator().port(), arguments);
    }

    /** Without destroying the stacks, which takes as long as deploying them: they are lost with the emulator. */
    private void stop() {
        script("down", "--skip-destroy").succeeded();
    }

    @Override
    public void close() {
        stop();
        recorders.values().forEach(CallRecorder::close);
    }
}
