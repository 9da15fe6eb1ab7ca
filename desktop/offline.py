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

import logging
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from desktop.domain.errors import OfflineError
from desktop.walls.libc import forbid_new_privileges
from desktop.walls.seccomp import refuse_internet

AUDIT_HOOK, SECCOMP = "audit_hook", "seccomp"

_LOCAL: int | None = getattr(socket, "AF_UNIX", None)
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
