package savepoint.monitoring;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a dashboard: widgets in rows.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">CloudWatch:
 *     dashboard body structure and syntax</a>
 */
final class DashboardBody {

    private static final int COLUMNS = 24;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final List<Placed> widgets = new ArrayList<>();
    private int height;

    /** Adds a row of widgets of equal width. */
    DashboardBody row(int rowHeight, Widget... row) {
        var width = COLUMNS / row.length;
        for (var column = 0; column < row.length; column++) {
            widgets.add(new Placed(row[column].type(), column * width, height, width, rowHeight, row[column]));
        }
        height += rowHeight;
        return this;
    }

    String json() {
        return GSON.toJson(Map.of("widgets", widgets));
    }

    private record Placed(String type, int x, int y, int width, int height, Widget properties) {}

    /** The properties of a widget; each kind has its own. */
    sealed interface Widget permits AlarmStates, Graph, LogTable {
        String type();
    }

    /** The state of alarms, as a row of colored boxes. */
    record AlarmStates(String title, List<String> alarms) implements Widget {
        @Override
        public String type() {
            return "alarm";
        }
    }

    /** Metrics over time. */
    static final class Graph implements Widget {

        private final String title;
        private final String region;
        private final String view = "timeSeries";
        private final int period = 60;
        private final List<List<Object>> metrics = new ArrayList<>();
        private final Map<String, List<Line>> annotations = new LinkedHashMap<>();

        private record Line(String label, double value) {}

        /** How a metric is drawn. */
        private record Series(@SerializedName("stat") String statistic, String label) {}

        Graph(String title, String region) {
            this.title = title;
            this.region = region;
        }

        /**
         * Adds a metric of a queue, function or mapping. Adds nothing for a mapping that
         * {@code up --target} skips and that does not exist yet.
         */
        Graph with(Metric metric, String of, String statistic, String label) {
            if (of != null) {
                metrics.add(List.of(
                        metric.namespace, metric.metricName, metric.dimension, of, new Series(statistic, label)));
            }
            return this;
        }

        /** Adds a horizontal line, in the unit of the metrics. */
        Graph line(String label, double value) {
            annotations
                    .computeIfAbsent("horizontal", direction -> new ArrayList<>())
                    .add(new Line(label, value));
            return this;
        }

        @Override
        public String type() {
            return "metric";
        }
    }

    /** The result of a Logs Insights query. */
    record LogTable(String title, String region, String view, String query) implements Widget {

        static LogTable of(String title, String region, String logGroupName, String query) {
            return new LogTable(title, region, "table", "SOURCE '%s' | %s".formatted(logGroupName, query));
        }

        @Override
        public String type() {
            return "log";
        }
    }
}
