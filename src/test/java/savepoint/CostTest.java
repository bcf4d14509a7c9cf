package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;

/** Checks that the figures in docs/cost.md match the settings, the plan and the prices. */
class CostTest {

    private static final List<Integer> IMPORTS_A_DAY = List.of(0, 1_000, 10_000);
    private static final Properties PRICES = new Properties();

    @BeforeAll
    static void readPrices() throws IOException {
        try (var prices = Files.newBufferedReader(Path.of("src/test/resources/prices.properties"))) {
            PRICES.load(prices);
        }
    }

    private static Map<String, Double> items(String stack, int importsADay) {
        var config = ProjectFiles.config(stack);
        return new MonthlyCost(PRICES)
                .items(
                        importsADay,
                        Integer.parseInt(config.get("savepoint:steamImportMemoryMb")),
                        Integer.parseInt(config.get("savepoint:logRetentionDays")),
                        Integer.parseInt(config.get("savepoint:importRetentionDays"))
                                + Integer.parseInt(config.get("savepoint:deletedImportRetentionDays")),
                        alarmMetrics(CommittedPlan.of(stack)));
    }

    private static int alarmMetrics(Plan plan) {
        return plan.resources().stream()
                .filter(resource -> resource.type().equals("aws:cloudwatch/metricAlarm:MetricAlarm"))
                .mapToInt(alarm -> alarm.inputs().get("metricQueries") instanceof List<?> queries
                        ? (int) queries.stream()
                                .filter(query -> ((Map<?, ?>) query).containsKey("metric"))
                                .count()
                        : 1)
                .sum();
    }

    @Test
    void tableMatchesComputedCosts() {
        var head = Stream.of(
                "| US dollars a month | 0 imports a day | 1,000 a day | 10,000 a day |",
                "| --- | ---: | ---: | ---: |");
        var rows = items("prod", 0).keySet().stream()
                .map(item -> IMPORTS_A_DAY.stream()
                        .map(imports -> String.format(
                                Locale.ROOT, "%.2f", items("prod", imports).get(item)))
                        .collect(Collectors.joining(" | ", "| " + item + " | ", " |")));

        assertEquals(
                Stream.concat(head, rows).collect(Collectors.joining("\n")),
                ProjectFiles.text("docs/cost.md").replaceAll("(?s).*<!-- cost -->\n|\n<!-- /cost -->.*", ""));
    }

    @Test
    void pageShowsTheUnderlyingPrices() {
        var page = ProjectFiles.text("docs/cost.md");

        for (var key : PRICES.stringPropertyNames()) {
            if (!Set.of("region", "date").contains(key)) {
                var row = "| `%s` | %s | ".formatted(key, PRICES.getProperty(key));
                assertTrue(page.contains(row), row);
            }
        }
    }

    @Test
    void devDiffersFromProdOnlyInTheBucket() {
        for (var imports : IMPORTS_A_DAY) {
            assertEquals(withoutBucket("prod", imports), withoutBucket("dev", imports));
        }
    }

    private static Map<String, Double> withoutBucket(String stack, int importsADay) {
        var items = items(stack, importsADay);
        items.keySet().removeAll(List.of("Bucket", "**Total**"));
        return items;
    }

    @Test
    void textContainsTheFiguresBehindTheTable() {
        var page = ProjectFiles.text("docs/cost.md").replaceAll("\\s+", " ");

        for (var figure : List.of(
                String.format(Locale.ROOT, "%,d requests a month", MonthlyCost.idleRequests()),
                MonthlyCost.SECONDS_AN_IMPORT + " seconds",
                MonthlyCost.LOG_KILOBYTES_AN_IMPORT + " KB of logs",
                "a file of " + MonthlyCost.FILE_KILOBYTES_AN_IMPORT + " KB",
                MonthlyCost.IMAGE_GIGABYTES + " GB of images",
                alarmMetrics(CommittedPlan.of("prod")) + " metrics",
                PRICES.getProperty("region"),
                PRICES.getProperty("date"))) {
            assertTrue(page.contains(figure), figure);
        }
    }
}
