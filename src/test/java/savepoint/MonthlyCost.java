package savepoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The cost of one environment for a month of 30 days, item by item, in US dollars.
 * {@code docs/cost.md} describes the formulas.
 */
final class MonthlyCost {

    private static final int DAYS = 30;

    /** Lambda's pollers on an idle queue; each polls every 20 seconds. */
    private static final int IDLE_POLLERS = 5;

    private static final int RECEIVES_A_MINUTE = 3;

    /** The assumptions for one import. */
    static final int SECONDS_AN_IMPORT = 30;

    static final int LOG_KILOBYTES_AN_IMPORT = 5;

    private static final int REQUESTS_AN_IMPORT = 3;

    static final int FILE_KILOBYTES_AN_IMPORT = 20;

    /** The running image, and a year of weekly releases that differ only in their top layers. */
    static final int IMAGE_GIGABYTES = 1;

    /** Polled, filtered out, invoked, failed and deleted events. */
    private static final int EVENT_COUNT_METRICS = 5;

    private static final double MILLION = 1_000_000;

    private final Properties prices;

    MonthlyCost(Properties prices) {
        this.prices = prices;
    }

    static long idleRequests() {
        return (long) IDLE_POLLERS * RECEIVES_A_MINUTE * 60 * 24 * DAYS;
    }

    /**
     * Returns the cost of each item.
     *
     * @param importsADay the number of imports per day
     * @param memoryMb the function's memory
     * @param logRetentionDays the number of days for which its log is kept
     * @param importRetentionDays the number of days for which a file is kept in the bucket, deleted
     *     ones included
     * @param alarmMetrics the number of metrics that all alarms watch together
     */
    Map<String, Double> items(
            int importsADay, int memoryMb, int logRetentionDays, int importRetentionDays, int alarmMetrics) {
        var imports = (long) importsADay * DAYS;
        var bucketGigabytes = (long) importsADay * importRetentionDays * FILE_KILOBYTES_AN_IMPORT / MILLION;
        var logGigabytes = imports * LOG_KILOBYTES_AN_IMPORT / MILLION;
        var items = new LinkedHashMap<String, Double>();
        items.put("SQS, idle polling", idleRequests() / MILLION * price("sqs.million.requests"));
        items.put("SQS, imports", imports * REQUESTS_AN_IMPORT / MILLION * price("sqs.million.requests"));
        items.put(
                "Lambda",
                imports / MILLION * price("lambda.million.requests")
                        + imports * SECONDS_AN_IMPORT * memoryMb / 1024.0 * price("lambda.gb.second"));
        items.put(
                "Logs",
                logGigabytes * price("logs.gb.ingested")
                        + logGigabytes * logRetentionDays / DAYS * price("logs.gb.month.stored"));
        items.put("Bucket", imports / 1000.0 * price("s3.thousand.puts") + bucketGigabytes * price("s3.gb.month"));
        items.put("Image repository", IMAGE_GIGABYTES * price("ecr.gb.month"));
        items.put("Secret", price("secretsmanager.secret"));
        items.put("Alarms", alarmMetrics * price("cloudwatch.alarm.metric"));
        items.put("EventCount metrics", EVENT_COUNT_METRICS * price("cloudwatch.custom.metric"));
        items.put("Dashboard", price("cloudwatch.dashboard"));
        items.put("Key of the alarms' topic", price("kms.key"));
        items.put(
                "**Total**",
                items.values().stream().mapToDouble(Double::doubleValue).sum());
        return items;
    }

    private double price(String key) {
        return Double.parseDouble(prices.getProperty(key));
    }
}
