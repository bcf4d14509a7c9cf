"""Runs AWS CLI commands, each in a process that is forked from this one: starting the CLI takes longer than most commands.

Reads a JSON list per line: the file for the output, the file for the errors and the command's arguments. Answers each
with a line: the exit code.
"""

import json
import os
import sys

from awscli.clidriver import create_clidriver


def run(driver, output, errors, *arguments):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for file, stream in ((os.devnull, 0), (output, 1), (errors, 2)):
        os.dup2(os.open(file, os.O_RDWR), stream)
    code = 1
    try:
        # The endpoint is passed because, for SQS, the CLI prefers its own to the one in the environment.
        code = driver.main(["--endpoint-url", os.environ["AWS_ENDPOINT_URL"], *arguments])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


driver = create_clidriver()
for line in sys.stdin:
    print(run(driver, *json.loads(line)), flush=True)
