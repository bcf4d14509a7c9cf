package savepoint.image;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;
import savepoint.aws.EcrRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/** The arguments of an {@link ImageRepository}. {@link Builder#build()} validates them together. */
public final class ImageRepositoryArgs extends ResourceArgs {

    private static final String SUBJECT = "ImageRepositoryArgs";

    @Import(name = "repositoryName")
    String repositoryName;

    @Import(name = "functionArns")
    private Output<String> functionArns;

    @Import(name = "immutableTags")
    boolean immutableTags;

    @Import(name = "untaggedImagesKept")
    int untaggedImagesKept = 100;

    @Import(name = "forceDelete")
    boolean forceDelete;

    @Import(name = "tags")
    Map<String, String> tags = Map.of();

    private ImageRepositoryArgs() {}

    Output<String> functionArns() {
        return Rules.enforceWhenKnown(SUBJECT, functionArns, ImageRepositoryArgs::areFunctions);
    }

    private static List<Rule> areFunctions(String pattern) {
        return List.of(RepositoryRules.functions("functionArns", pattern));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(repositoryName, name -> List.of(EcrRules.repositoryName("repositoryName", name)))
                .ifKnown(functionArns, ImageRepositoryArgs::areFunctions)
                .add(RepositoryRules.untaggedImagesKept("untaggedImagesKept", untaggedImagesKept))
                .toList();
    }

    /** Creates an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the inputs. An input that is not set has the default given in its method's
     * description. Call {@code build()} only once.
     */
    public static final class Builder extends CheckedBuilder {

        private final ImageRepositoryArgs $ = new ImageRepositoryArgs();

        private Builder() {}

        /**
         * The repository's name: 2 to 256 lowercase letters and digits, optionally separated by
         * {@code -}, {@code _}, {@code .} or {@code /}. Required.
         */
        public Builder repositoryName(String repositoryName) {
            inputs.take("repositoryName", repositoryName, name -> $.repositoryName = name);
            return this;
        }

        /**
         * The functions that run the images: the ARN of one, or a pattern that ends in {@code *}.
         * They do not have to exist yet. Required.
         */
        public Builder functionArns(Output<String> functionArns) {
            inputs.take("functionArns", functionArns, pattern -> $.functionArns = pattern);
            return this;
        }

        /** The same for a known pattern. */
        public Builder functionArns(String functionArns) {
            inputs.take("functionArns", functionArns, pattern -> $.functionArns = Output.of(pattern));
            return this;
        }

        /**
         * Whether tags are immutable, so that a tag always refers to the same image. Each image
         * then needs its own tag, such as a Git commit. Default: false.
         */
        public Builder immutableTags(boolean immutableTags) {
            $.immutableTags = immutableTags;
            return this;
        }

        /**
         * The number of untagged images to keep: 10 to 10,000. If the tag was pushed again but not
         * deployed yet, the function runs an untagged image, so keep more images than you push
         * between two deployments. Default: 100.
         */
        public Builder untaggedImagesKept(int untaggedImagesKept) {
            $.untaggedImagesKept = untaggedImagesKept;
            return this;
        }

        /**
         * Whether deleting the repository also deletes the images in it. Default: false, and ECR
         * refuses to delete a repository with images.
         */
        public Builder forceDelete(boolean forceDelete) {
            $.forceDelete = forceDelete;
            return this;
        }

        /** Tags on the repository. Default: none. */
        public Builder tags(Map<String, String> tags) {
            inputs.take("tags", tags, all -> $.tags = Map.copyOf(all));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return $.rules();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public ImageRepositoryArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("repositoryName", "such as savepoint-dev-lambdas"),
                    inputs.required(
                            "functionArns",
                            "such as arn:aws:lambda:eu-central-1:123456789012:function:savepoint-dev-*"));
            return $;
        }
    }
}
