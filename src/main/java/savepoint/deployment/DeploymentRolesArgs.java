package savepoint.deployment;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.BucketRules;
import savepoint.aws.KmsKeyRules;
import savepoint.policy.CompletionDeploymentPolicies.Events;
import savepoint.policy.EndpointDeploymentPolicies.Endpoint;
import savepoint.policy.StatePolicies.State;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** The arguments of {@link DeploymentRoles}. {@link Builder#build()} validates them together. */
public final class DeploymentRolesArgs extends ResourceArgs {

    private static final String SUBJECT = "DeploymentRolesArgs";

    @Import(name = "project")
    String project;

    @Import(name = "stack")
    String stack;

    @Import(name = "rolesName")
    private String rolesName;

    @Import(name = "baseName")
    String baseName;

    @Import(name = "queueName")
    String queueName;

    @Import(name = "imageRepository")
    String imageRepository;

    @Import(name = "bucketName")
    String bucketName;

    @Import(name = "secretName")
    String secretName;

    @Import(name = "webhookKeySecretName")
    String webhookKeySecretName;

    @Import(name = "pulumiOrganization")
    private Optional<String> pulumiOrganization = Optional.empty();

    @Import(name = "pulumiProviderArn")
    private Optional<String> pulumiProviderArn = Optional.empty();

    @Import(name = "gitHubRepository")
    private Optional<String> gitHubRepository = Optional.empty();

    @Import(name = "gitHubProviderArn")
    private Optional<String> gitHubProviderArn = Optional.empty();

    @Import(name = "kmsKeyArn")
    Optional<String> kmsKeyArn = Optional.empty();

    @Import(name = "endpoint")
    boolean endpoint;

    @Import(name = "completionEvents")
    boolean completionEvents;

    @Import(name = "bulkQueueName")
    Optional<String> bulkQueueName = Optional.empty();

    /** Not registered with the component: the policies show it. */
    boolean fifo;

    @Import(name = "stateBucket")
    private Optional<String> stateBucket = Optional.empty();

    @Import(name = "stateKmsKeyArn")
    private Optional<String> stateKmsKeyArn = Optional.empty();

    private Optional<AwsTarget> target = Optional.empty();

    private DeploymentRolesArgs() {}

    String stack() {
        return stack;
    }

    String roleName(String suffix) {
        return "%s-%s".formatted(rolesName, suffix);
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    List<Issuer> issuers() {
        return Stream.concat(
                        pulumiOrganization
                                .map(name -> Issuer.pulumiCloud(name, project, stack, pulumiProviderArn))
                                .stream(),
                        gitHubRepository.map(name -> Issuer.gitHub(name, stack, gitHubProviderArn)).stream())
                .toList();
    }

    StackResources resources(AwsTarget where) {
        return new StackResources(this, where);
    }

    Optional<Endpoint> endpoint(AwsTarget where) {
        return Optional.of(new Endpoint(
                        where.restApisArn(), where.tagsOfRestApisArn(), where.roleArn(baseName + "-enqueue")))
                .filter(resources -> endpoint);
    }

    Optional<Events> completionEvents(AwsTarget where) {
        return Optional.<Events>of(new EventResources(this, where)).filter(resources -> completionEvents);
    }

    Optional<State> state(AwsTarget where) {
        return stateBucket.map(bucket -> new State(where.bucketArn(bucket), stateKmsKeyArn, project, stack));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(rolesName, name -> List.of(DeploymentRules.rolesName("rolesName", name)))
                .ifPresent(
                        pulumiOrganization, name -> List.of(DeploymentRules.organization("pulumiOrganization", name)))
                .ifPresent(gitHubRepository, name -> List.of(DeploymentRules.repository("gitHubRepository", name)))
                .add(DeploymentRules.someIssuer(pulumiOrganization, gitHubRepository))
                .ifPresent(
                        pulumiProviderArn,
                        arn -> List.of(DeploymentRules.goesWith(
                                "pulumiProviderArn", "pulumiOrganization", pulumiOrganization.isPresent())))
                .ifPresent(
                        gitHubProviderArn,
                        arn -> List.of(DeploymentRules.goesWith(
                                "gitHubProviderArn", "gitHubRepository", gitHubRepository.isPresent())))
                .ifPresent(kmsKeyArn, arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .ifPresent(stateBucket, name -> BucketRules.name("stateBucket", name))
                .ifPresent(stateKmsKeyArn, arn -> KmsKeyRules.keyArn("stateKmsKeyArn", arn))
                .ifPresent(
                        stateKmsKeyArn,
                        arn -> List.of(
                                DeploymentRules.goesWith("stateKmsKeyArn", "stateBucket", stateBucket.isPresent())))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifPresent(
                        pulumiProviderArn,
                        arn -> DeploymentRules.provider("pulumiProviderArn", arn, Issuer.PULUMI_CLOUD, where))
                .ifPresent(
                        gitHubProviderArn,
                        arn -> DeploymentRules.provider("gitHubProviderArn", arn, Issuer.GITHUB, where))
                .ifPresent(kmsKeyArn, arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
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

        private final DeploymentRolesArgs $ = new DeploymentRolesArgs();

        private Builder() {}

        /** The Pulumi project of the stack that is deployed. Required. */
        public Builder project(String project) {
            inputs.take("project", project, name -> $.project = name);
            return this;
        }

        /** The stack that is deployed; the GitHub environment has the same name. Required. */
        public Builder stack(String stack) {
            inputs.take("stack", stack, name -> $.stack = name);
            return this;
        }

        /**
         * The prefix of the roles' names: 1 to 56 letters, digits, hyphens and underscores.
         * Required.
         */
        public Builder rolesName(String rolesName) {
            inputs.take("rolesName", rolesName, name -> $.rolesName = name);
            return this;
        }

        /**
         * The name of the stack's function, which is also the prefix of most resource names.
         * Required.
         */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /** The name of the stack's queue. Required. */
        public Builder queueName(String queueName) {
            inputs.take("queueName", queueName, name -> $.queueName = name);
            return this;
        }

        /**
         * The name of the ECR repository, in this account and region, that contains the function's
         * image. Required.
         */
        public Builder imageRepository(String imageRepository) {
            inputs.take("imageRepository", imageRepository, name -> $.imageRepository = name);
            return this;
        }

        /** The name of the stack's own bucket. Required. */
        public Builder bucketName(String bucketName) {
            inputs.take("bucketName", bucketName, name -> $.bucketName = name);
            return this;
        }

        /** The name of the stack's own secret. Required. */
        public Builder secretName(String secretName) {
            inputs.take("secretName", secretName, name -> $.secretName = name);
            return this;
        }

        /**
         * Where the stack and the roles are. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /**
         * The Pulumi organization whose deployments assume the roles: 1 to 40 lowercase letters,
         * digits, hyphens and underscores. This or {@link #gitHubRepository} is required; both can
         * be set.
         */
        public Builder pulumiOrganization(String pulumiOrganization) {
            inputs.take("pulumiOrganization", pulumiOrganization, name -> $.pulumiOrganization = Optional.of(name));
            return this;
        }

        /**
         * The ARN of the account's OIDC identity provider for Pulumi Cloud. Default: the component
         * creates one. Requires {@link #pulumiOrganization}.
         */
        public Builder pulumiProviderArn(String pulumiProviderArn) {
            inputs.take("pulumiProviderArn", pulumiProviderArn, arn -> $.pulumiProviderArn = Optional.of(arn));
            return this;
        }

        /**
         * The GitHub repository whose workflows assume the roles, as the prefix of the subject in
         * its tokens: {@code repo:{owner}/{repository}}, or
         * {@code repo:{owner}@{id}/{repository}@{id}} for one created or renamed since 15 July
         * 2026.
         */
        public Builder gitHubRepository(String gitHubRepository) {
            inputs.take("gitHubRepository", gitHubRepository, name -> $.gitHubRepository = Optional.of(name));
            return this;
        }

        /**
         * The ARN of the account's OIDC identity provider for GitHub. Default: the component
         * creates one. Requires {@link #gitHubRepository}.
         */
        public Builder gitHubProviderArn(String gitHubProviderArn) {
            inputs.take("gitHubProviderArn", gitHubProviderArn, arn -> $.gitHubProviderArn = Optional.of(arn));
            return this;
        }

        /** The name of the secret that contains the key of the stack's webhook. Required. */
        public Builder webhookKeySecretName(String webhookKeySecretName) {
            inputs.take("webhookKeySecretName", webhookKeySecretName, name -> $.webhookKeySecretName = name);
            return this;
        }

        /**
         * Whether the roles may also preview and deploy the stack's HTTP endpoint. Default: false.
         * If it is true, the role that deploys may tag every REST API of the account and region,
         * because API Gateway has no condition that prevents it.
         */
        public Builder endpoint(boolean endpoint) {
            $.endpoint = endpoint;
            return this;
        }

        /**
         * Whether the roles may also preview and deploy the stack's completion events and their
         * webhook. Default: false. If it is true, both roles may read the webhook's key.
         */
        public Builder completionEvents(boolean completionEvents) {
            $.completionEvents = completionEvents;
            return this;
        }

        /** The name of the queue of the stack's bulk lane. Default: none. */
        public Builder bulkQueueName(String bulkQueueName) {
            inputs.take("bulkQueueName", bulkQueueName, name -> $.bulkQueueName = Optional.of(name));
            return this;
        }

        /**
         * Whether the roles may also deploy the stack's queue as a FIFO queue, in addition to the
         * standard queue. Default: false.
         */
        public Builder fifo(boolean fifo) {
            $.fifo = fifo;
            return this;
        }

        /** The ARN of the customer managed key of the stack's resources, in the stack's region. Default: none. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, arn -> $.kmsKeyArn = Optional.of(arn));
            return this;
        }

        /** The name of the bucket that contains the stack's state. Default: none, for a stack in Pulumi Cloud. */
        public Builder stateBucket(String stateBucket) {
            inputs.take("stateBucket", stateBucket, name -> $.stateBucket = Optional.of(name));
            return this;
        }

        /**
         * The ARN of the KMS key of the stack's secrets provider. Requires {@link #stateBucket}.
         * Default: none, for a stack that uses a passphrase.
         */
        public Builder stateKmsKeyArn(String stateKmsKeyArn) {
            inputs.take("stateKmsKeyArn", stateKmsKeyArn, arn -> $.stateKmsKeyArn = Optional.of(arn));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public DeploymentRolesArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("project", "such as savepoint"),
                    inputs.required("stack", "such as dev"),
                    inputs.required("rolesName", "such as savepoint-dev-deploy"),
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("queueName", "such as savepoint-dev-steam-library-sync"),
                    inputs.required("bucketName", "such as savepoint-dev-imports-123456789012-eu-central-1"),
                    inputs.required("secretName", "such as savepoint/dev/steam-api-key"),
                    inputs.required("webhookKeySecretName", "such as savepoint/dev/webhook-key"),
                    inputs.required("imageRepository", "such as savepoint-dev-lambdas"));
            return $;
        }
    }
}
