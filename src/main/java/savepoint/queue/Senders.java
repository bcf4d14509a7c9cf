package savepoint.queue;

import com.pulumi.core.Output;
import java.util.List;
import savepoint.policy.ServiceSender;
import savepoint.validation.Outputs;

/**
 * Who may send to a queue.
 *
 * @param arns roles, users and accounts
 * @param services services on behalf of a resource or an account
 */
record Senders(List<String> arns, List<ServiceSender> services) {

    static Output<Senders> of(Output<List<String>> arns, Output<List<ServiceSender>> services) {
        return Outputs.apply(arns, services, Senders::new);
    }
}
