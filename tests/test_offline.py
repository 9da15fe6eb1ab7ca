import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.walls.libc import architecture

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[1]


def said_after_closing(act):
    """What a program prints that closes its network, twice, and then acts."""
    script = (
        "import ctypes, socket, sys\n"
        "from desktop import offline\n"
        "walls = offline.close_network()\n"
        "assert offline.close_network() == walls\n"
        "try:\n"
        f"    print({act})\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.socket(fileno=0)",
        "socket.getaddrinfo('localhost', 80)",
        "socket.gethostbyname('localhost')",
        "socket.create_connection(('127.0.0.1', 9))",
        "__import__('urllib.request').request.urlopen('http://localhost')",
        "__import__('webbrowser').GenericBrowser('true').open('http://localhost')",
    ],
)
def test_whatever_asks_for_the_network_gets_a_named_error(act):
    assert said_after_closing(act) == "OfflineError"


def test_local_sockets_stay_open_for_the_desktop_and_the_keyring():
    assert said_after_closing("len(socket.socketpair())") == "2"


@pytest.mark.skipif(architecture() is None, reason="no walls are built on this system")
def test_code_that_goes_round_python_is_refused_by_the_operating_system():
    assert said_after_closing("ctypes.CDLL(None).socket(2, 1, 0)") == "-1"
    assert said_after_closing("walls") == "('audit_hook', 'seccomp')"
