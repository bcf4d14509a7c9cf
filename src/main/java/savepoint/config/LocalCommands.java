package savepoint.config;

import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Commands in the messages of a stack that is deployed to the emulator: as components name them, they
 * would reach a real account.
 */
final class LocalCommands {

    /** A command is in quotes, and may follow another one and a pipe. */
    private static final Pattern COMMAND = Pattern.compile("(?<='|\\| )(aws|pulumi) ");

    private LocalCommands() {}

    /** The rule with commands of {@code local/} in its remedy. */
    static Rule in(Rule rule) {
        return rule.withRemedy(COMMAND.matcher(rule.remedy()).replaceAll("./local/$1 "));
    }
}
