package savepoint;

import java.util.function.Function;
import java.util.function.Predicate;
import savepoint.aws.NameInUse;
import savepoint.config.Setting;
import savepoint.config.StackState;

/**
 * A resource that holds data: the stack's own, or one that a setting specifies. The stack's own
 * resource stays in the stack even if a setting specifies another one, because removing it from the
 * program would delete the data ({@code docs/decisions/own-unless-named.md}).
 *
 * @param kind the kind of resource, as shown in messages
 * @param name the name of the stack's own resource
 * @param type the type token of the component that creates it
 * @param setting the setting that can specify another resource
 * @param settingValue the value of the setting that refers to an existing resource with the stack's
 *     own name
 * @param namesOwn whether a value of the setting refers to the stack's own resource
 * @param state the stack's state when the run started
 * @param nameInUse starts looking up in AWS whether the name is in use
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

    /** Whether the stack uses its own resource. */
    boolean isUsed() {
        return setting.value().isEmpty();
    }

    /** Whether the stack has its own resource, or this run creates it. */
    boolean isCreated() {
        return isUsed() || state.has(type);
    }

    /** Whether the stack has its own resource although a setting specifies another one. */
    boolean isLeftOver() {
        return !isUsed() && !namesOwn.test(setting.value().orElseThrow()) && state.has(type);
    }

    /**
     * Whether this run creates the stack's own resource. Also true if the stack has the resource
     * but was never fully deployed.
     */
    boolean isNew() {
        return isUsed() && !state.listOutput(OwnData.OUTPUT).contains(name) && !state.has(type);
    }

    /** Starts looking up in AWS whether the name is in use. */
    NameInUse askForName() {
        return nameInUse.apply(name);
    }
}
