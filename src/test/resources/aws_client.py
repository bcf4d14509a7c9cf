"""The command aws in the integration tests: lets the server in the first argument, aws_server.py, run it.

It claims to be version 2 of the AWS CLI, which the scripts in local/ prefer to their own version 1. If version 2 is
installed, the tests use that.
"""

import json
import os
import socket
import sys

server, *arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("aws-cli/2")
    sys.exit()
with socket.socket(socket.AF_UNIX) as connection:
    connection.settimeout(300)
    connection.connect(server)
    socket.send_fds(connection, [b"\0"], [0, 1, 2])
    connection.sendall(json.dumps([os.getcwd(), dict(os.environ), arguments]).encode())
    connection.shutdown(socket.SHUT_WR)
    code = connection.recv(1)
sys.exit(code[0] if code else "the AWS CLI ended without an exit code")
