"""Secrets: the Steam API key, and the key that signs events. Each is kept for 5 minutes, so that a new one needs no deployment."""

import functools
import os
import time

import boto3

CACHED_SECONDS = 300

_CLIENT = boto3.client("secretsmanager")


@functools.lru_cache(maxsize=2)
def _read(arn, period):
    return _CLIENT.get_secret_value(SecretId=arn)["SecretString"]


def value(arn):
    return _read(arn, int(time.time() / CACHED_SECONDS))


def steam_api_key():
    return value(os.environ["STEAM_API_KEY_SECRET_ARN"])
