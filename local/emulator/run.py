"""Runs ministack, with what it lacks: the emulator's own process.

Each module here is one thing that ministack does not do, or does differently from AWS. To be deleted, one by one, when its
releases make them superfluous; they are meant to be offered to it.
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
