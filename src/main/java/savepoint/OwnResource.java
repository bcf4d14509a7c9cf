package savepoint;

import java.util.function.Function;
import java.util.function.Predicate;
import savepoint.aws.NameInUse;
import savepoint.config.Setting;
import savepoint.config.StackState;

/**
 * A resource that holds data: the stack's own, or the one that a setting names. The stack's own
 * stays in the stack after a setting names another one: removing it from the program would delete
 * the data ({@code docs/decisions/own-unless-named.md}).
 *
 * @param kind what it is, in words
 * @param name the name of the stack's own
 * @param type the component that creates it
 * @param setting the setting that may name another one
 * @param settingValue what the setting has to be in order to name a resource with the name of the
 *     stack's own
 * @param namesOwn whether a value of the setting names the stack's own
 * @param state what the stack has
 * @param nameInUse asks AWS whether the name is in use
 */
record OwnResource(
        String kind,
        String name,
        String type,
        Setting<String> setting,
        String settingValue,
        Predicate<String> namesOwn,
        StackState state,
        Function<String, NameInUse> nameInUse) {

    /** Whether the stack uses its own. */
    boolean isUsed() {
        return setting.value().isEmpty();
    }

    /** Whether the stack has its own, or is to get it. */
    boolean isCreated() {
        return isUsed() || state.has(type);
    }

    /** Whether the stack has its own, and a setting names something else. */
    boolean isLeftOver() {
        return !isUsed() && !namesOwn.test(setting.value().orElseThrow()) && state.has(type);
    }

    /**
     * Whether the stack is to get its own with this run. That is also the answer if the stack has it,
     * but was never completely deployed.
     */
    boolean isNew() {
        return isUsed() && !state.listOutput(OwnData.OUTPUT).contains(name) && !state.has(type);
    }

    /** Asks AWS whether the name is in use. */
    NameInUse askForName() {
        return nameInUse.apply(name);
    }
}
