"""`make screenshots`: every state of the window, in light and dark.

The window is the real one, over a real vault whose key lies in a private keyring, and the sample
matter is read by real workers; nothing in the pictures is painted for them.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop import offline
from desktop.app.works import works_of
from desktop.bridge.collector import Collector
from desktop.bridge.lock_cause import LockCause
from desktop.bridge.session import Session
from desktop.domain.data_subject import HitDecision
from desktop.domain.finding import FindingKind, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import MatterId
from desktop.domain.keeping import RetentionStart
from desktop.settings import Settings, Theme
from desktop.ui import theme
from desktop.ui.about_page import About, Wall
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.main_window import MainWindow
from desktop.ui.matter_dialog import MatterDialog
from desktop.ui.refused_dialog import RefusedDialog
from desktop.ui.search_sheet import SearchSheet
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.sticks_dialog import SticksDialog
from resources.docs.screenshot_dialogs import dialogs
from resources.docs.screenshot_review import review
from resources.docs.waiting import settle, wait
from resources.samples.private_keyring import private_keyring

PROJECT = Path(__file__).parents[2]
PICTURES = PROJECT / "resources" / "docs" / "screenshots"
SAMPLES = PROJECT / "resources" / "samples" / "brandt-v-meridian"
SHOWN_FOLDER = Path("~/.local/share/in-camera/vault")


def main() -> int:
    """Make the pictures of both appearances."""
    offline.close_network()
    PICTURES.mkdir(exist_ok=True)
    qt = QApplication(["in-camera"])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    qt.setStyle("Fusion")
    qt.setFont(theme.interface_font())
    collector = Collector(qt)
    with tempfile.TemporaryDirectory(prefix="incamera-") as folder:
        home = Path(folder)
        with private_keyring(home / "k") as variables:
            os.environ.update(variables)
            tour = Tour(qt, home / "vault")
            tour.first_run()
            for chosen in (Theme.LIGHT, Theme.DARK):
                tour.dress(chosen)
                tour.states()
            tour.backup(home / "firm.backup")
            tour.locked()
            tour.end()
    collector.end()
    return 0


class Tour:
    """Walks the window through its states."""

    def __init__(self, qt: QApplication, vault_folder: Path) -> None:
        """Make the window; the vault comes with the first run."""
        self._qt = qt
        self._tone = Theme.LIGHT.value
        self._backup: Path | None = None
        self._files = vault_folder.parent
        theme.apply(qt, Theme.LIGHT)
        self._settings = Settings(theme=Theme.LIGHT)
        self._about = About(
            version="0.1.0",
            vault_folder=SHOWN_FOLDER,
            keyring_name="the keyring of your account",
            walls=(
                Wall(
                    "The network is refused to every process by the operating system.", stands=True
                ),
                Wall("Documents are parsed where no file can be opened.", stands=True),
                Wall("Parsers may compute, and nothing else.", stands=True),
            ),
        )
        self.session = Session(works_of(vault_folder, lambda: self._settings))
        self.window = MainWindow(self.session, self._settings, self._about, self._keep)
        self.window.resize(1440, 900)
        self.window.show()

    def dress(self, chosen: Theme) -> None:
        """Take an appearance."""
        self._tone = chosen.value
        theme.apply(self._qt, chosen)
        settle()

    def first_run(self) -> None:
        """From no vault to a matter that is read; pictures on the way, in both appearances."""
        self.window.begin()
        wait(lambda: self.window.state is self.window.set_up)
        self._both("set-up")
        # The dialog that follows set-up waits for a person; it is shown by itself below.
        self.window.ask_for_matter = lambda: None  # type: ignore[method-assign]
        self.window.set_up.create_button.click()
        wait(lambda: self.window.state is self.window.sheet_step)
        self._both("set-up-sheet")
        self.window.sheet_step.later_button.click()
        wait(lambda: self.window.state is self.window.workspace)
        self._both("no-matter")
        space = self.window.workspace
        self.session.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
        wait(lambda: space.matter_id is not None)
        first = space.matter_id
        for numbers_and_name in (
            ("1042", "0011", "Brandt Conseil: lease"),
            ("2210", "0003", "Estate of Okafor"),
        ):
            self.session.create_matter(*numbers_and_name)
            wait(self._another_than(space.matter_id))
        if first is None:
            raise LookupError
        space.matters.choose(first)
        settle()
        self._both("empty-matter")
        self.session.add_files(first, [SAMPLES])
        wait(lambda: any(document.pages_read for document in space.documents.documents()))
        wait(lambda: space.pages.canvas.has_picture)
        wait(lambda: "Reading" in space.strip.words)
        self._both("reading")
        wait(lambda: not self.session.reading.is_running)
        self._review_person(first)
        self._keep_for_years(first)

    def _another_than(self, before: MatterId | None) -> Callable[[], bool]:
        return lambda: self.window.workspace.matter_id != before

    def states(self) -> None:
        """What a read matter shows."""
        space = self.window.workspace
        space.banner.hide()
        self._open("lohnabrechnung.pdf")
        finding = next(f for f in space.pages.canvas.marks.findings if f.finding.kind == "iban")
        space.findings.choose(finding.finding_id)
        space.findings.list.setFocus()
        self._take("findings")
        space.pages.bar.show_sensitive.setChecked(True)
        self._take("findings-shown")
        space.pages.bar.show_sensitive.setChecked(False)
        self._open("contrat-de-prestation.pdf")
        space.pages.go_to(2)
        self._take("contract")
        for name in review(space):
            self._take(name)
        space.side.open_fields()
        wait(lambda: bool(space.side.fields.rows.items))
        self._take("fields")
        space.side.open_findings()
        for document, picture in (("settlement-draft.docx", "draft"), ("letter.pdf", "scan")):
            self._open(document)
            self._take(picture)
        self._dispute()
        self._readings()
        space.focus_search()
        space.search.setText("Meridian")
        space.search.query_changed.emit("Meridian")  # as typing does, once it has rested
        wait(lambda: space.results.isVisible() and bool(space.results.hits))
        self._take("search")
        place = next(n for n, h in enumerate(space.results.hits) if h.document_name[:3] == "con")
        hit = space.results.hits[place]
        space.results.move_by(place)
        space.results.open_current()
        wait(lambda: space.pages.document_id == hit.document_id)
        wait(lambda: space.pages.canvas.marks.hits == hit.boxes)
        wait(lambda: space.pages.canvas.has_picture)
        self._take("search-hit")
        space.search.clear()
        self._ask()
        self._person()
        self._dialogs()

    def _review_person(self, matter_id: MatterId) -> None:
        """A person is looked for, and the review has begun."""
        panel, subjects = self.window.workspace.side.subjects, self.session.subjects
        self.window.workspace.side.open_subjects()
        self._both("person-none")
        subjects.find(matter_id, ("Jörg Brandt", "Brandt, J."), ())
        wait(lambda: panel.view() is not None)
        view = panel.view()
        if view is None:
            raise LookupError
        for numbers, decision in (((1, 3), HitDecision.ACCEPTED), ((2,), HitDecision.STRUCK)):
            subjects.decide(matter_id, view.case.subject_id, numbers, decision)
        wait(lambda: panel.list.model().rowCount() > 0)
        self.window.workspace.side.leave_subjects()

    def _keep_for_years(self, matter_id: MatterId) -> None:
        """A rule makes old documents due, and a hold keeps one."""
        keeping, documents = self.session.keeping, self.window.workspace.documents
        start = RetentionStart.DOCUMENT_DATE
        keeping.set_rule(matter_id, 1, start, "§ 147 AO", is_from_year_end=False)
        held = documents.documents()[0].document_id
        keeping.hold(matter_id, held, "Claim of Brandt Conseil of 3 March 2026")
        settle()

    def _person(self) -> None:
        """Everything about one person, under review beside the page."""
        space = self.window.workspace
        panel = space.side.subjects
        space.side.open_subjects()
        wait(lambda: panel.rows.rowCount() > 2)
        for row in (0, 2):  # Whatever was in view before, its place is asked for.
            panel.list.setCurrentIndex(panel.rows.index(row))
        panel.list.setFocus()
        wait(lambda: bool(space.pages.canvas.marks.hits) and space.pages.canvas.has_picture)
        self._take("person")
        space.side.leave_subjects()

    def _readings(self) -> None:
        """Lines that two readers read differently, one of them with the page between."""
        panel = self.window.workspace.side.readings
        self.window.workspace.side.open_readings()
        wait(lambda: bool(panel.rows.items))
        panel.list.setCurrentIndex(panel.rows.index(0))
        wait(lambda: panel.detail.has_crop)
        self._take("readings")
        self.window.workspace.side.open_findings()

    def _dispute(self) -> None:
        """A value about which the two readers differ, with the page between their readings."""
        findings = self.window.workspace.findings
        first = next(
            row
            for row in findings.rows.rows
            if isinstance(row, StoredFinding) and row.finding.kind is FindingKind.AMOUNT
        )
        findings.choose(first.finding_id)
        findings.list.setFocus()
        wait(lambda: findings.card.dispute.has_crop)
        self._take("dispute")

    def _ask(self) -> None:
        """A question answered with its place, and one that the pages do not answer."""
        space = self.window.workspace
        self._open("invoice.pdf")
        space.top.ask_button.setChecked(True)
        self._put("How much was tax, and total?")
        space.ask.result.chips[0].click()
        wait(lambda: bool(space.pages.canvas.marks.hits))
        self._take("ask")
        self._open("kontoauszug.tiff")
        self._put("What is the total?")
        self._take("ask-nothing")
        self._frame()
        space.top.ask_button.setChecked(False)

    def _frame(self) -> None:
        """A part of the page is framed and asked about; the receipt of what the model said."""
        space = self.window.workspace
        ask, canvas = space.ask, space.pages.canvas
        self._open("invoice.pdf")
        total = next(
            stored.finding.boxes[0]
            for stored in canvas.marks.findings
            if stored.finding.value == "10095.00 GBP"
        )
        space.pages.bar.frame.click()
        canvas.show_frame(Box(300, total.top_pt - 44, 560, total.bottom_pt + 10))
        self._take("frame")
        QTest.keyClick(canvas, Qt.Key.Key_Return)
        self._put("How much is the total?")
        self._take("ask-frame")
        ask.model_button.click()
        wait(lambda: not self.session.asking.is_running)
        ask.show_receipt()
        sheet = ask.sheet
        if sheet is not None:
            sheet.again_button.click()
            wait(lambda: not sheet.is_running)
            self._take("receipt", sheet)
            sheet.close()

    def _put(self, question: str) -> None:
        ask = self.window.workspace.ask
        ask.field.setText(question)
        ask.button.click()
        wait(lambda: not self.session.asking.is_running)

    def _dialogs(self) -> None:
        space = self.window.workspace
        settings = SettingsDialog(
            replace(self._settings, theme=Theme.SYSTEM),
            self._about,
            self.session.models,
            keys=self.session.keys,
            backing=self.session.backing,
            audit=self.session.audit,
            moving=self.session.moving,
            members=self.session.members,
        )
        for number in range(settings.rooms.count()):
            settings.show_room(number)
            name = settings.rooms.item(number).text().lower().replace(" ", "-")
            self._take(f"settings-{name}", settings)
        refused = RefusedDialog()
        refused.show_refusals(space.refusals)
        self._take("refused", refused)
        self._take("keyboard", HelpSheet())
        matter = MatterDialog()
        matter.name.setText("Brandt v. Meridian Logistics")
        matter.client_number.setText("1042")
        self._take("new-matter", matter)
        self._take("search-help", SearchSheet())
        self._open("invoice.pdf")
        for name, dialog in dialogs(self.window, self.session, self._files):
            self._take(name, dialog)
        self._keeping()

    def _keeping(self) -> None:
        """Hold and retention of the matter, with a document chosen."""
        flow = self.window.workspace.keeping
        flow.show()
        dialog = flow.dialog
        if dialog is not None:
            wait(lambda: bool(dialog.free()))
            for room, name in enumerate(("hold-and-retention", "holds", "due")):
                dialog.rooms.setCurrentIndex(room)
                self._take(name, dialog)
            dialog.close()

    def backup(self, target: Path) -> None:
        """A backup is made, and could go onto sticks."""
        backing = self.session.backing
        backing.make(target)
        wait(lambda: backing.is_busy)
        wait(lambda: not backing.is_busy)
        sticks = SticksDialog(backing)
        sticks.limit.setValue(2)
        wait(sticks.write_button.isEnabled)
        self._both("sticks", sticks)
        self._backup = target

    def locked(self) -> None:
        """The window once it is locked, and a backup that could take the vault's place."""
        self.window.lock.lock(LockCause.BY_HAND)
        wait(lambda: self.window.state is self.window.lock_page)
        self._both("locked")
        self.window.show_restore()
        wait(lambda: self.window.restore.dialog is not None)
        dialog = self.window.restore.dialog
        if dialog is not None and self._backup is not None:
            dialog.show_file(self._backup.name)
            self.session.restoring.take(self._backup)
            wait(dialog.restore_button.isEnabled)
            self._both("restore", dialog)
            dialog.reject()

    def end(self) -> None:
        """Close the vault."""
        self.window.close()

    def _open(self, name: str) -> None:
        space = self.window.workspace
        document = next(d for d in space.documents.documents() if d.origin.name == name)
        space.documents.choose(document.document_id)
        wait(lambda: space.pages.document_id == document.document_id)
        wait(lambda: space.pages.canvas.has_picture and bool(space.pages.canvas.marks.findings))

    def _both(self, name: str, widget: QWidget | None = None) -> None:
        """A state that passes: both appearances at once."""
        for chosen in (Theme.LIGHT, Theme.DARK):
            self.dress(chosen)
            self._take(name, widget)
        self.dress(Theme.LIGHT)

    def _take(self, name: str, widget: QWidget | None = None) -> None:
        shown = widget or self.window
        shown.show()
        settle()
        shown.grab().save(str(PICTURES / f"{name}-{self._tone}.png"))
        if isinstance(shown, QDialog):
            shown.hide()

    def _keep(self, settings: Settings) -> None:
        self._settings = settings


if __name__ == "__main__":
    sys.exit(main())
