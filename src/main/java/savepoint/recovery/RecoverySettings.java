package savepoint.recovery;

import savepoint.config.StackConfig;

/** The stack settings that configure the recovery of failed imports. */
public final class RecoverySettings {

    private RecoverySettings() {}

    /** Reads the settings. The caller sets the base name and the resources to recover. */
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
