"""The window's words about data subjects: why something is a hit, how a review stands."""

from PySide6.QtCore import QCoreApplication

from desktop.domain.data_subject import CaseView, HitReason, SubjectHit, SubjectProgress
from desktop.domain.disposal import DisposalProgress
from desktop.domain.finding import SENSITIVITY_OF_KIND, Sensitivity, masked
from desktop.ui import keeping_words, wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("Subjects", text)


def reason(why: HitReason) -> str:
    """Why something is thought to be about the person."""
    return {
        HitReason.VALUE: _tr("a value asked for"),
        HitReason.SPELLING: _tr("the name"),
        HitReason.TEXT: _tr("the name, in the text"),
        HitReason.LINKED: _tr("beside the person"),
        HitReason.SAME_VALUE: _tr("the same value elsewhere"),
    }[why]


def is_sensitive(hit: SubjectHit) -> bool:
    """Whether what a hit says is highly sensitive."""
    return hit.kind is not None and SENSITIVITY_OF_KIND[hit.kind] is Sensitivity.HIGH


def mention(hit: SubjectHit, *, is_masked: bool) -> str:
    """What stands on the page, as it may be seen."""
    return masked(hit.mention) if is_masked else hit.mention


def page_and_reason(hit: SubjectHit) -> str:
    """On which page of its document a hit stands, and why it is one."""
    return f"p. {hit.page}  ·  {reason(hit.reason)}"


def state(view: CaseView) -> str:
    """How a review stands."""
    case = view.case
    if not case.hits:
        return _tr("Nothing was found.")
    if case.open_hits:
        return _tr("{0} hits, {1} to decide").format(len(case.hits), len(case.open_hits))
    return _tr("{0} hits, all decided, {1} about the person").format(
        len(case.hits), len(case.accepted)
    )


def unseen(view: CaseView) -> str:
    """That documents came after the last search; "" where none did."""
    if not view.unseen:
        return ""
    return _tr("{0} came since the last search.").format(wording.documents(len(view.unseen)))


def how_far(progress: SubjectProgress | DisposalProgress) -> tuple[str, int, int]:
    """What is being done, how much of how much."""
    if isinstance(progress, DisposalProgress):
        return keeping_words.how_far(progress), progress.done, progress.total
    done, total = progress.pages_done, progress.pages_total
    if not total:
        return _tr("Looking through the findings"), 0, 0
    return _tr("{0} of {1}").format(done, wording.pages(total)), done, total


def what_goes(documents: int) -> str:
    """The question before an erasure."""
    return _tr("Erase this person's data, and dispose of {0}?").format(wording.documents(documents))


def handed_over(count: int) -> tuple[str, str]:
    """Title and detail after an export for access."""
    return (
        _tr("{0} hits are written.").format(count),
        _tr("The folder is not sealed: look through it, hand it over, and delete it."),
    )
