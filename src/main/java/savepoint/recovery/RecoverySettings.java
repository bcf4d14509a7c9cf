package savepoint.recovery;

import savepoint.config.StackConfig;

/** The settings of a stack that configure how failed imports come back. */
public final class RecoverySettings {

    private RecoverySettings() {}

    /** Reads them; what is missing is the base name and what is recovered. */
    public static ImportRecoveryArgs.Builder read(StackConfig config) {
        var recovery = ImportRecoveryArgs.builder();
        config.optionalText("redriveSchedule").into(recovery, "redriveSchedule", recovery::redriveSchedule);
        config.integer("redriveMessagesPerSecond")
                .into(recovery, "redriveMessagesPerSecond", recovery::redriveMessagesPerSecond);
        config.bool("operatorsMayPurge").into(recovery, "operatorsMayPurge", recovery::operatorsMayPurge);
        config.optionalText("kmsKeyArn").into(recovery, "kmsKeyArn", recovery::kmsKeyArn);
        return recovery;
    }
}
