"""Secrets: a secret that is created without a value has no value and no version."""

from ministack.services import secretsmanager


def mend():
    store = secretsmanager._store_new_secret

    def store_without_a_version(name, secret_string=None, secret_binary=None, **options):
        arn, version = store(name, secret_string=secret_string, secret_binary=secret_binary, **options)
        if secret_string is None and secret_binary is None:
            secretsmanager._secrets[name]["Versions"].clear()
            version = None
        return arn, version

    secretsmanager._store_new_secret = store_without_a_version
