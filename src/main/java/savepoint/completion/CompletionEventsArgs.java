package savepoint.completion;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** The arguments of {@link CompletionEvents}. {@link Builder#build()} validates them together. */
public final class CompletionEventsArgs extends ResourceArgs {

    private static final String SUBJECT = "CompletionEventsArgs";

    private static final Pattern NAME = Pattern.compile("(?!default$)[.A-Za-z0-9_-]{1,256}");

    @Import(name = "eventBusName")
    String eventBusName;

    private Optional<AwsTarget> target = Optional.empty();

    private CompletionEventsArgs() {}

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, where -> List.of());
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

        private final CompletionEventsArgs $ = new CompletionEventsArgs();

        private Builder() {}

        /** The bus's name: 1 to 256 letters, digits and the characters {@code ._-}, but not {@code default}. Required. */
        public Builder eventBusName(String eventBusName) {
            inputs.take("eventBusName", eventBusName, name -> $.eventBusName = name);
            return this;
        }

        /**
         * Where the bus is created. Default: the account and region of the component's provider,
         * which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList()
                    .ifGiven(
                            $.eventBusName,
                            name -> List.of(Rule.matches(
                                    "eventBusName",
                                    name,
                                    NAME,
                                    "must be 1 to 256 letters, digits, dots, hyphens and underscores",
                                    "such as savepoint-dev-steam-import; 'default' is the default event bus")))
                    .toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public CompletionEventsArgs build() {
            enforce(SUBJECT, inputs.required("eventBusName", "such as savepoint-dev-steam-import"));
            return $;
        }
    }
}
