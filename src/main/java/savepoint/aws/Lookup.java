package savepoint.aws;

import com.pulumi.exceptions.RunException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A question to AWS that has been asked, and whose answer is waited for later, so that several
 * questions are answered at the same time.
 *
 * @param what what is looked up, as shown if it fails
 * @param asked the provider's function that was called
 */
public record Lookup<T>(String what, CompletableFuture<T> asked) {

    /** How AWS and its provider say that something does not exist. */
    private static final List<String> NOT_FOUND =
            List.of("NotFoundException", "couldn't find resource", "returned no results", "no matching ");

    /**
     * Waits for the answer.
     *
     * @throws RunException with one sentence if AWS could not be asked, where the SDK would print
     *     a stack trace
     */
    public T answer() {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw failure(e);
        }
    }

    /**
     * Waits for the answer, which is empty if there is no such thing.
     *
     * @throws RunException with one sentence if AWS could not be asked
     */
    public Optional<T> found() {
        try {
            return Optional.of(asked.join());
        } catch (CompletionException e) {
            if (NOT_FOUND.stream().anyMatch(reason(e)::contains)) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    private RunException failure(CompletionException e) {
        return new RunException("could not look up %s: %s".formatted(what, reason(e)), e);
    }

    /** The provider's own sentence, without what the SDK puts before it. */
    static String reason(CompletionException failure) {
        var message = String.valueOf(
                failure.getCause() == null
                        ? failure.getMessage()
                        : failure.getCause().getMessage());
        return message.replaceFirst("(?s)^.* returned an error: ", "").strip().replaceFirst("[:.]$", "");
    }
}
