package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Deployment roles that allow too little or too much, and what a judge must find. */
final class WrongRoles {

    /** A part of a policy, what replaces it, and what is then found. */
    private record Mistake(String policy, String right, String wrong, String finding) {}

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(
                    "deployment-change-import",
                    "\"sqs:SetQueueAttributes\",",
                    "",
                    "update is not allowed sqs:SetQueueAttributes on arn:aws:sqs:eu-central-1:000000000000:savepoint-dev-steam-library-sync"),
            new Mistake(
                    "deployment-read",
                    "\"sqs:ListQueueTags\"",
                    "\"sqs:ListQueueTags\",\"sqs:ReceiveMessage\"",
                    "preview: ReadQueues allows sqs:ReceiveMessage, which no call needed"),
            new Mistake(
                    "deployment-read",
                    "\"sqs:ListQueueTags\"",
                    "\"sqs:ListQueueTags\",\"sqs:TagQueue\"",
                    "preview is allowed sqs:TagQueue, which is not read-only"),
            new Mistake(
                    "deployment-change-import",
                    ":savepoint-dev-steam-library-sync\"",
                    ":savepoint-*-steam-library-sync\"",
                    "update is allowed sqs:CreateQueue on arn:aws:sqs:eu-central-1:000000000000:savepoint-prod-steam-library-sync"),
            new Mistake(
                    "deployment-change-import",
                    "role/savepoint-dev-steam-import-role",
                    "role/*",
                    "update is allowed iam:PassRole on arn:aws:iam::000000000000:role/admin"),
            new Mistake(
                    "deployment-change-monitoring",
                    "aws:RequestTag/Project",
                    "sqs:Project",
                    "CreateTopicKey: kms:CreateKey has no condition key sqs:Project"),
            new Mistake(
                    "deployment-change-monitoring",
                    ",\"Null\":{\"aws:ResourceTag/Project\":\"true\",\"aws:ResourceTag/Environment\":\"true\"}",
                    "",
                    "update is allowed kms:TagResource on arn:aws:kms:eu-central-1:000000000000:key/theirs"),
            new Mistake(
                    "deployment-change-import",
                    ":function:savepoint-dev-steam-import\"",
                    ":layer:savepoint-dev-steam-import\"",
                    "cannot be restricted to arn:aws:lambda:eu-central-1:000000000000:layer:savepoint-dev-steam-import"));

    private WrongRoles() {}

    /** The roles with all mistakes. */
    static PlannedRoles insteadOf(PlannedRoles roles) throws IOException {
        var state = new Gson().fromJson(Files.readString(roles.file()), Map.class);
        for (var mistake : MISTAKES) {
            @SuppressWarnings("unchecked") // as Gson reads JSON objects
            var inputs = (Map<String, Object>)
                    PlannedState.find(state, mistake.policy()).get("inputs");
            inputs.computeIfPresent("policy", (key, document) -> {
                assertTrue(document.toString().contains(mistake.right()), mistake.right());
                return document.toString().replace(mistake.right(), mistake.wrong());
            });
        }
        var file = roles.file().resolveSibling("wrong-roles.json");
        return new PlannedRoles(Files.writeString(file, new Gson().toJson(state)));
    }

    static List<String> findings() {
        return MISTAKES.stream().map(Mistake::finding).toList();
    }
}
