"""Dialogs over the sample matter for `make screenshots`, each brought to a state worth showing."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog

from desktop.bridge.session import Session
from desktop.domain.finding import Decision, FindingKind
from desktop.domain.identity import MatterId
from desktop.ui.differences_dialog import DifferencesDialog
from desktop.ui.join_dialog import JoinDialog
from desktop.ui.main_window import MainWindow
from resources.docs.waiting import wait

TERMS = '''term;label
Meridian;party
"""notice period""";clause
(lease OR;broken
kind:iban;account
kontorb*;bank
'''
PASSPHRASE = "lantern orchard copper window"  # noqa: S105 - opens a file of the sample matter


def dialogs(window: MainWindow, session: Session, folder: Path) -> Iterator[tuple[str, QDialog]]:
    """The name of each picture, and the dialog that it shows.

    Args:
        window: Over the sample matter, with a document open.
        session: Its session.
        folder: For files that the dialogs read and write.
    """
    matter_id = window.workspace.matter_id
    if matter_id is None:
        raise LookupError
    yield "terms", _terms(window, session, folder / "terms.csv")
    yield "passwords", _passwords(window, session, matter_id)
    yield "differences", _differences(window, session, matter_id, folder / "m.matter")
    yield "join", JoinDialog(Path("/srv/in-camera/vault"))


def _terms(window: MainWindow, session: Session, file: Path) -> QDialog:
    """A list with a row that cannot be searched, and what the others find."""
    file.write_text(TERMS, "utf-8")
    flow = window.workspace.terms
    flow.show()
    if flow.dialog is None:
        raise LookupError
    flow.dialog.take(file)
    wait(flow.dialog.search_button.isEnabled)
    flow.dialog.search_button.click()
    wait(lambda: not session.terms.is_busy)
    return flow.dialog


def _passwords(window: MainWindow, session: Session, matter_id: MatterId) -> QDialog:
    """Two passwords that are kept."""
    for password in ("lease-2024", "Kanzlei Süd 7"):
        session.passwords.give(matter_id, password)
    flow = window.workspace.passwords
    flow.show()
    if flow.dialog is None:
        raise LookupError
    dialog = flow.dialog
    wait(lambda: len(dialog.rows) > 1)
    return dialog


def _differences(window: MainWindow, session: Session, matter_id: MatterId, file: Path) -> QDialog:
    """A finding that was accepted on another workstation and is rejected here."""
    found = window.workspace.pages.canvas.marks.findings
    finding_id = next(f.finding_id for f in found if f.finding.kind is FindingKind.AMOUNT)
    if not file.exists():
        session.decide(matter_id, finding_id, Decision.ACCEPTED)
        session.moving.pack(matter_id, file, "", PASSPHRASE)
        wait(lambda: not session.moving.is_busy)
        session.decide(matter_id, finding_id, Decision.REJECTED)
        session.moving.unpack(file, PASSPHRASE)
        wait(lambda: not session.moving.is_busy)
    dialog = DifferencesDialog("1042-0007")
    session.moving.differing.connect(lambda _, found: dialog.show_differences(found))
    session.moving.look_at_differences(matter_id)
    wait(lambda: bool(dialog.rows))
    return dialog
