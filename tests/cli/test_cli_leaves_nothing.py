"""A call of the command line leaves nothing that runs, and the next one needs the keyring again."""

import os
import sys
from pathlib import Path

import pytest

from desktop.domain.errors import KeyringAbsentError
from tests.cli.conftest import Incamera

pytestmark = [pytest.mark.process, pytest.mark.keyring]


def processes_of(home):
    """The processes whose environment names this home folder."""
    mark = f"INCAMERA_HOME={home}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)
        except OSError:
            continue  # it has ended, or belongs to somebody else


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told by /proc")
def test_nothing_outlives_a_call_that_opened_the_vault(incamera, samples):
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "Brandt v. Meridian").returncode == 0
    assert incamera("add", samples / "letter.pdf").returncode == 0
    assert list(processes_of(incamera.home)) == []


def test_the_next_call_has_no_key_but_from_the_keyring(incamera):
    without = {name: value for name, value in os.environ.items() if "DBUS" not in name}
    listed = Incamera(incamera.home, without | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})(
        "matter", "list"
    )
    assert listed.returncode != 0
    assert KeyringAbsentError.code in listed.stderr
    assert "Brandt" not in listed.stdout + listed.stderr
