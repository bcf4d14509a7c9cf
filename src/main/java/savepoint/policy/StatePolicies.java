package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the roles that a pipeline assumes may do to the state of one stack in a bucket. Each document depends only on ARNs.
 *
 * @see <a href="https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3">Pulumi: state in AWS S3</a>
 */
public final class StatePolicies {

    private StatePolicies() {}

    /**
     * Lets a preview read the state of one stack that is kept in a bucket.
     *
     * @param state the location of the state
     */
    public static String read(State state) {
        return Json.policy(readsOf(state));
    }

    /**
     * Lets an update read and write the state of one stack in a bucket, with its lock and its
     * history.
     *
     * @param state the location of the state
     */
    public static String write(State state) {
        var statements = new ArrayList<>(readsOf(state));
        statements.add(Statement.allow("ReadStateLock").actions("s3:GetObject").resources(List.of(state.locks())));
        statements.add(Statement.allow("WriteState")
                .actions("s3:PutObject", "s3:DeleteObject")
                .resources(List.of(
                        state.checkpoint(),
                        state.locks(),
                        state.object("backups/%s/%s/*"),
                        state.object("history/%s/%s/*"))));
        return Json.policy(statements);
    }

    private static List<Statement> readsOf(State state) {
        var statements = new ArrayList<Statement>();
        statements.add(Statement.allow("ListState").actions("s3:ListBucket").resources(List.of(state.bucketArn)));
        statements.add(Statement.allow("ReadState")
                .actions("s3:GetObject")
                .resources(List.of(
                        state.bucketArn + "/.pulumi/meta.yaml",
                        state.checkpoint(),
                        state.object("stacks/%s/%s.pulumi-tags"))));
        state.keyArn.ifPresent(key -> statements.add(
                Statement.allow("DecryptStateSecrets").actions("kms:Decrypt").resources(List.of(key))));
        return statements;
    }

    /**
     * A stack's state in a bucket, in Pulumi's folder structure.
     *
     * @param bucketArn the bucket
     * @param keyArn the key of the secrets provider, if the stack has one
     * @param project the project's name
     * @param stack the stack's name
     */
    public record State(String bucketArn, Optional<String> keyArn, String project, String stack) {

        private String object(String form) {
            return "%s/.pulumi/%s".formatted(bucketArn, form.formatted(project, stack));
        }

        /** Including its backup. */
        private String checkpoint() {
            return object("stacks/%s/%s.json*");
        }

        private String locks() {
            return object("locks/organization/%s/%s/*");
        }
    }
}
