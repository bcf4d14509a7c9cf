package savepoint;

import java.util.List;

/**
 * Something that a person has to do.
 *
 * @param sentence what and why
 * @param commands the lines to copy
 * @param importsWait whether imports do not work before
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
