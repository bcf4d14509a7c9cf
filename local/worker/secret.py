"""The Steam API key. It is kept for 5 minutes, so that a new key needs no deployment."""

import functools
import os
import time

import boto3

CACHED_SECONDS = 300


@functools.cache
def _client():
    return boto3.client("secretsmanager")


@functools.lru_cache(maxsize=1)
def _read(period):
    return _client().get_secret_value(SecretId=os.environ["STEAM_API_KEY_SECRET_ARN"])["SecretString"]


def steam_api_key():
    return _read(int(time.time() / CACHED_SECONDS))
