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
 * ARNs that a policy is to name, and what must hold of each: now, if they are known, or as soon as they are.
 *
 * @param subject whose input it is, as the head line of a report names it
 * @param field the input's name
 * @param given the ARNs; empty for none, and then there is no policy
 * @param rule what must hold of an ARN by itself
 */
record ArnInput(
        String subject,
        String field,
        Optional<Output<List<String>>> given,
        BiFunction<String, String, List<Rule>> rule) {

    /** The rules about ARNs that are known now. */
    List<Rule> rules() {
        return known().map(this::rules).orElse(List.of());
    }

    /** What only the account and the region can tell of them. */
    List<Rule> rulesIn(AwsTarget where) {
        return known().map(arns -> rulesIn(arns, where)).orElse(List.of());
    }

    /** The ARNs, none of which breaks a rule. */
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
                .add(new Rule(!arns.isEmpty(), field, "must not be empty", "[]", "leave it out if there is none"))
                .addEach(field, arns, arn -> rule.apply(field, arn))
                .toList();
    }

    private List<Rule> rulesIn(List<String> arns, AwsTarget where) {
        return new RuleList()
                .addEach(field, arns, arn -> List.of(ArnRules.inPartition(field, arn, where)))
                .toList();
    }
}
