package savepoint.completion;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.aws.SqsQueue;
import savepoint.validation.Rules;

/**
 * A webhook that receives completion events, and notifications of imports that have failed
 * permanently.
 *
 * <pre>
 * savepoint:completion:CompletionWebhook     {name}
 * ├─ aws:secretsmanager:Secret               {name}-webhook-key       the worker signs with it
 * ├─ aws:secretsmanager:SecretVersion        {name}-webhook-key
 * ├─ aws:cloudwatch:EventConnection          {name}-webhook           has a key that is derived from it
 * ├─ aws:cloudwatch:EventApiDestination      {name}-webhook
 * ├─ aws:iam:Role                            {name}-webhook-role
 * ├─ aws:iam:RolePolicy                      {name}-webhook-access
 * ├─ aws:sqs:Queue                           {name}-webhook-failures  undelivered events
 * ├─ aws:cloudwatch:EventRule, EventTarget   {name}-webhook-done      events of the worker
 * ├─ aws:cloudwatch:EventRule, EventTarget   {name}-webhook-failed    the alarm of the dead-letter queue
 * └─ aws:cloudwatch:EventRule, EventTarget   {name}-webhook-revoked   the receiver rejected the key
 * </pre>
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html">EventBridge: API
 *     destinations</a>
 */
public final class CompletionWebhook extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:completion:CompletionWebhook";

    @Export(name = "keySecretArn", refs = String.class)
    private final Output<String> keySecretArn;

    private final SqsQueue failuresQueue;

    /**
     * Registers the webhook.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the webhook's arguments
     */
    public CompletionWebhook(String name, CompletionWebhookArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the webhook.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the webhook's arguments
     * @param options Pulumi's options for the component, or null
     */
    public CompletionWebhook(String name, CompletionWebhookArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("CompletionWebhook", args), options);
        var target = args.targetOf(this, options);
        var child = CustomResourceOptions.builder().parent(this).build();
        var prefix = name + "-webhook";

        var key = new WebhookKey(prefix, args, child);
        var destination = new WebhookDestination(prefix, args, target.accountId(), child);
        var rules = new WebhookRouting(prefix, args, target, destination, child);

        keySecretArn = key.secretArn();
        failuresQueue = rules.failuresQueue();
        registerOutputs(Map.of("keySecretArn", keySecretArn));
    }

    /** The ARN of the secret that contains the worker's signing key; known once the secret has a value. */
    public Output<String> keySecretArn() {
        return keySecretArn;
    }

    /** The queue for events that could not be delivered. */
    public SqsQueue failuresQueue() {
        return failuresQueue;
    }
}
