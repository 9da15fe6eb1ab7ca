"""What the window shows before there is anything to work on."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.empty_state import EmptyState


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstSteps", text)


def opening(parent: QWidget) -> EmptyState:
    """The vault is being opened."""
    return EmptyState(
        "vault",
        _tr("Opening the vault…"),
        _tr("The keyring of your account may ask for its password."),
        parent=parent,
    )


def unreadable(parent: QWidget) -> EmptyState:
    """The vault does not say how it opens; why, is said when it is shown."""
    return EmptyState(
        "key",
        "",
        "",
        action=_tr("Try again"),
        other_action=_tr("Restore a backup…"),
        parent=parent,
    )


def no_matter(parent: QWidget) -> EmptyState:
    """There is no matter: make one."""
    return EmptyState(
        "matter",
        _tr("No matter yet"),
        _tr("A matter keeps the documents of one case together, under keys of its own."),
        action=_tr("New matter…"),
        parent=parent,
    )


def no_documents(parent: QWidget) -> EmptyState:
    """The matter is empty: drop something."""
    return EmptyState(
        "drop",
        _tr("Drop documents, scans or messages here"),
        _tr(
            "PDF, scans, office documents, e-mail and ZIP, single or by the folder. They are"
            " sealed, then read."
        ),
        action=_tr("Choose files…"),
        other_action=_tr("Choose a folder…"),
        parent=parent,
    )
