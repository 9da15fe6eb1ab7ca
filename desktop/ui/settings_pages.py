"""The pages of the settings that only tell: keys, and what protects this computer's vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.plain import ElidedLabel, IconLabel, PlainLabel
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


@dataclass(frozen=True, slots=True)
class Wall:
    """One thing that protects, and whether it stands on this computer."""

    name: str
    stands: bool


class KeyboardPage(QWidget):
    """Every shortcut, in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        keys = (
            (self.tr("Search"), "Ctrl+K"),
            (self.tr("Next panel"), "F6"),
            (self.tr("New matter"), "Ctrl+N"),
            (self.tr("Add files"), "Ctrl+O"),
            (self.tr("Next page"), "PgDown"),
            (self.tr("Previous page"), "PgUp"),
            (self.tr("Go to page"), "Ctrl+G"),
            (self.tr("Zoom in"), "Ctrl++"),
            (self.tr("Zoom out"), "Ctrl+-"),
            (self.tr("Actual size"), "Ctrl+0"),
            (self.tr("Fit width"), "Ctrl+1"),
            (self.tr("Fit page"), "Ctrl+2"),
            (self.tr("Rotate right"), "Ctrl+R"),
            (self.tr("Thumbnails"), "Ctrl+T"),
            (self.tr("Findings"), "Ctrl+I"),
            (self.tr("Show or mask a value"), "Space"),
            (self.tr("Accept a finding"), "A"),
            (self.tr("Reject a finding"), "R"),
            (self.tr("Take a decision back"), "U"),
            (self.tr("Settings"), "Ctrl+,"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        half = (len(keys) + 1) // 2
        for number, (name, key) in enumerate(keys):
            row, column = number % half, 2 * (number // half)
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(PlainLabel(name, self), row, column)
            grid.addWidget(PlainLabel(shown, self, kind="badge"), row, column + 1, _LEFT)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(PlainLabel(self.tr("Keyboard"), self, kind="title"))
        layout.addLayout(grid)
        layout.addStretch(1)


class AboutPage(QWidget):
    """Version, places, walls, and the promise."""

    def __init__(
        self,
        version: str,
        vault_folder: Path,
        keyring_name: str,
        walls: Sequence[Wall],
        parent: QWidget | None = None,
    ) -> None:
        """Make it."""
        super().__init__(parent)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        mark = IconLabel("mark", 44, self)
        mark.show_icon("mark", "accent")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(PlainLabel("In Camera", self, kind="display"))
        names.addWidget(PlainLabel(self.tr("Version {0}").format(version), self, kind="caption"))
        head.addWidget(mark)
        head.addLayout(names)
        head.addStretch(1)
        facts = QFormLayout()
        facts.setHorizontalSpacing(SPACE_L)
        facts.setVerticalSpacing(SPACE_S)
        facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, value in (
            (self.tr("Vault"), str(vault_folder)),
            (self.tr("Key in"), keyring_name),
        ):
            label = PlainLabel(name, self, kind="caption")
            shown = ElidedLabel(value, self, mode=Qt.TextElideMode.ElideMiddle)
            facts.addRow(label, shown)
        standing = QVBoxLayout()
        standing.setSpacing(SPACE_S)
        for wall in walls:
            row = QHBoxLayout()
            row.setSpacing(SPACE_S)
            picture = IconLabel("accept", 16, self)
            picture.show_icon(
                "accept" if wall.stands else "warning", "low" if wall.stands else "moderate"
            )
            state = "" if wall.stands else self.tr("  (not on this computer)")
            row.addWidget(picture)
            row.addWidget(PlainLabel(f"{wall.name}{state}", self, is_wrapped=True), 1)
            standing.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addLayout(head)
        layout.addLayout(facts)
        section = QVBoxLayout()
        section.setSpacing(SPACE_S)
        section.addWidget(PlainLabel(self.tr("Walls that stand"), self, kind="section"))
        section.addSpacing(SPACE_XS)
        section.addLayout(standing)
        layout.addLayout(section)
        layout.addStretch(1)
        layout.addWidget(
            PlainLabel(
                self.tr("In Camera opens no network connection and sends nothing to anyone."),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )


_LEFT = Qt.AlignmentFlag.AlignLeft
