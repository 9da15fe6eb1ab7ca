"""The vision model in the settings: which is used, which are here, which could be and would fit."""

from enum import IntEnum
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge.model_bench import ModelBench
from desktop.domain.imported_model import ModelProgress, ModelState, ModelStep
from desktop.domain.model_listing import ListedFound, ModelListing
from desktop.settings import Settings
from desktop.ui import model_words
from desktop.ui.banner import Banner
from desktop.ui.chip import Chip
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.decision_dialog import DecisionDialog
from desktop.ui.file_dialogs import ask_for_file
from desktop.ui.id_rows import IdRows
from desktop.ui.model_choice import NONE, ModelChoice
from desktop.ui.model_rows import (
    ROW_HEIGHT_PX,
    ModelDelegate,
    ModelRow,
    identity_of,
    row_of_found,
    row_of_imported,
    row_of_known,
    words_of,
)
from desktop.ui.plain import IconButton, PlainLabel, TextButton
from desktop.ui.row_list import row_list
from desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS

ADVICE_HEIGHT_PX = 66
"""Four lines, so that the list does not move while one goes through it."""


class Shelf(IntEnum):
    """Which models are listed."""

    IMPORTED = 0
    FOUND = 1
    KNOWN = 2


class ModelsPage(QWidget):
    """Lists models, brings them in, tests and measures them, and chooses one.

    What is chosen holds once the dialog is saved; all else is done at once.
    """

    def __init__(
        self, settings: Settings, bench: ModelBench, parent: QWidget | None = None
    ) -> None:
        """Show what is used; the rest comes when the bench has looked."""
        super().__init__(parent)
        self._bench = bench
        self._kept = settings.vision_model
        self._decided_for = ""
        self._is_measuring = False
        self._is_shelf_chosen = False
        self._listing: ModelListing | None = None
        self._used = ModelChoice(bench, self)
        self.choice = self._used.box
        self.machine = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._rows: IdRows[ModelRow] = IdRows(identity_of, words_of, self)
        self.list = row_list("Models", self.tr("Models"), self._rows, self)
        self.list.setItemDelegate(ModelDelegate(240, ROW_HEIGHT_PX, self.list))
        self.shelves: dict[Shelf, TextButton] = {}
        self._group = QButtonGroup(self)
        for shelf, name in (
            (Shelf.IMPORTED, self.tr("Models that were imported")),
            (Shelf.FOUND, self.tr("Models of Ollama and LM Studio on this machine")),
            (Shelf.KNOWN, self.tr("Models that the catalogue knows")),
        ):
            chip = Chip("", name, self)
            self._group.addButton(chip, shelf)
            self.shelves[shelf] = chip
        self.shelves[Shelf.IMPORTED].setChecked(True)
        self.advice = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.advice.setFixedHeight(ADVICE_HEIGHT_PX)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fitting = QCheckBox(self.tr("Only what fits and may be used"), self)
        self.fitting.setAccessibleName(self.fitting.text())
        self.bring_button = TextButton(self.tr("Import &this"), self)
        self.import_button = TextButton(self.tr("&Import…"), self, icon_name="folder")
        self.use_button = TextButton(self.tr("&Use"), self)
        self.test_button = TextButton(self.tr("&Test"), self)
        self.measure_button = TextButton(self.tr("&Measure"), self)
        self.remove_button = TextButton(self.tr("&Remove"), self)
        self.banner = Banner(self)
        self.step = PlainLabel("", self, kind="caption")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop_button = IconButton("stop", self.tr("Stop"), self)
        self._lay_out()
        self._connect()
        self._fill_choice(settings.vision_model if settings.is_vision_used else NONE)
        self._show_busy(bench.is_busy)
        bench.look()

    @property
    def chosen(self) -> str | None:
        """Short name of the model, "" for the starter, None for none."""
        return None if self._used.value == NONE else self._used.value

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """What the list shows."""
        return tuple(self._rows.items)

    # ------------------------------------------------------------------ making

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        buttons.addWidget(self.bring_button)
        for button in self._of_a_model:
            buttons.addWidget(button)
        work = QHBoxLayout()
        work.setSpacing(SPACE_M)
        work.addWidget(self.step)
        work.addWidget(self.bar, 1)
        work.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Vision model"), self, kind="title"))
        layout.addWidget(self.machine)
        shelves = QHBoxLayout()
        shelves.setSpacing(SPACE_XS)
        for chip in self.shelves.values():
            shelves.addWidget(chip)
        shelves.addStretch(1)
        shelves.addWidget(self.fitting)
        layout.addWidget(self._used)
        layout.addLayout(shelves)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.advice)
        layout.addLayout(buttons)
        layout.addLayout(work)
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        self.import_button.clicked.connect(self._on_import)
        self.use_button.clicked.connect(self._on_use)
        self.test_button.clicked.connect(self._on_test)
        self.measure_button.clicked.connect(self._on_measure)
        self.remove_button.clicked.connect(self._on_remove)
        self.stop_button.clicked.connect(self._bench.stop)
        self.bring_button.clicked.connect(self._on_bring)
        self.fitting.toggled.connect(self._on_fitting)
        self._group.idClicked.connect(self._on_shelf)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self._delete_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        self._delete_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete_key.activated.connect(self._on_remove)
        self._bench.listed.connect(self._on_listed)
        self._bench.progressed.connect(self._on_progressed)
        self._bench.ended.connect(self._on_ended)
        self._bench.failed.connect(self.banner.show_error)
        self._bench.busy_changed.connect(self._show_busy)

    @property
    def _of_a_model(self) -> tuple[TextButton, ...]:
        return (self.use_button, self.test_button, self.measure_button, self.remove_button)

    # ------------------------------------------------------------------ what the bench tells

    def _on_listed(self, listing: ModelListing) -> None:
        self._listing = listing
        self.machine.setText(model_words.machine(listing.machine))
        self._show_shelves(listing)
        self._show_rows()
        self._fill_choice(self._used.value)
        if self._decided_for:
            self._used.choose(self._decided_for)
            self._decided_for = ""

    def _on_progressed(self, progress: ModelProgress) -> None:
        self.step.setText(model_words.progress(progress))
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(round(1000 * progress.done / progress.total))

    def _on_ended(self, last: ModelProgress) -> None:
        model = last.model
        if last.step is ModelStep.STOPPED:
            self.banner.show_note(self.tr("Stopped."), "")
        elif last.trial is not None:
            self.banner.show_note(*model_words.starter_outcome(last.trial))
        elif model is not None:
            words = model_words.outcome(model, is_measured=self._is_measuring)
            self.banner.show_note(*words)

    def _show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        for widget in (self.step, self.bar, self.stop_button):
            widget.setVisible(is_busy)
        if is_busy:
            self.banner.hide()
        self.import_button.setEnabled(not is_busy)
        self._show_current()

    # ------------------------------------------------------------------ what the analyst does

    def _on_import(self) -> None:
        chosen = ask_for_file(self, self.tr("Choose the weights of a model"), "GGUF (*.gguf)")
        if chosen is not None:
            self.bring(chosen)

    def bring(self, wanted: Path | ListedFound) -> None:
        """Import the pair at a place, a folder or one of the two files, or one that was found."""
        self._begin()
        self._bench.bring(wanted)

    def _on_bring(self) -> None:
        row = self._current()
        if row is not None and row.found is not None:
            self.bring(row.found)

    def _on_use(self) -> None:
        row = self._current()
        if row is None or not row.is_ready:
            return
        if not row.needs_decision:
            self._used.choose(row.model_id)
            return
        dialog = DecisionDialog(row.name, row.advice, self)
        if dialog.exec():
            self.decide(row.model_id, dialog.reason.text())
        dialog.deleteLater()

    def decide(self, model_id: str, why: str) -> None:
        """Record why a model is used in spite of its licence, then choose it."""
        self._decided_for = model_id
        self._bench.decide(model_id, why)

    def _on_test(self) -> None:
        row = self._current()
        if row is not None and row.is_here:
            self._begin()
            self._bench.prove(row.model_id)

    def _on_measure(self) -> None:
        row = self._current()
        if row is not None and row.is_ready:
            self._begin(is_measuring=True)
            self._bench.measure(row.model_id)

    def _on_remove(self) -> None:
        row = self._current()
        if row is None or not self.remove_button.isEnabled():
            return
        if ConfirmDialog.ask(
            self,
            self.tr("Remove {0}?").format(row.name),
            self.tr("Its files are deleted from this workstation."),
            self.tr("Remove"),
        ):
            self._bench.remove(row.model_id)

    def _on_activated(self, _index: QModelIndex) -> None:
        if self.bring_button.isEnabled():
            self._on_bring()
        else:
            self._on_use()

    def _on_shelf(self, _shelf: int) -> None:
        self._is_shelf_chosen = True
        self._show_rows()

    def _on_fitting(self, _is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._show_rows()

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()

    # ------------------------------------------------------------------ inside

    def _begin(self, *, is_measuring: bool = False) -> None:
        self._is_measuring = is_measuring
        self.banner.hide()

    def _show_shelves(self, listing: ModelListing) -> None:
        """Say how many stand on each; one without models is not opened unasked."""
        counts = {
            Shelf.IMPORTED: (self.tr("Imported"), len(listing.imported)),
            Shelf.FOUND: (self.tr("Found here"), len(listing.found)),
            Shelf.KNOWN: (self.tr("Catalogue"), len(listing.known)),
        }
        for shelf, (words, number) in counts.items():
            self.shelves[shelf].setText(f"{words} {number}" if number else words)
            self.shelves[shelf].setEnabled(number > 0)
        if not self._is_shelf_chosen:
            filled = next((shelf for shelf, (_, number) in counts.items() if number), Shelf.KNOWN)
            self.shelves[filled].setChecked(True)

    def _rows_of(self, listing: ModelListing, shelf: Shelf) -> list[ModelRow]:
        match shelf:
            case Shelf.IMPORTED:
                known = {each.row.id: each.row for each in listing.known}
                return [
                    row_of_imported(each, known.get(each.model.known_id))
                    for each in listing.imported
                ]
            case Shelf.FOUND:
                return [row_of_found(each) for each in listing.found]
            case Shelf.KNOWN:
                rows = [row_of_known(each) for each in listing.known]
                return [row for row in rows if row.does_fit or not self.fitting.isChecked()]
            case _:
                assert_never(shelf)

    def _show_rows(self) -> None:
        listing = self._listing
        if listing is None:
            return
        shelf = Shelf(self._group.checkedId())
        self.fitting.setVisible(shelf is Shelf.KNOWN)
        self.bring_button.setVisible(shelf is Shelf.FOUND)
        for button in self._of_a_model:
            button.setVisible(shelf is Shelf.IMPORTED)
        rows = self._rows_of(listing, shelf)
        self._rows.show(rows)
        if not self.list.currentIndex().isValid() and rows:
            self.list.setCurrentIndex(self._rows.index(0))
        self._show_current()

    def _show_current(self) -> None:
        row = self._current()
        self.advice.setText(row.advice if row is not None else "")
        is_found = row is not None and row.found is not None and not row.found.is_here
        self.bring_button.setEnabled(is_found and not self._bench.is_busy)
        is_free = row is not None and row.is_here and not self._bench.is_busy
        is_ready = row is not None and row.is_ready
        is_kept = row is not None and row.model_id == self._kept
        self.use_button.setEnabled(is_free and is_ready)
        self.test_button.setEnabled(is_free)
        self.measure_button.setEnabled(is_free and is_ready)
        self.remove_button.setEnabled(is_free and not is_kept)

    def _current(self) -> ModelRow | None:
        return self._rows.item_at(self.list.currentIndex())

    def _fill_choice(self, value: str) -> None:
        """What may be used; what is chosen stays chosen."""
        usable = {self._kept: self._kept} if self._kept else {}
        if self._listing is not None:
            usable |= {
                listed.model.model_id: listed.model.name
                for listed in self._listing.imported
                if listed.model.state is ModelState.READY and not listed.needs_decision
            }
        self._used.fill(usable, value)
