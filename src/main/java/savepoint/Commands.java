package savepoint;

import com.pulumi.core.Output;
import java.net.URI;
import java.util.List;
import savepoint.aws.AwsTarget;
import savepoint.config.Emulator;
import savepoint.validation.Outputs;

/**
 * Commands for the user to copy. If the stack is deployed to an emulator, they target it too, so
 * that running them as shown never reaches a real account.
 */
final class Commands {

    private Commands() {}

    /** The AWS CLI. */
    static String aws() {
        return Emulator.endpoint().map("aws --endpoint-url "::concat).orElse("aws");
    }

    /** The Pulumi CLI. */
    static String pulumi() {
        return isEmulated() ? "./local/pulumi" : "pulumi";
    }

    /** Changes a setting of a stack. */
    static String configure(String key, String value, String stack) {
        return "%s config set %s %s --stack %s".formatted(pulumi(), key, value, stack);
    }

    /** Imports resources that already exist in AWS under the stack's names into the stack. */
    static String takeOver(String stack) {
        return "./takeover/run %s--from-aws --with-data %s".formatted(isEmulated() ? "--local " : "", stack);
    }

    /** Builds an image, pushes it and deploys it. The emulator has no registry that Docker can push to. */
    static List<String> pushAndDeploy(AwsTarget target, String image, String architecture, String stack) {
        return isEmulated()
                ? List.of("./local/push --stack " + stack, pulumi() + " up --stack " + stack)
                : List.of(
                        "docker build --platform linux/%s --provenance=false --tag %s ."
                                .formatted(architecture.equals("arm64") ? "arm64" : "amd64", image),
                        "aws ecr get-login-password --region %s | docker login --username AWS --password-stdin %s"
                                .formatted(target.region(), target.ecrRegistry()),
                        "docker push " + image,
                        pulumi() + " up --stack " + stack);
    }

    /**
     * Sets the value of a secret, without leaving it in the shell's history. The command is a
     * single line: if several lines are pasted at once, some shells read the second line as the
     * value.
     */
    static String setSecret(AwsTarget target, String secret) {
        return "read -rs STEAM_API_KEY && %s secretsmanager put-secret-value --region %s --secret-id %s --secret-string \"$STEAM_API_KEY\""
                .formatted(aws(), target.region(), secret);
    }

    /**
     * The URL at which the stage of an API can be reached. The emulator serves all APIs at its own
     * address.
     *
     * @param url its URL in AWS
     * @param apiId the ID of the API
     */
    static Output<String> reachable(Output<String> url, Output<String> apiId) {
        return Emulator.endpoint()
                .map(endpoint -> Outputs.apply(
                        url,
                        apiId,
                        (address, id) -> "%s/_aws/execute-api/%s%s"
                                .formatted(endpoint, id, URI.create(address).getPath())))
                .orElse(url);
    }

    /**
     * Requests an import, as the IAM identity whose credentials are in environment variables, or as
     * a user with an ID token.
     */
    static String enqueue(AwsTarget target, String url, String authorization) {
        var byIam = authorization.equals("IAM");
        return "curl --fail-with-body --header 'Content-Type: application/json' %s --data '{%s\"steamId\":\"76561198000000000\"}' %s"
                .formatted(
                        byIam
                                ? "--aws-sigv4 aws:amz:%s:execute-api --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" --header \"X-Amz-Security-Token: ${AWS_SESSION_TOKEN:-}\""
                                        .formatted(target.region())
                                : "--header \"Authorization: $ID_TOKEN\"",
                        byIam ? "\"userId\":\"u-1\"," : "",
                        url);
    }

    /** Attaches a policy to a role. */
    static String attachToRole(String policyArn) {
        return "%s iam attach-role-policy --role-name \"$ROLE\" --policy-arn %s".formatted(aws(), policyArn);
    }

    private static boolean isEmulated() {
        return Emulator.endpoint().isPresent();
    }
}
