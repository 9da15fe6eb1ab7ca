"""What is said after a disposal, and keeping its certificate."""

from PySide6.QtWidgets import QWidget

from desktop.bridge.keeping import KeepingCalls
from desktop.domain.disposal import Certificate
from desktop.ui import file_dialogs, keeping_words
from desktop.ui.confirm_dialog import ConfirmDialog


def offer_certificate(parent: QWidget, calls: KeepingCalls, certificate: Certificate) -> None:
    """Say what is gone, and write its certificate where a person wants it."""
    title, sentence = (
        keeping_words.what_was_finished(certificate)
        if certificate.is_without_key
        else (
            keeping_words.what_went(len(certificate.disposed)),
            parent.tr("Keep its certificate with the file: it names each original by its SHA-256."),
        )
    )
    is_wanted = ConfirmDialog.ask(parent, title, sentence, parent.tr("Save certificate…"))
    target = file_dialogs.ask_for_certificate(parent) if is_wanted else None
    if target is not None:
        calls.write(certificate, target)
