"""What the settings tell about the program, and what protects this computer's vault."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.plain import ElidedLabel, IconLabel, PlainLabel
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


@dataclass(frozen=True, slots=True)
class Wall:
    """One thing that protects, and whether it stands on this computer.

    Attributes:
        name: What it keeps from happening, as a sentence.
        stands: Whether it can be built here.
        instead: What stands against that where it is missing.
    """

    name: str
    stands: bool
    instead: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the about page says.

    Attributes:
        version: Of the program.
        vault_folder: Where the vault lies.
        keyring_name: What keeps its key.
        walls: What protects, and whether it stands on this computer.
    """

    version: str
    vault_folder: Path
    keyring_name: str
    walls: tuple[Wall, ...]


class AboutPage(QWidget):
    """Version, places, walls, and the promise."""

    def __init__(self, about: About, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        mark = IconLabel("mark", 44, self)
        mark.show_icon("mark", "accent")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(PlainLabel("In Camera", self, kind="display"))
        names.addWidget(
            PlainLabel(self.tr("Version {0}").format(about.version), self, kind="caption")
        )
        head.addWidget(mark)
        head.addLayout(names)
        head.addStretch(1)
        facts = QFormLayout()
        facts.setHorizontalSpacing(SPACE_L)
        facts.setVerticalSpacing(SPACE_S)
        facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, value in (
            (self.tr("Vault"), str(about.vault_folder)),
            (self.tr("Key in"), about.keyring_name),
        ):
            label = PlainLabel(name, self, kind="caption")
            shown = ElidedLabel(value, self, mode=Qt.TextElideMode.ElideMiddle)
            facts.addRow(label, shown)
        standing = QVBoxLayout()
        standing.setSpacing(SPACE_S)
        for wall in about.walls:
            row = QHBoxLayout()
            row.setSpacing(SPACE_S)
            picture = IconLabel("accept", 16, self)
            picture.show_icon(
                "accept" if wall.stands else "warning", "low" if wall.stands else "moderate"
            )
            row.addWidget(picture)
            row.addWidget(PlainLabel(self._words_of(wall), self, is_wrapped=True), 1)
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

    def _words_of(self, wall: Wall) -> str:
        if wall.stands:
            return wall.name
        if not wall.instead:
            return self.tr("Missing on this computer: {0}").format(wall.name)
        return self.tr("Missing on this computer: {0} Instead: {1}.").format(
            wall.name, wall.instead
        )
