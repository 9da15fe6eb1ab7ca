"""Rows of ways into the vault."""

from PySide6.QtCore import QCoreApplication, QRect, QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.ways_in import IN_KEYRING, WayIn, WayKind
from desktop.ui import icons
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_M, current, sized

ROW_HEIGHT_PX = 54
ICON_PX = 16
SHORT_DIGITS = 8


class KeyDelegate(RowDelegate[WayIn]):
    """Draws a way in: what it asks for, and whether it holds."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, way: WayIn) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_M, 8, -SPACE_M, -8)
        icon, role = _picture_of(way)
        place = QRectF(inner.left(), inner.top() + 1, ICON_PX, ICON_PX)
        icons.paint(painter, icon, str(getattr(colours, role)), place)
        left = inner.left() + ICON_PX + SPACE_M
        medium = sized(option.font, 13, QFont.Weight.Medium)
        small = sized(option.font, CAPTION_PX)
        width = inner.right() - left
        name = QRect(left, inner.top(), width, 18)
        paint_line(painter, medium, colours.text, name, name_of(way.kind))
        detail = QRect(left, inner.top() + 20, width, 18)
        paint_line(painter, small, colours.muted, detail, detail_of(way))


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


def _state_of(way: WayIn) -> str:
    if not way.is_proven:
        return _tr("not typed back yet: does not count")
    if way.is_dead:
        return _tr("of another computer or account")
    if way.kind in IN_KEYRING:
        return _tr("this keyring does not answer") if way.is_here is None else _tr("opens it here")
    return _tr("opens it on any computer")


def _picture_of(way: WayIn) -> tuple[str, str]:
    if not way.is_proven:
        return "warning", "moderate"
    if way.is_dead:
        return "hide", "muted"
    return "key", "low"


def _tr(text: str) -> str:
    return QCoreApplication.translate("WayIn", text)
