"""Rows of ways into the vault."""

from PySide6.QtCore import QCoreApplication

from desktop.domain.ways_in import IN_KEYRING, WayIn, WayKind
from desktop.ui.line_rows import Picture

SHORT_DIGITS = 8


def identity_of(way: WayIn) -> str:
    """What makes a row the same after it changed."""
    return way.way_id


def words_of(way: WayIn) -> str:
    """One line for screen readers."""
    return f"{name_of(way.kind)}, {detail_of(way)}"


def name_of(kind: WayKind) -> str:
    """What a kind of way asks for."""
    return {
        WayKind.KEYRING: _tr("Keyring"),
        WayKind.KEYRING_AND_PASSPHRASE: _tr("Keyring and passphrase"),
        WayKind.PASSPHRASE: _tr("Passphrase"),
        WayKind.SHEET: _tr("Recovery sheet"),
    }[kind]


def detail_of(way: WayIn) -> str:
    """Where it holds, since when, and its first digits, which a sheet has printed on it."""
    parts = [_state_of(way)]
    if way.made_on is not None:
        parts.append(_tr("made on {0}").format(way.made_on.isoformat()))
    parts.append(way.way_id[:SHORT_DIGITS])
    return " · ".join(parts)


def picture_of(way: WayIn) -> Picture:
    """Whether it counts."""
    if not way.is_proven:
        return "warning", "moderate"
    if way.is_dead:
        return "hide", "muted"
    return "key", "low"


def _state_of(way: WayIn) -> str:
    if not way.is_proven:
        return _tr("not typed back yet: does not count")
    if way.is_dead:
        return _tr("of another computer or account")
    if way.kind in IN_KEYRING:
        return _tr("this keyring does not answer") if way.is_here is None else _tr("opens it here")
    return _tr("opens it on any computer")


def _tr(text: str) -> str:
    return QCoreApplication.translate("WayIn", text)
