package savepoint.lambda;

import com.pulumi.aws.servicequotas.ServicequotasFunctions;
import com.pulumi.aws.servicequotas.inputs.GetServiceQuotaPlainArgs;
import com.pulumi.aws.servicequotas.outputs.GetServiceQuotaResult;
import java.util.List;
import java.util.Optional;
import savepoint.aws.Lookup;
import savepoint.validation.Rule;

/**
 * The quota of concurrent executions in the account and region of the default AWS provider, for all
 * functions together.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
 */
public final class AccountConcurrency {

    /** Service Quotas' code for Lambda's concurrent executions. */
    private static final String CONCURRENT_EXECUTIONS = "L-B99A9384";

    private final Lookup<GetServiceQuotaResult> lookup;

    private AccountConcurrency(Lookup<GetServiceQuotaResult> lookup) {
        this.lookup = lookup;
    }

    /** Starts looking up the quota. */
    public static AccountConcurrency lookUp() {
        return new AccountConcurrency(new Lookup<>(
                "the account's quota of concurrent executions",
                ServicequotasFunctions.getServiceQuotaPlain(GetServiceQuotaPlainArgs.builder()
                        .serviceCode("lambda")
                        .quotaCode(CONCURRENT_EXECUTIONS)
                        .build())));
    }

    /**
     * The event sources together must not exceed the quota. If the quota cannot be looked up, the
     * rule is a warning that recommends comparing them.
     *
     * @param field the setting or the input that should be lowered
     * @param maxima the maximum concurrency of each event source
     */
    public Rule holds(String field, List<Integer> maxima) {
        var sum = ConcurrencyRules.sumOf(maxima);
        Optional<Integer> quota = lookup.asked()
                .handle((answer, failure) -> Optional.ofNullable(answer)
                        .map(GetServiceQuotaResult::value)
                        .map(Double::intValue))
                .join();
        return quota.map(
                        most -> new Rule(
                                ConcurrencyRules.sum(maxima) <= most,
                                field,
                                "must not exceed the account's quota of %s concurrent executions, across all event sources"
                                        .formatted(most),
                                sum,
                                "lower it, or request a higher quota; messages above the quota are throttled, which counts as a receive"))
                .orElseGet(() -> new Rule(
                                false,
                                field,
                                "should not exceed the account's quota of concurrent executions, which could not be looked up",
                                sum,
                                "compare them with 'aws lambda get-account-settings', or allow servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota")
                        .asAdvice());
    }
}
