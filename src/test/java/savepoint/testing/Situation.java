package savepoint.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What AWS and the stack's state already contain when a program is planned. Immutable: each method
 * returns a new situation.
 *
 * @param digest the digest of the image in the stack's own repository
 * @param runningImage the image of the function, if it is deployed
 * @param ownedData the stack's output of that name
 * @param components the types of the components in the stack's state; with {@code ::} and a name, those of other resources
 * @param namesInUse the names of buckets, secrets and repositories in AWS
 * @param secretHasValue whether the stack's own secret has a value
 * @param failing functions of the provider that fail for a reason other than a missing resource
 * @param outputs further outputs of the last deployment
 */
public record Situation(
        Optional<String> digest,
        Optional<String> runningImage,
        List<String> ownedData,
        List<String> components,
        Set<String> namesInUse,
        boolean secretHasValue,
        Set<String> failing,
        Map<String, Object> outputs) {

    /** The digest of the image that has been pushed in most situations. */
    public static final String DIGEST = "sha256:" + "1".repeat(64);

    /** A new stack in an account that has its image. */
    public static Situation withImage() {
        return new Situation(
                Optional.of(DIGEST), Optional.empty(), List.of(), List.of(), Set.of(), false, Set.of(), Map.of());
    }

    /** A new stack in an empty account. */
    public static Situation empty() {
        return new Situation(
                Optional.empty(), Optional.empty(), List.of(), List.of(), Set.of(), false, Set.of(), Map.of());
    }

    public Situation runningImage(String uri) {
        return new Situation(
                digest, Optional.of(uri), ownedData, components, namesInUse, secretHasValue, failing, outputs);
    }

    /** A stack that was completely deployed, with these components. */
    public Situation deployed(List<String> data, String... types) {
        return new Situation(digest, runningImage, data, List.of(types), namesInUse, secretHasValue, failing, outputs);
    }

    public Situation namesInUse(String... names) {
        return new Situation(
                digest, runningImage, ownedData, components, Set.of(names), secretHasValue, failing, outputs);
    }

    public Situation withSecretValue() {
        return new Situation(digest, runningImage, ownedData, components, namesInUse, true, failing, outputs);
    }

    public Situation failing(String... functions) {
        return new Situation(
                digest, runningImage, ownedData, components, namesInUse, secretHasValue, Set.of(functions), outputs);
    }

    /** A stack whose last deployment had this output as well. */
    public Situation output(String name, Object value) {
        var all = new HashMap<>(outputs);
        all.put(name, value);
        return new Situation(
                digest, runningImage, ownedData, components, namesInUse, secretHasValue, failing, Map.copyOf(all));
    }

    Map<String, Object> allOutputs() {
        var all = new HashMap<>(outputs);
        if (!components.isEmpty()) {
            all.put("ownedData", ownedData);
        }
        return all;
    }
}
