"""Nothing leaves the machine: this closes the network to the process that calls it.

Two walls, of different makes:

    audit hook   Python asks it before each socket, look-up of a name, or opening of a browser. It
                 stands on every system and names the part of the program that asked; code in C can
                 go round it.
    seccomp      Linux itself refuses this process, and all that it starts, sockets that are not
                 local. Nothing goes round it.

Local sockets (AF_UNIX) stay open: the desktop, the keyring and the input methods are reached over
them. This is the only module that may name the network.
"""

import contextlib
import ctypes
import errno
import logging
import os
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import OfflineError
from desktop.walls.libc import forbid_new_privileges
from desktop.walls.seccomp import refuse_internet

AUDIT_HOOK, SECCOMP = "audit_hook", "seccomp"

FAMILIES = range(1, 46)
"""Numbers of families of sockets; Linux knows those from 1, which is local, to 45."""

_LOCAL: int | None = getattr(socket, "AF_UNIX", None)
_REFUSED = (errno.EPERM, errno.EACCES)
"""What a wall answers. Any other error is the kernel's own, so that no wall stood before it."""

_log = logging.getLogger(__name__)
_standing: list[str] = []


def close_network() -> tuple[str, ...]:
    """Close the network to this process for good; called again, it does nothing.

    Whatever asks for it afterwards gets an OfflineError, or from the operating system "operation
    not permitted".

    Returns:
        The names of the walls that stand.
    """
    if not _standing:
        sys.addaudithook(_refuse)
        _standing.append(AUDIT_HOOK)
        if forbid_new_privileges() and refuse_internet():
            _standing.append(SECCOMP)
    return tuple(_standing)


@dataclass(frozen=True, slots=True)
class SocketTrial:
    """What came of asking for sockets of every family.

    Attributes:
        tried: How many families were tried.
        opened_by_python: Of the internet's two families those, by number, of which Python gave one.
        opened_by_system: Families, by number, of which the operating system gave one when it was
            asked directly, or refused it for another reason than a wall; local ones left out. None
            where it cannot be asked so.
        is_local_open: Whether local sockets can be made.
    """

    tried: int
    opened_by_python: tuple[int, ...]
    opened_by_system: tuple[int, ...] | None
    is_local_open: bool


def try_sockets() -> SocketTrial:
    """Ask for a socket of every family in every way; each that is given is closed at once."""
    foreign = [family for family in FAMILIES if family != _LOCAL]
    internet = (int(socket.AF_INET), int(socket.AF_INET6))
    return SocketTrial(
        tried=len(FAMILIES),
        opened_by_python=tuple(filter(_is_given_by_python, internet)),
        opened_by_system=(
            tuple(filter(_is_given_by_system, foreign)) if sys.platform != "win32" else None
        ),
        is_local_open=_LOCAL is not None and _is_given_by_python(_LOCAL),
    )


def _is_given_by_python(family: int) -> bool:
    try:
        socket.socket(family, socket.SOCK_DGRAM).close()
    except (OSError, OfflineError):
        return False
    return True


def _is_given_by_system(family: int) -> bool:
    """Whether the C library gives one; a family that the kernel does not know is refused too."""
    library = ctypes.CDLL(None, use_errno=True)
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        descriptor = library.socket(family, int(kind), 0)
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(descriptor)
            return True
        if ctypes.get_errno() not in _REFUSED:
            return True
    return False


def _always(_arguments: tuple[Any, ...]) -> bool:
    return True


def _is_new_socket_refused(arguments: tuple[Any, ...]) -> bool:
    """Whether a socket (itself, family, type, protocol) is other than local.

    A socket made of a descriptor without telling its family is refused too: it may be anything.
    """
    return _LOCAL is None or arguments[1] != _LOCAL


def _is_use_refused(arguments: tuple[Any, ...]) -> bool:
    """Whether the socket that is used (the first argument) is other than local."""
    return _LOCAL is None or arguments[0].family != _LOCAL


_REFUSALS: Mapping[str, Callable[[tuple[Any, ...]], bool]] = {
    "socket.__new__": _is_new_socket_refused,
    "socket.bind": _is_use_refused,
    "socket.connect": _is_use_refused,
    "socket.sendmsg": _is_use_refused,
    "socket.sendto": _is_use_refused,
    "socket.getaddrinfo": _always,
    "socket.gethostbyaddr": _always,
    "socket.gethostbyname": _always,
    "socket.getnameinfo": _always,
    "socket.sethostname": _always,
    # Above these lie sockets; refused here, the trace is plainer.
    "ftplib.connect": _always,
    "http.client.connect": _always,
    "imaplib.open": _always,
    "nntplib.connect": _always,
    "poplib.connect": _always,
    "smtplib.connect": _always,
    "telnetlib.Telnet.open": _always,
    "urllib.Request": _always,
    # Another program would go out in our place.
    "webbrowser.open": _always,
}
"""What asks for the network, and when it is refused. Source: Python's table of audit events."""


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Called by Python at every audit event, thousands a second at times: nearly all end here."""
    is_refused = _REFUSALS.get(event)
    if is_refused is not None and is_refused(arguments):
        _log.error("refused: %s, asked for by %s", event, _asker())
        raise OfflineError


def _asker() -> str:
    """Module and line that asked: the innermost that is not of this module."""
    for frame, line in traceback.walk_stack(None):
        module = frame.f_globals.get("__name__", "")
        if module not in {__name__, "traceback"}:
            return f"{module}:{line}"
    return ""
