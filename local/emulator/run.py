"""The emulator's process: ministack with additions.

Each module here adds one thing that ministack does not do, or does differently from AWS. Delete a module when a release
of ministack makes it unnecessary. They are meant to be contributed to ministack.
"""

import alarms
import endpoints
import events
import gateway
import log_groups
import mappings
import metrics
import moves
import packets
import queues
import quotas
import secret_values
import workers
from ministack.app import main

for mended in (packets, queues, moves, mappings, quotas, workers, log_groups, secret_values, endpoints, gateway, alarms, metrics, events):
    mended.mend()
main()
