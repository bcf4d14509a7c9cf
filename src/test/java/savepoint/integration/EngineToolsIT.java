package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How local/ gets the Pulumi CLI on machines other than this one. */
class EngineToolsIT {

    private LocalCloud cloud;

    /** A copy of this machine's cache without the CLI, with the same lock: other tests may be filling the cache. */
    private Path cache;

    /** The first folder on PATH. */
    private Path tools;

    private Path binaries;

    @BeforeEach
    void hideTheCli() throws IOException {
        cloud = LocalCloud.named("engine-tools");
        cache = Files.createTempDirectory(cloud.state(), "cache");
        tools = Files.createTempDirectory(cloud.state(), "tools");
        var engine = EngineTools.get();
        binaries = engine.binaries();
        try (var entries = Files.list(engine.cache())) {
            for (var entry : entries.filter(EngineToolsIT::isNotCli).toList()) {
                Files.createSymbolicLink(cache.resolve(entry.getFileName()), entry);
            }
        }
        ShellScript.in(tools, "pulumi", "echo v3.1.0");
    }

    @AfterEach
    void leaveNothingBehind() {
        cloud.close();
        Run.of(Map.of(), "rm", "-rf", cache.toString(), tools.toString()).succeeded();
    }

    @Test
    void downloadsCliIfInstalledOneIsTooOld() throws IOException {
        try (var downloads = new Downloads(archive())) {
            var version = cloud.script(environment(downloads.address()), "pulumi", "version")
                    .succeeded();

            assertTrue(version.output().startsWith("v3."), version::toString);
            assertTrue(
                    version.errorOutput()
                            .contains("Not using %s/pulumi v3.1.0: this project needs 3.200 or a later 3.x"
                                    .formatted(tools)),
                    version::toString);
            assertTrue(version.errorOutput().contains("==> Downloading the Pulumi CLI 3.259.0"), version::toString);
            assertTrue(Files.isExecutable(cache.resolve("pulumi-3.259.0/pulumi-language-java")));
        }
    }

    @Test
    void reportsMissingDownloadAndGoTogether() throws IOException {
        ShellScript.in(tools, "go", "echo go version go1.20 linux/amd64");

        var version = cloud.script(environment("http://127.0.0.1:9"), "pulumi", "version");

        assertEquals(1, version.exitCode());
        assertTrue(version.errorOutput().endsWith("""
                                local: the Pulumi engine cannot be downloaded from http://127.0.0.1:9, and something is missing to build it:
                                  - Go 1.25 or later, to build the Pulumi CLI (found 1.20): install it from go.dev/dl or your system's packages
                                Or install Pulumi 3.259.0 or a later 3.x, from pulumi.com/docs/install.
                                """), version::toString);
    }

    private Map<String, String> environment(String downloads) {
        return Map.of(
                "PATH",
                tools + File.pathSeparator + System.getenv("PATH"),
                "SAVEPOINT_CACHE",
                cache.toString(),
                "SAVEPOINT_PULUMI_DOWNLOADS",
                downloads);
    }

    private static boolean isNotCli(Path entry) {
        var name = entry.getFileName().toString();
        return !name.startsWith("cli-") && !name.startsWith("pulumi-");
    }

    /** The published archive's layout: a folder {@code pulumi} with the CLI and its language hosts. */
    private Path archive() throws IOException {
        var folder = Files.createDirectories(cache.resolve("archive/pulumi"));
        for (var binary : new String[] {"pulumi", "pulumi-language-java"}) {
            Files.copy(binaries.resolve(binary), folder.resolve(binary));
        }
        var archive = cache.resolve("archive/pulumi.tar.gz");
        Run.of(
                        Map.of("GZIP", "-1"),
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        folder.getParent().toString(),
                        "pulumi")
                .succeeded();
        return archive;
    }

    /** A stub of Pulumi's download site, which serves the archive for every path. */
    private record Downloads(HttpServer server) implements AutoCloseable {

        Downloads(Path archive) throws IOException {
            this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            server.createContext("/", exchange -> answer(exchange, archive));
            server.start();
        }

        private static void answer(HttpExchange exchange, Path archive) throws IOException {
            try (exchange) {
                if (exchange.getRequestMethod().equals("HEAD")) {
                    exchange.sendResponseHeaders(200, -1);
                } else {
                    exchange.sendResponseHeaders(200, Files.size(archive));
                    Files.copy(archive, exchange.getResponseBody());
                }
            }
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
