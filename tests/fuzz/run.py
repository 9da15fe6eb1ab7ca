"""`make fuzz`: every target for a while, or those named; `--seconds 60` is how long each.

Ends with 1 where something failed; the input is then in the corpus, and a test until it is mended.
"""

import argparse
import sys

from tests.fuzz.campaign import fuzz
from tests.fuzz.targets import TARGETS


def main(arguments: list[str]) -> int:
    """Fuzz, and say what came of it."""
    parser = argparse.ArgumentParser(prog="make fuzz", allow_abbrev=False)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[])
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args(arguments)
    failed = 0
    for name in options.targets or TARGETS:
        done = fuzz(name, options.seconds, is_kept=True)
        outcome = f"FAILED, kept as {done.kept_as}: {done.failure}" if done.failure else "sound"
        print(f"{name:14} {done.inputs:8} inputs  {outcome}", flush=True)
        failed += bool(done.failure)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
