package savepoint.lambda;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * ARNs for a policy, and the rules for each. The rules are applied immediately if the ARNs are
 * known, or as soon as they become known.
 *
 * @param subject the owner of the input, as shown in the first line of a report
 * @param field the input's name
 * @param given the ARNs; if empty, no policy is created
 * @param rule the rules for a single ARN
 */
record ArnInput(
        String subject,
        String field,
        Optional<Output<List<String>>> given,
        BiFunction<String, String, List<Rule>> rule) {

    /** The rules for ARNs that are already known. */
    List<Rule> rules() {
        return known().map(this::rules).orElse(List.of());
    }

    /** Rules that depend on the account and the region. */
    List<Rule> rulesIn(AwsTarget where) {
        return known().map(arns -> rulesIn(arns, where)).orElse(List.of());
    }

    /** The ARNs, checked against all rules. */
    Optional<Output<List<String>>> enforcedIn(AwsTarget where) {
        return given.map(output -> Rules.enforceWhenKnown(
                subject,
                output,
                arns -> new RuleList()
                        .add(rules(arns))
                        .add(rulesIn(arns, where))
                        .toList()));
    }

    private Optional<List<String>> known() {
        return given.flatMap(Outputs::known);
    }

    private List<Rule> rules(List<String> arns) {
        return new RuleList()
                .add(Rule.notEmpty(field, arns, "leave it out if there is none"))
                .addEach(field, arns, arn -> rule.apply(field, arn))
                .toList();
    }

    private List<Rule> rulesIn(List<String> arns, AwsTarget where) {
        return new RuleList()
                .addEach(field, arns, arn -> List.of(ArnRules.inPartition(field, arn, where)))
                .toList();
    }
}
