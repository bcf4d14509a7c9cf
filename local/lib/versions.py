"""Matching versions of the engine, the provider and the provider that it wraps, and the source of the engine."""

import os

PULUMI = "3.259.0"
AWS_PROVIDER = "6.83.0"
TERRAFORM_AWS_PROVIDER = "5.100.0"

PULUMI_DOWNLOADS = os.environ.get("SAVEPOINT_PULUMI_DOWNLOADS", "https://get.pulumi.com/releases/sdk")
