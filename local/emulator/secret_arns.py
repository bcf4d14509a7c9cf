"""Secrets: an ARN that is known before the secret exists.

The six characters after a secret's name are random, and the local stack's setting has to name them.
"""

from ministack.services import secretsmanager

SUFFIX = "AbCdEf"


def mend():
    store = secretsmanager._store_new_secret

    def store_under_the_known_arn(name, *arguments, **options):
        arn, version = store(name, *arguments, **options)
        known = f"{arn.rpartition('-')[0]}-{SUFFIX}"
        secretsmanager._secrets[name]["ARN"] = known
        return known, version

    secretsmanager._store_new_secret = store_under_the_known_arn
