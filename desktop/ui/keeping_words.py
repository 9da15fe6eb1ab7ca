"""The window's words about holds, retention and disposal."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.domain.disposal import (
    Certificate,
    DisposalProgress,
    DisposalStep,
    StuckDisposal,
)
from desktop.domain.identity import short_identity
from desktop.domain.keeping import Due, Hold, MatterKeeping, RetentionStart
from desktop.ui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keeping", text)


def retention_start(start: RetentionStart) -> str:
    """What years count from."""
    return {
        RetentionStart.MATTER_CLOSED: _tr("the closing of the matter"),
        RetentionStart.DOCUMENT_ADDED: _tr("the day it was added"),
        RetentionStart.DOCUMENT_DATE: _tr("the document's own date"),
    }[start]


def closed(day: date, by: str) -> str:
    """That a matter is closed."""
    return _tr("Closed on {0} by {1}.").format(_day(day), by)


def held(hold: Hold, keeping: MatterKeeping | None) -> str:
    """What a hold covers."""
    if hold.document_id is None:
        return _whole_matter()
    names = {} if keeping is None else keeping.names
    return names.get(hold.document_id, short_identity(hold.document_id))


def since(hold: Hold) -> str:
    """Since when a hold stands, or that it was released."""
    if hold.release is not None:
        words = _tr("Released on {0} by {1}")
        return words.format(_day(hold.release.released_at.date()), hold.release.released_by)
    return _tr("Since {0}, {1}").format(_day(hold.placed_at.date()), hold.placed_by)


def due(one: Due) -> str:
    """What is due."""
    if one.document_id is None:
        return _whole_matter()
    if not one.inside:
        return one.name
    return _tr("{0} and {1} inside").format(one.name, wording.documents(one.inside))


def due_since(one: Due) -> str:
    """How long something had to be kept, or what keeps it."""
    if one.holds:
        return _tr("Held: {0}").format(one.holds[0].reason)
    return _tr("Had to be kept until {0}").format(_day(one.kept_until))


def what_goes(documents: int) -> str:
    """The question before a disposal; 0: the matter as a whole."""
    if documents == 0:
        return _tr("Dispose of the whole matter?")
    return _tr("Dispose of {0}?").format(wording.documents(documents))


def what_went(documents: int) -> str:
    """What is said after a disposal."""
    return _tr("{0} disposed of.").format(wording.documents(documents))


def ends_wait(number: int) -> str:
    """That ends of walled matters were cut short and wait for nobody any more."""
    if number == 1:
        return _tr("An end waits: nobody inside is left.")
    return _tr("{0} ends wait: nobody inside is left.").format(number)


def finish_stuck(stuck: StuckDisposal) -> tuple[str, str]:
    """What is asked before such an end is finished: title and sentence."""
    return (
        _tr("Finish the end {0}?").format(short_identity(stuck.disposal_id)),
        _tr(
            "The key of a matter behind a wall was destroyed, and all who were inside have left the"
            " vault. Files that are left of it, encrypted: {0}. They are deleted; this cannot be"
            " undone. Its certificate says what nobody knows any more: which matter it was, and"
            " what stood in it."
        ).format(stuck.files),
    )


def what_was_finished(certificate: Certificate) -> tuple[str, str]:
    """What is said after such an end, and of its certificate."""
    words = _tr("Keep its certificate with the file: it says what nobody knows any more.")
    if not all(each.is_so for each in certificate.verified):
        words = _tr("Not everything was found to be gone; the certificate says what.")
    title = _tr("The end {0} is finished.").format(short_identity(certificate.disposal_id))
    return title, words


def how_far(progress: DisposalProgress) -> str:
    """How far a disposal has come."""
    if progress.step is DisposalStep.LISTING:
        documents = wording.documents(progress.total)
        return _tr("{0} of {1} are listed; nothing has gone").format(progress.done, documents)
    if progress.step is DisposalStep.ENDING:
        return _tr("The key is destroyed; what is left is taken away")
    if progress.done < progress.total:
        return _tr("{0} of {1} are gone").format(progress.done, wording.documents(progress.total))
    return _tr("Looking for traces")


def nothing_went() -> tuple[str, str]:
    """Title and detail after a disposal that was stopped at once."""
    return _tr("Nothing was disposed of."), _tr("It was stopped before the first document went.")


def due_button(number: int) -> str:
    """What a screen reader says of the way to all this."""
    return _tr("Hold and retention: {0} due").format(number)


def _whole_matter() -> str:
    return _tr("The whole matter")


def _day(day: date) -> str:
    shown = QDate(day.year, day.month, day.day)
    return QLocale().toString(shown, QLocale.FormatType.ShortFormat)
