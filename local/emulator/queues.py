"""Queues: one change at a time.

ministack changes a queue's messages in two threads, that of the requests and that of the mappings, and only the second
acquires the lock. Occasionally, a message was lost if it was sent while a mapping deleted another one.
"""

import asyncio
import functools
import threading

from ministack.services import sqs


def mend():
    # Reentrant, because some of these call each other.
    sqs._queues_lock = threading.RLock()
    for name in ("_collect_msgs", "_dlq_sweep", "_expire_retained", "_refresh_counts"):
        setattr(sqs, name, _one_at_a_time(getattr(sqs, name)))
    for action, handler in sqs._HANDLERS.items():
        # Receiving waits for messages; the parts of it that change a queue are above.
        if not asyncio.iscoroutinefunction(handler):
            sqs._HANDLERS[action] = _one_at_a_time(handler)


def _one_at_a_time(function):
    @functools.wraps(function)
    def locked(*arguments):
        with sqs._queues_lock:
            return function(*arguments)

    return locked
