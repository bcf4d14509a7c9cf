package savepoint.aws;

import com.pulumi.exceptions.RunException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A lookup in AWS that has been started, and whose result is awaited later, so that several lookups
 * run in parallel.
 *
 * @param what what is looked up, as shown in the message if it fails
 * @param asked the pending result of the provider's function
 */
public record Lookup<T>(String what, CompletableFuture<T> asked) {

    /** Parts of the messages with which AWS and the provider report that something does not exist. */
    private static final List<String> NOT_FOUND =
            List.of("NotFoundException", "couldn't find resource", "returned no results", "no matching ");

    /**
     * Waits for the result.
     *
     * @throws RunException if the lookup fails, with a one-sentence message instead of a stack
     *     trace
     */
    public T answer() {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw failure(e);
        }
    }

    /**
     * Waits for the result, which is empty if what is looked up does not exist.
     *
     * @throws RunException if the lookup fails, with a one-sentence message
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

    /** The provider's own message, without the prefix that the SDK adds. */
    static String reason(CompletionException failure) {
        var message = String.valueOf(
                failure.getCause() == null
                        ? failure.getMessage()
                        : failure.getCause().getMessage());
        return message.replaceFirst("(?s)^.* returned an error: ", "").strip().replaceFirst("[:.]$", "");
    }
}
