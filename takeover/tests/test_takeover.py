"""Tests the takeover without AWS and without an engine: python3 -m unittest discover -s takeover -t takeover"""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from lib import changes, command, forgetting, live, matching, senders
from lib.aws import Aws
from lib.console import Refused
from lib.plan import UNKNOWN, Plan
from lib.terraform import State

QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:savepoint-prod-steam-library-sync"


def state_of(*resources, **top):
    return json.dumps({"version": 4, "terraform_version": "1.11.4", "resources": resources, **top})


def resource(type_, name, *instances, module="module.steam"):
    return {"mode": "managed", "module": module, "type": type_, "name": name, "instances": list(instances)}


def instance(index_key=None, **attributes):
    return {"attributes": attributes} | ({} if index_key is None else {"index_key": index_key})


def queue(env="prod", **options):
    name = f"savepoint-{env}-steam-library-sync"
    return instance(id=f"https://sqs/{name}", name=name, **options)


def parsed(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "it.tfstate"
        file.write_text(text, encoding="utf-8")
        return State(file)


def planned(type_, name, inputs, operation="create", parent="component", old=None, changed=(), id_="id"):
    return {
        "op": operation,
        "urn": f"urn:pulumi:prod::savepoint::{type_}::{name}",
        "newState": {"inputs": inputs, "parent": parent},
        "oldState": {"inputs": old or {}, "id": id_},
        "diffReasons": list(changed),
    }


def plan(*steps):
    return Plan({"steps": list(steps)})


PLANNED_QUEUE = planned("aws:sqs/queue:Queue", "steam-import-queue", {"name": "savepoint-prod-steam-library-sync"})


class States(unittest.TestCase):
    def refused(self, text):
        with self.assertRaises(Refused) as refused:
            parsed(text)
        return refused.exception.args[0]

    def test_rejects_invalid_states_in_one_sentence(self):
        for text, why in (
            ("", "is not a Terraform state, which is JSON"),
            ("[]", "is not a Terraform state, which is a JSON object"),
            ('{"version": 3, "modules": []}', "has format 3, but only 4 is supported"),
            ('{"encrypted_data": "x", "encryption_version": "v0"}', "is encrypted: 'tofu state pull' decrypts it"),
            ('{"format_version": "1.0", "values": {}}', "is the output of 'terraform show -json'"),
            (state_of(), "is empty"),
            (state_of({"mode": "data", "type": "aws_sqs_queue", "name": "it", "instances": [queue()]}), "is empty"),
        ):
            with self.subTest(why):
                self.assertIn(why, self.refused(text))

    def test_missing_file_error_says_how_to_get_it(self):
        with self.assertRaises(Refused) as refused:
            State("/nowhere/it.tfstate")
        self.assertIn("terraform state pull > savepoint.tfstate", refused.exception.args[0])

    def test_detects_tainted_and_deposed_resources(self):
        tainted = parsed(state_of(resource("aws_sqs_queue", "main", {**queue(), "status": "tainted"})))
        self.assertIn("is tainted", tainted.resources[0].unfinished)

        deposed = parsed(state_of(resource("aws_sqs_queue", "main", queue(), {**queue(), "deposed": "12ab34cd"})))
        self.assertEqual(1, len(deposed.resources))
        self.assertIn("has a deposed object", deposed.resources[0].unfinished)


class Matching(unittest.TestCase):
    def addresses(self, state, plan_):
        return [pair.resource.full_address for pair in matching.adopted(state, plan_.custom())]

    def test_matches_type_and_physical_name_in_any_module_and_instance(self):
        for expected, text in {
            "aws_sqs_queue.main": state_of(resource("aws_sqs_queue", "main", queue(), module="")),
            "module.a.module.b.aws_sqs_queue.main": state_of(resource("aws_sqs_queue", "main", queue(), module="module.a.module.b")),
            "aws_sqs_queue.main[1]": state_of(
                resource("aws_sqs_queue", "main", {**queue("dev"), "index_key": 0}, {**queue(), "index_key": 1}, module="")
            ),
            'module.steam["prod"].aws_sqs_queue.main': state_of(
                resource("aws_sqs_queue", "main", queue("dev"), module='module.steam["dev"]'),
                resource("aws_sqs_queue", "main", queue(), module='module.steam["prod"]'),
            ),
        }.items():
            with self.subTest(expected):
                self.assertEqual([expected], self.addresses(parsed(text), plan(PLANNED_QUEUE)))

    def test_does_not_match_same_name_of_another_type(self):
        other = parsed(state_of(resource("aws_sns_topic", "main", queue())))
        self.assertEqual([], self.addresses(other, plan(PLANNED_QUEUE)))

    def test_finds_mapping_by_queue_and_function(self):
        # At first, a preview does not know the function's ARN; after the import it does.
        for function_name in (UNKNOWN, "arn:aws:lambda:eu-central-1:123456789012:function:import"):
            with self.subTest(function_name):
                self.finds_the_mapping(function_name)

    def finds_the_mapping(self, function_name):
        function = planned("aws:lambda/function:Function", "steam-import-function", {"name": "import"})
        mapping = planned(
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            "steam-import-event-source",
            {"eventSourceArn": QUEUE_ARN, "functionName": function_name},
        )

        def of(name):
            return instance(0, id=name, event_source_arn=QUEUE_ARN, function_arn=f"arn:aws:lambda:eu-central-1:123456789012:function:{name}")

        state = parsed(state_of(resource("aws_lambda_event_source_mapping", "sqs", of("other"), of("import"))))

        pairs = matching.adopted(state, [one for one in plan(function, mapping).custom() if "ventSource" in one.type])
        self.assertEqual(["import"], [pair.resource.id for pair in pairs])

    def test_finds_parts_and_leftovers_of_adopted_resources_only(self):
        role = planned("aws:iam/role:Role", "steam-import-role", {"name": "import-role"})
        policy = planned("aws:iam/rolePolicy:RolePolicy", "steam-import-sqs-access", {"name": "import-sqs-access", "role": "import-role"})
        state = parsed(
            state_of(
                resource("aws_iam_role", "lambda", instance(id="import-role", name="import-role")),
                resource("aws_iam_role_policy", "sqs", instance(0, id="1", name="import-sqs-access", role="import-role")),
                resource("aws_iam_role_policy", "old", instance(0, id="2", name="import-old", role="import-role")),
                resource("aws_iam_role_policy", "theirs", instance(id="3", name="theirs", role="their-role")),
                resource("aws_iam_role_policy_attachment", "basic", instance(id="4", role="import-role")),
                resource("aws_iam_role_policy_attachment", "theirs", instance(id="5", role="their-role")),
            )
        )
        found = matching.adopted(state, plan(role, policy).custom())

        self.assertEqual(["1", "import-role"], sorted(one.resource.id for one in found))
        self.assertEqual(["4"], [one.id for one in matching.parts(state, found)])
        self.assertEqual(["2"], [one.id for one in matching.leftovers(state, found)])


class ImportFiles(unittest.TestCase):
    def filled(self, content, *found):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "import.json"
            if content is not None:
                file.write_text(json.dumps(content), encoding="utf-8")
            return command.fill(file, found), json.loads(file.read_text(encoding="utf-8"))["resources"]

    def test_keeps_existing_resources_and_their_components(self):
        content = {
            "resources": [
                {"type": "savepoint:queue:SteamImportQueue", "name": "a", "component": True},
                {"type": "aws:sqs/queue:Queue", "name": "steam-import-queue", "id": "<PLACEHOLDER>", "parent": "a"},
                {"type": "aws:sqs/queue:Queue", "name": "steam-import-dlq", "id": "<PLACEHOLDER>", "parent": "a"},
                {"type": "savepoint:lambda:LambdaContainer", "name": "b", "component": True},
                {"type": "aws:iam/role:Role", "name": "role", "id": "<PLACEHOLDER>", "parent": "b"},
            ]
        }
        found = matching.Found(plan(PLANNED_QUEUE).custom()[0], "https://sqs/it")

        is_left, resources = self.filled(content, found)

        self.assertTrue(is_left)
        self.assertEqual([("a", None), ("steam-import-queue", "https://sqs/it")], [(one["name"], one.get("id")) for one in resources])

    def test_complete_stack_has_nothing_to_import(self):
        for content in (None, {}, {"resources": None}, {"resources": []}):
            with self.subTest(content):
                self.assertEqual((False, []), self.filled(content))

    def test_rejects_the_state_of_another_stack(self):
        state = parsed(state_of(resource("aws_sqs_queue", "main", queue("staging"))))

        with self.assertRaises(Refused) as refused:
            command.from_terraform(state, plan(PLANNED_QUEUE), None, SimpleNamespace(stack="prod", with_data=False))

        self.assertEqual(
            "the state has no resources of stack prod; its queues are savepoint-staging-steam-library-sync. Is it the state of this stack?",
            refused.exception.args[0],
        )

    def test_nothing_is_looked_up_for_a_complete_stack(self):
        complete = plan(planned("aws:sqs/queue:Queue", "steam-import-queue", {}, "same"))
        no_aws = Aws(["no-such-command"], {}, "eu-central-1")

        with contextlib.redirect_stdout(io.StringIO()):
            found = command.from_aws(complete, no_aws, SimpleNamespace(with_data=True))

        self.assertEqual([], found)


class Forgetting(unittest.TestCase):
    def code(self, state, forgotten):
        return "\n".join(forgetting.code(state, [one for one in state.resources if forgotten(one)]))

    def test_completely_adopted_module_is_forgotten_as_a_whole(self):
        state = parsed(state_of(resource("aws_sqs_queue", "main", queue()), resource("aws_sqs_queue", "dlq", queue("x"))))
        code = self.code(state, lambda one: True)
        self.assertEqual(1, code.count("removed {"))
        self.assertIn("from = module.steam\n", code)
        self.assertIn("destroy = false", code)

    def test_partially_adopted_module_is_forgotten_by_resource(self):
        state = parsed(state_of(resource("aws_sqs_queue", "main", queue()), resource("aws_s3_bucket", "it", instance(id="b"))))
        self.assertIn("from = module.steam.aws_sqs_queue.main\n", self.code(state, lambda one: one.type == "aws_sqs_queue"))

    def test_module_with_remaining_nested_module_is_forgotten_by_resource(self):
        state = parsed(
            state_of(
                resource("aws_sqs_queue", "main", queue(), module="module.savepoint"),
                resource("aws_ecr_repository", "it", instance(id="r"), module="module.savepoint.module.ecr"),
            )
        )
        code = self.code(state, lambda one: one.type == "aws_sqs_queue")
        self.assertIn("from = module.savepoint.aws_sqs_queue.main\n", code)

        both = self.code(state, lambda one: True)
        self.assertIn("from = module.savepoint\n", both)
        self.assertEqual(1, both.count("removed {"))

    def test_only_instance_of_a_module_is_forgotten_with_the_module(self):
        state = parsed(state_of(resource("aws_sqs_queue", "main", queue(), module="module.steam[0]")))
        code = self.code(state, lambda one: True)
        self.assertIn("from = module.steam\n", code)
        self.assertNotIn("state rm", code)

    def test_one_of_several_instances_requires_a_command(self):
        state = parsed(
            state_of(resource("aws_sqs_queue", "main", {**queue("dev"), "index_key": "dev"}, {**queue(), "index_key": "prod"}))
        )
        code = self.code(state, lambda one: "prod" in one.key)
        self.assertIn("terraform state rm 'module.steam.aws_sqs_queue.main[\"prod\"]'", code)
        self.assertNotIn("removed {", code)

    def test_one_of_several_module_instances_requires_a_command(self):
        state = parsed(
            state_of(
                resource("aws_sqs_queue", "main", queue("dev"), module='module.steam["dev"]'),
                resource("aws_sqs_queue", "main", queue(), module='module.steam["prod"]'),
            )
        )
        code = self.code(state, lambda one: "prod" in one.module)
        self.assertIn("terraform state rm 'module.steam[\"prod\"].aws_sqs_queue.main'", code)
        self.assertNotIn("removed {", code)

    def test_terraform_without_removed_blocks_requires_commands(self):
        state = parsed(state_of(resource("aws_sqs_queue", "main", queue()), terraform_version="1.5.7"))
        self.assertIn("terraform state rm 'module.steam.aws_sqs_queue.main'", self.code(state, lambda one: True))


class Changes(unittest.TestCase):
    def words(self, kind, old, new):
        changed = sorted({*old, *new})
        return "\n".join(changes.in_words(plan(planned(kind, "it", new, "update", old=old, changed=changed))))

    def test_explains_changes(self):
        self.assertIn(
            "visibility timeout seconds: 300 → 1800: in-flight messages keep the old timeout",
            self.words("aws:sqs/queue:Queue", {"visibilityTimeoutSeconds": 300}, {"visibilityTimeoutSeconds": 1800}),
        )

    def test_lists_changed_statements_and_tags(self):
        old = json.dumps({"Statement": {"Sid": "Old", "Effect": "Allow", "Resource": "a"}})
        new = json.dumps({"Statement": [{"Sid": "New", "Effect": "Deny"}]})
        words = self.words("aws:sqs/queue:Queue", {"policy": old, "tags": {"a": "1", "b": "1"}}, {"policy": new, "tags": {"b": "2", "c": "3"}})
        self.assertIn("policy: removed statements: Old; added statements: New", words)
        self.assertIn("tags: removed: a; added: c; changed: b", words)

    def test_does_not_show_the_values_of_unknown_variables(self):
        old = {"environment": {"variables": {"LOG_LEVEL": "INFO", "STEAM_API_KEY": "topsecret"}}}
        new = {"environment": {"variables": {"LOG_LEVEL": "DEBUG"}}}
        words = self.words("aws:lambda/function:Function", old, new)
        self.assertIn("LOG_LEVEL INFO → DEBUG", words)
        self.assertIn("STEAM_API_KEY removed", words)
        self.assertNotIn("topsecret", words)

        for name in ("STEAM_API_KEY", "steamApiKey"):
            with self.subTest(name):
                words = self.words("aws:lambda/function:Function", {"environment": {"variables": {name: "topsecret"}}}, {})
                self.assertIn(f"{name} removed", words)
                self.assertNotIn("topsecret", words)

    def test_single_element_list_is_not_a_policy_change(self):
        old = json.dumps({"Statement": [{"Sid": "Same", "Effect": "Allow", "Resource": "a"}]})
        new = json.dumps({"Statement": [{"Sid": "Same", "Effect": "Allow", "Resource": ["a"]}]})
        self.assertNotIn("policy:", self.words("aws:iam/rolePolicy:RolePolicy", {"policy": old}, {"policy": new}))

    def test_only_replacements_and_deletions_are_harmful(self):
        operations = ("same", "create", "update", "replace", "create-replacement", "delete", "delete-replaced")
        steps = [planned("aws:sqs/queue:Queue", operation, {}, operation) for operation in operations]
        self.assertEqual(list(operations[3:]), [one.name for one in plan(*steps).harmful()])


class Settings(unittest.TestCase):
    def test_proposes_live_values(self):
        old = {
            "imageUri": "image:1", "memorySize": 512, "timeout": 300,
            "environment": {"variables": {"LOG_LEVEL": "WARNING", "S3_BUCKET": "bucket"}},
        }
        new = {"imageUri": "image:1", "memorySize": 1024, "timeout": 300, "environment": {"variables": {"LOG_LEVEL": "WARN"}}}
        of = plan(planned("aws:lambda/function:Function", "steam-import-function", new, "update", old=old))
        urns = {one.urn for one in of.resources}

        found = {one.key: (one.live, one.planned) for one in live.differences(of, urns)}

        self.assertEqual({"steamImportMemoryMb": (512, 1024), "steamImportBucket": ("bucket", None)}, found)
        self.assertEqual([], live.differences(of, set()), "resources that the stack already had are not compared")

    def differing(self, type_, name, old, new):
        of = plan(planned(type_, name, new, "update", old=old))
        return {(one.key, one.live, one.planned, one.can_be_kept) for one in live.differences(of, {one.urn for one in of.resources})}

    def test_finds_values_that_no_setting_can_keep(self):
        self.assertEqual(
            {("logRetentionDays", "never", 14, False)},
            self.differing("aws:cloudwatch/logGroup:LogGroup", "steam-import-logs", {}, {"retentionInDays": 14}),
        )
        self.assertEqual(
            {("steamImportConcurrency", "unlimited", 10, False)},
            self.differing(
                "aws:lambda/eventSourceMapping:EventSourceMapping", "steam-import-event-source", {}, {"scalingConfig": {"maximumConcurrency": 10}}
            ),
        )
        self.assertEqual(
            {("messageRetentionSeconds", 1209600, 604800, False)},
            self.differing(
                "aws:sqs/queue:Queue", "steam-import-queue", {"messageRetentionSeconds": 1209600}, {"messageRetentionSeconds": 604800}
            ),
        )
        old = {"architectures": ["arm64"], "vpcConfig": {"subnetIds": ["s"]}, "environment": {"variables": {"S3_BUCKET": "", "THEIRS": "x"}}}
        self.assertEqual(
            {
                ("steamImportArchitecture", "arm64", "x86_64", True),
                ("vpcConfig", "a network", "none", False),
                ("THEIRS", "set", "not set", False),
            },
            self.differing("aws:lambda/function:Function", "steam-import-function", old, {"architectures": ["x86_64"]}),
        )

    def test_longer_retention_loses_nothing(self):
        longer = {"messageRetentionSeconds": 604800}
        self.assertEqual(set(), self.differing("aws:sqs/queue:Queue", "steam-import-queue", {"messageRetentionSeconds": 60}, longer))

    def test_command_sets_plaintext(self):
        difference = live.Difference("enableSteamImportEventSource", False, True)
        self.assertEqual(
            "pulumi config set enableSteamImportEventSource 'false' --plaintext --stack prod", live.command("pulumi", difference, "prod")
        )


class Data(unittest.TestCase):
    BUCKET = planned("aws:s3/bucketV2:BucketV2", "steam-import-bucket", {"bucket": "savepoint-prod-imports"})
    POLICY = planned("aws:ecr/repositoryPolicy:RepositoryPolicy", "steam-import-repository-policy", {"repository": "savepoint-prod-lambdas"})
    FUNCTION = planned(
        "aws:lambda/function:Function", "steam-import-function", {"environment": UNKNOWN, "timeout": 300}, "update",
        old={"environment": {"variables": {"LOG_LEVEL": "WARN", "OTHER": "x"}}, "timeout": 300}, changed=["environment"],
    )

    class Aws:
        region = "eu-central-1"

        def account(self):
            return "123456789012"

        def find(self, resources):
            return {one.urn: one.inputs.get("bucket") for one in resources}

    class Given:
        def __init__(self, *change):
            self.change, self.stack = change, "prod"

    class Engine:
        pulumi = "pulumi"

    def refused(self, *change):
        both = plan(self.BUCKET, self.FUNCTION)
        with self.assertRaises(Refused) as refused:
            command.agreed(both, {both.resources[1].urn}, self.Given(*change), self.Engine(), self.Aws())
        return refused.exception.args[0]

    def test_is_matched_by_bucket_or_repository_only_on_request(self):
        state = parsed(state_of(
            resource("aws_s3_bucket", "imports", instance(id="savepoint-prod-imports", bucket="savepoint-prod-imports")),
            resource("aws_ecr_repository_policy", "it", instance(id="savepoint-prod-lambdas", repository="savepoint-prod-lambdas")),
            resource("aws_s3_bucket", "other", instance(id="other", bucket="other")),
        ))
        custom = plan(self.BUCKET, self.POLICY).custom()
        self.assertEqual([], matching.adopted(state, custom))
        self.assertEqual(["savepoint-prod-imports", "savepoint-prod-lambdas"], [one.id for one in matching.adopted(state, custom, with_data=True)])

    def test_existing_data_must_be_named_by_a_setting_or_taken_over(self):
        said = self.refused("logLevel", "steamImportBucket")
        self.assertIn("pulumi config set steamImportBucket 'savepoint-prod-imports'", said)
        self.assertIn("with --with-data. Then run this again", said)
        self.assertNotIn("--change", said)

    def test_unknown_variables_do_not_change_values_without_consent(self):
        said = self.refused()
        self.assertIn(
            "pulumi config set logLevel 'WARN' --plaintext --stack prod    "
            "# would become a value that is known only after deployment",
            said,
        )
        self.assertIn("such as --change logLevel. Then run this again", said)
        self.assertIn("  environment: one of the variables is known only after deploying", list(changes.in_words(plan(self.FUNCTION))))


class Senders(unittest.TestCase):
    def lost(self, *statements):
        document = json.dumps({"Statement": list(statements)})
        step = planned("aws:sqs/queue:Queue", "steam-import-queue", {"policy": '{"Statement": []}'}, "update", old={"policy": document})
        return "\n".join(senders.lost(plan(step), "123456789012", "pulumi"))

    def test_lists_senders_that_need_the_old_policy(self):
        self.assertIn("anyone in any", self.lost({"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"}))
        named = {"AWS": ["arn:aws:iam::210987654321:root"]}
        self.assertIn("arn:aws:iam::210987654321:root", self.lost({"Effect": "Allow", "Principal": named, "Action": ["SQS:*"]}))

    def test_lists_nothing_if_no_sender_needs_it(self):
        self.assertEqual("", self.lost({"Effect": "Allow", "Principal": "*", "Action": "sqs:ReceiveMessage"}))
        self.assertEqual("", self.lost({"Effect": "Deny", "Principal": "*", "Action": "sqs:*"}))


if __name__ == "__main__":
    unittest.main()
