"""A process of one account that runs one command after the other, so that each costs no start.

A line of JSON in, the arguments of a command; a line out: exit code, standard output and error.
"""

import contextlib
import io
import json
import os
import sys

from desktop.cli.main import main


def run(arguments):
    """Run one command as `incamera` does; returns exit code, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = int(main(arguments))
        except SystemExit as error:
            code = int(error.code or 0)
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    for line in sys.stdin:
        os.write(1, json.dumps(run(json.loads(line))).encode() + b"\n")
