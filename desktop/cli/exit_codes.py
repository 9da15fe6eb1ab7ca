"""What a command tells the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Listed in `resources/docs/command-line.md`; never renumbered."""

    DONE = 0
    """Everything that was asked for was done."""
    PARTLY = 1
    """Done, but something was refused, held back, failed or wrong; the output says what."""
    USAGE = 2
    """The command line was not understood."""
    ERROR = 3
    """Nothing was done; the error says why and what to do."""
    NOT_THERE = 4
    """A question was asked and the pages do not answer it."""
    DEFECT = 70
    """A defect of the program."""
    STOPPED = 130
    """Stopped by the analyst; what was stored stays, and `incamera add` goes on with it."""
