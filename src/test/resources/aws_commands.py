"""Runs AWS CLI commands, one per argument, in one process: starting the CLI takes longer than most commands."""

import shlex
import sys

from awscli.clidriver import create_clidriver

driver = create_clidriver()
for command in sys.argv[1:]:
    code = driver.main([*shlex.split(command), "--output", "text"])
    if code != 0:
        sys.exit(code)
