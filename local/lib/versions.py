"""The releases that go together: the engine's, the provider's and that of what the provider wraps; and where the engine is from."""

import os

PULUMI = "3.259.0"
AWS_PROVIDER = "6.83.0"
TERRAFORM_AWS_PROVIDER = "5.100.0"

PULUMI_DOWNLOADS = os.environ.get("SAVEPOINT_PULUMI_DOWNLOADS", "https://get.pulumi.com/releases/sdk")
