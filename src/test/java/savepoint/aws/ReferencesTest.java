package savepoint.aws;

import static savepoint.testing.Sentences.assertRefused;

import org.junit.jupiter.api.Test;

/** References to resources that a component is given instead of their positional names. */
class ReferencesTest {

    private static final AwsTarget HERE = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");

    @Test
    void referencesToResourcesNeedAName() {
        assertRefused(() -> SqsQueue.existing(HERE, null), "name must be given, got null: it has no default");
        assertRefused(() -> EventBus.existing(HERE, null), "name must be given, got null: it has no default");
        assertRefused(
                () -> new QueuePair(null, null),
                "queue must be given, got null: it has no default",
                "deadLetterQueue must be given, got null: it has no default");
        assertRefused(
                () -> new HttpEndpoint(null, 1, 1, null),
                "apiName must be given, got null: it has no default",
                "logGroupName must be given, got null: it has no default");
    }
}
