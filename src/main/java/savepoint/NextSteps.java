package savepoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.NameInUse;
import savepoint.image.LatestImage;
import savepoint.secret.SecretValue;

/** Manual steps that are required before imports work, and decisions that only the user can make. */
final class NextSteps {

    private final Environment environment;
    private final AwsTarget target;
    private final Optional<LatestImage> image;
    private final OwnData data;
    private final List<Asked> asked;
    private final Optional<SecretValue> secretValue;

    /** A name that the stack is about to use for the first time. */
    private record Asked(OwnResource resource, NameInUse name) {}

    private NextSteps(Environment environment, AwsTarget target, DataLookups lookups, OwnData data) {
        this.environment = environment;
        this.target = target;
        this.data = data;
        image = lookups.image();
        asked = data.resources()
                .filter(OwnResource::isNew)
                .map(resource -> new Asked(resource, resource.askForName()))
                .toList();
        secretValue = data.secret().isUsed() && !data.secret().isNew()
                ? Optional.of(SecretValue.lookUp(data.secret().name()))
                : Optional.empty();
    }

    /**
     * Starts the lookups in AWS. Call this before the first resource is registered, and wait for
     * the results afterwards.
     */
    static NextSteps ask(Environment environment, AwsTarget target, DataLookups lookups, OwnData data) {
        return new NextSteps(environment, target, lookups, data);
    }

    /**
     * A step for each name that the stack is about to use but that is already in use. Only a new
     * stack waits for the lookups.
     */
    List<NextStep> namesInUse() {
        return inUse().map(this::nameInUse).toList();
    }

    private Stream<OwnResource> inUse() {
        return asked.stream().filter(it -> it.name().answer()).map(Asked::resource);
    }

    /**
     * All other steps; empty if there is nothing to do.
     *
     * @param architecture the architecture of the function
     * @param protect whether the stack's data is protected
     */
    List<NextStep> steps(String architecture, boolean protect) {
        var steps = new ArrayList<NextStep>();
        image.filter(latest -> latest.uri(target).isEmpty())
                .ifPresent(latest -> steps.add(pushImage(latest.uriByTag(target), architecture)));
        if (data.secret().isUsed() && secretIsEmpty()) {
            steps.add(setSecret());
        }
        data.resources()
                .filter(OwnResource::isLeftOver)
                .map(resource -> leftOver(resource, protect))
                .forEach(steps::add);
        return List.copyOf(steps);
    }

    private boolean secretIsEmpty() {
        return inUse().anyMatch(data.secret()::equals)
                ? SecretValue.lookUp(data.secret().name()).isEmpty()
                : secretValue.map(SecretValue::isEmpty).orElse(true);
    }

    private NextStep pushImage(String uri, String architecture) {
        return new NextStep(
                "%s does not exist yet, so the function is not created. Push the image and deploy again:"
                        .formatted(uri),
                Commands.pushAndDeploy(target, uri, architecture, environment.name()),
                true);
    }

    private NextStep setSecret() {
        return new NextStep(
                "the secret %s has no value yet, so imports fail. Set the value; you do not need to deploy again:"
                        .formatted(data.secret().name()),
                List.of(Commands.setSecret(target, data.secret().name())),
                true);
    }

    private NextStep nameInUse(OwnResource resource) {
        return new NextStep(
                "the %s %s already exists. If an interrupted update of this stack created it, or the stack has imported it, deploy. Otherwise, '%s up' fails: use the existing one, or import it into the stack:"
                        .formatted(resource.kind(), resource.name(), Commands.pulumi()),
                List.of(
                        configure(resource.setting().key(), resource.settingValue()),
                        Commands.takeOver(environment.name())),
                false);
    }

    private NextStep leftOver(OwnResource resource, boolean protect) {
        var destroy = "%s destroy --target '**%s**' --stack %s"
                .formatted(Commands.pulumi(), resource.type(), environment.name());
        var deploy = "%s up --stack %s".formatted(Commands.pulumi(), environment.name());
        return new NextStep(
                "the stack keeps its own %s %s, although %s specifies another one. After you deploy that setting, the following deletes it and everything in it%s:"
                        .formatted(
                                resource.kind(),
                                resource.name(),
                                resource.setting().key(),
                                protect ? "; meanwhile, the stack's other data is not protected either" : ""),
                protect
                        ? List.of(
                                configure("protectData", "false"),
                                deploy,
                                destroy,
                                configure("protectData", "true"),
                                deploy)
                        : List.of(destroy),
                false);
    }

    private String configure(String key, String value) {
        return Commands.configure(key, value, environment.name());
    }
}
