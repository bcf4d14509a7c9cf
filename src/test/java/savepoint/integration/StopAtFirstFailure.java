package savepoint.integration;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Skips the rest of a class after a test has failed, if its tests build on each other: only the
 * first failure is meaningful.
 */
final class StopAtFirstFailure implements TestExecutionExceptionHandler, ExecutionCondition {

    private static final Namespace OWN = Namespace.create(StopAtFirstFailure.class);

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        ofClass(context).put(context.getRequiredTestClass(), context.getDisplayName());
        throw failure;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var failed = context.getTestClass().map(test -> ofClass(context).get(test, String.class));
        return failed.map(name -> ConditionEvaluationResult.disabled("after the failure of " + name))
                .orElse(ConditionEvaluationResult.enabled("nothing failed before"));
    }

    private static ExtensionContext.Store ofClass(ExtensionContext context) {
        return context.getRoot().getStore(OWN);
    }
}
