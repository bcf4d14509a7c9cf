"""Responses: headers and body are sent together.

Otherwise, the body is late on a busy machine. The AWS SDK for Go, which the provider uses, then sometimes closes the
connection between the two (aws/aws-sdk-go-v2#2737) and retries, and the resource that it created "already exists".
"""

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol


def mend():
    async def send_head_with_body(protocol, event):
        try:
            data = protocol.__dict__.pop("head", b"") + protocol.connection.send(event)
        except h11.LocalProtocolError:
            if protocol.connection.their_state != h11.ERROR:
                raise
            return
        if isinstance(event, h11.Response):
            protocol.head = data
        else:
            await protocol.send(RawData(data=data))

    H11Protocol._send_h11_event = send_head_with_body
