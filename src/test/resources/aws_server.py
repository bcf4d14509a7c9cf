"""The AWS CLI, started once: forks a process for each command, since starting the CLI takes longer than most commands.

Prints the socket that it listens on, until its input ends. A client, aws_client.py, sends its three standard streams and,
as JSON, its folder, its environment and its arguments. The response is one byte: the exit code.
"""

import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import traceback

from awscli.clidriver import create_clidriver


def run(driver, connection):
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as received:
        folder, environment, arguments = json.load(received)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    environment["AWS_DATA_PATH"] = os.environ["AWS_DATA_PATH"]  # as the CLI sets it when it starts
    os.environ.clear()
    os.environ.update(environment)
    try:
        code = driver.main(arguments)
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    connection.sendall(bytes([code or 0]))


def fork(driver, server, connection):
    if os.fork() == 0:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            server.close()
            run(driver, connection)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)


def serve(driver, server):
    with selectors.DefaultSelector() as selector:
        for source in (server, sys.stdin):
            selector.register(source, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if sys.stdin in ready:
                return
            with server.accept()[0] as connection:
                fork(driver, server, connection)


# Ended commands need no attention.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
# The name of a socket is limited to about 100 characters.
with tempfile.TemporaryDirectory(prefix="aws-", dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as server:
    server.bind(f"{folder}/socket")
    server.listen(64)
    driver = create_clidriver()
    print(server.getsockname(), flush=True)
    serve(driver, server)
