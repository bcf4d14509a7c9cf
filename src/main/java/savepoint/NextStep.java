package savepoint;

import java.util.List;

/**
 * A manual step that the user has to take.
 *
 * @param sentence what to do, and why
 * @param commands the commands to run
 * @param importsWait whether imports do not work until this step is done
 */
record NextStep(String sentence, List<String> commands, boolean importsWait) {

    /** For the engine's diagnostics. */
    String asDiagnostic() {
        return sentence + "\n  " + String.join("\n  ", commands);
    }

    /** For a checklist in Markdown. */
    String asTask() {
        return "- [ ] %s\n\n  ```sh\n  %s\n  ```\n".formatted(sentence, String.join("\n  ", commands));
    }
}
