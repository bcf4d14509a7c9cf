"""Event source mappings: MetricsConfig and ProvisionedPollerConfig, which ministack accepts but does not return."""

from ministack.services import lambda_svc


def mend():
    create, update = lambda_svc._create_esm, lambda_svc._update_esm

    def remember(mapping_id, data):
        for part in ("MetricsConfig", "ProvisionedPollerConfig"):
            if part in data:
                lambda_svc._esms[mapping_id][part] = data[part]

    def create_and_remember(data):
        before = set(lambda_svc._esms)
        response = create(data)
        for mapping_id in set(lambda_svc._esms) - before:
            remember(mapping_id, data)
        return response

    def update_and_remember(mapping_id, data):
        response = update(mapping_id, data)
        if mapping_id in lambda_svc._esms:
            remember(mapping_id, data)
        return response

    lambda_svc._create_esm = create_and_remember
    lambda_svc._update_esm = update_and_remember
