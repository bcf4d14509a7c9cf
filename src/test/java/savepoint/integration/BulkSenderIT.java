package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.integration.FakeSqs.Fate;

/**
 * {@code bulk/send} with a failing queue, and with invalid files. {@link LanesIT} sends a large file to a real lane.
 */
class BulkSenderIT {

    private static final Pattern TOLD = Pattern.compile("(?m)^line (\\d+): (.*)$");
    private static final String HEADER = "userId,steamId,requestedAt";

    @TempDir
    private Path folder;

    private Path imports;

    @BeforeEach
    void write() throws IOException {
        imports = file(
                "imports.csv",
                Stream.concat(Stream.of(HEADER), IntStream.rangeClosed(2, 31).mapToObj(line -> row("u-" + line % 3)))
                        .toArray(String[]::new));
    }

    private static String row(String user) {
        return user + ",76561198000000001,2099-01-01T08:00:00Z";
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private Run send(FakeSqs sqs, String queue, String... arguments) {
        return bulk(
                Map.of(
                        "AWS_ENDPOINT_URL", sqs.endpoint(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_DEFAULT_REGION", "eu-central-1"),
                Stream.concat(
                        Stream.of("--queue-url", sqs.endpoint() + "/123456789012/" + queue), Stream.of(arguments)));
    }

    private Run bulk(Map<String, String> environment, Stream<String> arguments) {
        return Run.of(
                environment, Stream.concat(Stream.of("bulk/send"), arguments).toArray(String[]::new));
    }

    private static int line(JsonObject entry) {
        return entry.get("Id").getAsInt();
    }

    private static List<Integer> lines(FakeSqs sqs) {
        return sqs.arrived().stream().map(BulkSenderIT::line).toList();
    }

    /** Returns the fate once for each line whose number is a multiple of the divisor. */
    private static Function<JsonObject, Fate> once(Fate fate, int divisor) {
        var seen = ConcurrentHashMap.<Integer>newKeySet();
        return entry -> line(entry) % divisor == 0 && seen.add(line(entry)) ? fate : Fate.TAKEN;
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED_NOW", "BREAKDOWN"})
    void retriesMessagesThatAreNotAccepted(String fate) throws IOException {
        try (var sqs = new FakeSqs(once(Fate.valueOf(fate), 7))) {
            send(sqs, "q", imports.toString()).succeeded();

            var arrived = new HashSet<>(lines(sqs));
            assertEquals(30, arrived.size());
            // Only a batch with a server error may arrive twice, because it may have arrived before the error.
            assertTrue(fate.equals("BREAKDOWN") || lines(sqs).size() == 30);
        }
    }

    @Test
    void reportsRefusedMessagesAndDoesNotResendOthers() throws IOException {
        try (var sqs = new FakeSqs(entry -> line(entry) % 10 == 0 ? Fate.REFUSED : Fate.TAKEN)) {
            var refused = send(sqs, "q", imports.toString());

            assertEquals(1, refused.exitCode(), refused::toString);
            assertEquals(Map.of(10, "not taken", 20, "not taken", 30, "not taken"), told(refused));
            assertEquals(27, lines(sqs).size());

            var again = send(sqs, "q", imports.toString());

            assertEquals(1, again.exitCode(), again::toString);
            assertEquals(told(refused), told(again));
            assertEquals(27, lines(sqs).size());
        }
    }

    /** In a FIFO queue, no message overtakes an earlier one of its user. */
    @ParameterizedTest
    @ValueSource(strings = {"REFUSED_NOW", "REFUSED"})
    void keepsOrderOfEachUser(String fate) throws IOException {
        Function<JsonObject, Fate> refuses = fate.equals("REFUSED")
                ? entry -> line(entry) == 4 ? Fate.REFUSED : Fate.TAKEN
                : once(Fate.REFUSED_NOW, 4);
        try (var sqs = new FakeSqs(refuses)) {
            var run = send(sqs, "q.fifo", imports.toString());

            assertEquals(fate.equals("REFUSED") ? 1 : 0, run.exitCode(), run::toString);
            var groups = sqs.arrived().stream()
                    .collect(Collectors.groupingBy(
                            entry -> entry.get("MessageGroupId").getAsString(),
                            Collectors.mapping(BulkSenderIT::line, Collectors.toList())));
            groups.forEach(
                    (group, lines) -> assertEquals(lines.stream().sorted().toList(), lines, group));
            assertEquals(
                    sqs.arrived().size(),
                    sqs.arrived().stream()
                            .map(entry -> entry.get("MessageDeduplicationId"))
                            .distinct()
                            .count());
            // Line 4 belongs to u-1, whose later lines must not arrive without it.
            assertTrue(
                    fate.equals("REFUSED_NOW")
                            || groups.getOrDefault("u-1", List.of()).isEmpty(),
                    groups::toString);
        }
    }

    @Test
    void stopsIfFileChanges() throws IOException {
        try (var sqs = new FakeSqs(entry -> {
            append(imports, "changed");
            return Fate.TAKEN;
        })) {
            var run = send(sqs, "q.fifo", imports.toString());

            assertEquals(1, run.exitCode(), run::toString);
            assertTrue(run.errorOutput().contains("was changed while it was being sent"), run::toString);
            assertTrue(lines(sqs).size() < 30, run::toString);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void doesNotOverwriteOtherFiles() throws IOException {
        try (var sqs = new FakeSqs(entry -> Fate.TAKEN)) {
            var before = Files.readString(imports);

            var run = send(sqs, "q", "--progress", imports.toString(), "--restart", imports.toString());

            assertEquals(1, run.exitCode(), run::toString);
            assertTrue(run.errorOutput().contains("is not a progress file"), run::toString);
            assertEquals(before, Files.readString(imports));
            assertEquals(List.of(), lines(sqs));
        }
    }

    /** The mistakes by line number. */
    private static Map<Integer, String> told(Run run) {
        return TOLD.matcher(run.errorOutput())
                .results()
                .collect(Collectors.toMap(
                        line -> Integer.valueOf(line.group(1)),
                        line -> line.group(2),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private Map<Integer, String> mistakesIn(Path file) {
        var run = bulk(Map.of(), Stream.of("--dry-run", file.toString()));

        assertEquals(1, run.exitCode(), run::toString);
        assertFalse(run.errorOutput().contains("Traceback"), run::toString);
        return told(run);
    }

    @Test
    void reportsInvalidLinesOfCsvFile() throws IOException {
        var file = Files.write(
                folder.resolve("odd.csv"),
                String.join(
                                "\r\n",
                                "\uFEFF" + HEADER,
                                row("u-1"),
                                "\"u\n2\",76561198000000001,2099-01-01T08:00:00Z", // is on lines 3 and 4
                                "",
                                row("u-6") + ",more",
                                row("\"u\"7"),
                                row("caf\u00e9"),
                                "u-9,76561198000000001,1795507200000",
                                "u-10,7,2099-02-30T08:00:00Z",
                                "u-11,76561198000000001," + "9".repeat(5_000),
                                "\"u-12,76561198000000001,2099-01-01T08:00:00Z")
                        .getBytes(StandardCharsets.ISO_8859_1));
        Files.write(file, withBom(Files.readAllBytes(file)));

        assertEquals(
                new TreeSet<>(List.of(6, 7, 8, 10, 11, 12)), mistakesIn(file).keySet());
    }

    /** Latin-1 has no byte order mark, so it was written as a question mark. */
    private static byte[] withBom(byte[] latin) {
        var utf8 = new byte[latin.length + 2];
        System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, utf8, 0, 3);
        System.arraycopy(latin, 1, utf8, 3, latin.length - 1);
        return utf8;
    }

    @Test
    void reportsInvalidLinesOfJsonFile() throws IOException {
        var good = "\"steamId\":\"76561198000000001\",\"requestedAt\":1795507200000.0}";
        var file = file(
                "odd.jsonl",
                "{\"userId\":\"u-1\"," + good,
                "{\"userId\":\"u\",\"userId\":\"v\"," + good,
                "",
                "{\"userId\":\"u-4\",\"x\":1e400," + good,
                "{\"userId\":\"u-5\",\"x\":NaN," + good,
                "{\"userId\":\"\\ud800\"," + good,
                "{\"userId\":\"u-7\",\"priority\":" + "[".repeat(989) + "]".repeat(989) + "," + good,
                "{\"userId\":\"u-8\",\"extra\":\"is ignored\"," + good,
                "{\"userId\":\"u-9\",\"steamId\":76561198000000001}");

        assertEquals(new TreeSet<>(List.of(2, 4, 5, 6, 7, 9)), mistakesIn(file).keySet());
    }

    @Test
    void rejectsPipe() {
        var run = Run.of(Map.of(), "sh", "-c", "cat " + imports + " | bulk/send --dry-run /dev/stdin");

        assertEquals(1, run.exitCode(), run::toString);
        assertTrue(run.errorOutput().contains("save it to a file first"), run::toString);
    }
}
