"""Every command that can be written is done by something."""

import argparse
import subprocess
import sys

import pytest

from desktop.cli.commands import COMMANDS, command_of
from desktop.cli.parser import build_parser


def subparsers_of(parser):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    return {}


def written_commands():
    for name, parser in subparsers_of(build_parser()).items():
        actions = subparsers_of(parser)
        yield from ((name, action) for action in actions or (None,))


@pytest.mark.parametrize(("name", "action"), sorted(COMMANDS, key=str))
def test_a_command_has_its_function(name, action):
    assert callable(command_of(name, action))


def test_commands_and_the_parser_know_the_same():
    assert set(written_commands()) == set(COMMANDS)


def test_what_needs_no_vault_loads_none():
    program = (
        "import sys; from desktop.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(*{'.'.join(name.split('.')[:2]) for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert "desktop.cli" in loaded
    assert not loaded & {"desktop.findings", "sqlcipher3", "PySide6", "phonenumbers", "rapidfuzz"}
