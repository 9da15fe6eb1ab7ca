"""A keyring of its own for the demo, the benchmarks and the tests: a private bus, a real daemon.

Nothing of it touches the keyring of this account.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = b"of the private keyring only"
START_LIMIT_S = 20.0
PROGRAMS = ("dbus-daemon", "dbus-send", "gnome-keyring-daemon")

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""No service folders: nothing is started on this bus but what we start."""


class NoKeyringHereError(RuntimeError):
    """Programs are missing, or did not start."""


@contextmanager
def private_keyring(folder: Path, *, password: bytes = PASSWORD) -> Iterator[dict[str, str]]:
    """Run a bus and an unlocked Secret Service in a folder.

    Args:
        folder: Holds the bus's socket, so its path must be short, and the daemon's files.
        password: Of the login collection, which is made with it or unlocked by it.

    Yields:
        The environment variables by which a process reaches them.

    Raises:
        NoKeyringHereError: It cannot be had on this machine.
    """
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing or sys.platform != "linux":
        raise NoKeyringHereError(f"a private keyring needs {' and '.join(missing) or 'Linux'}")
    run, data = folder / "run", folder / "data"
    for path in (run, data):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    socket = run / "bus"
    variables = {
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
        "XDG_RUNTIME_DIR": str(run),
        "XDG_DATA_HOME": str(data),
    }
    (run / "bus.conf").write_text(_BUS.format(socket=socket), encoding="utf-8")
    bus = subprocess.Popen(
        ["dbus-daemon", "--nofork", "--print-address", f"--config-file={run / 'bus.conf'}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        if bus.stdout is None or not bus.stdout.readline():
            raise NoKeyringHereError("the private bus did not start")
        with _daemon(os.environ | variables, password):
            yield variables
    finally:
        bus.kill()
        bus.communicate()
        socket.unlink(missing_ok=True)


@contextmanager
def _daemon(environment: dict[str, str], password: bytes) -> Iterator[None]:
    """Keep the daemon running, its login collection unlocked."""
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if daemon.stdin is not None:
            daemon.stdin.write(password)
            daemon.stdin.close()
        _wait_for_service(daemon, environment)
        yield
    finally:
        daemon.kill()
        daemon.wait()


def _wait_for_service(daemon: "subprocess.Popen[bytes]", environment: dict[str, str]) -> None:
    """Ask the bus until somebody has the name of the Secret Service, or the daemon has ended."""
    limit_s = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit_s:
        answer = subprocess.run(
            [
                *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"),
                *("org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if b"true" in answer.stdout:
            return
        try:
            daemon.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
        raise NoKeyringHereError("the keyring daemon ended at once")
    raise NoKeyringHereError("the keyring daemon does not answer")
