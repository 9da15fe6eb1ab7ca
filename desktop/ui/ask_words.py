"""The window's words for questions and their answers."""

from PySide6.QtCore import QCoreApplication

from desktop.domain.asking import AskAnswer, Looking, Outcome, Road, Statement
from desktop.domain.finding import FindingKind
from desktop.ui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("AskWords", text)


def title(statement: Statement) -> str:
    """What stands over a statement: its field, and whether the readers differ; "" for neither."""
    name = wording.role(statement.field) if statement.field else ""
    if statement.field in set(FindingKind):
        name = wording.finding_kind(FindingKind(statement.field))
    mark = _tr("the readers differ") if statement.is_disputed else ""
    return " · ".join(part for part in (name, mark) if part)


def looking(event: Looking, name: str) -> str:
    """Such as "Looking at page 3 of letter.pdf, 1 of 4"."""
    words = _tr("Looking at page {0} of {1}").format(event.page, name)
    return words if event.of == 1 else _tr("{0}, {1} of {2}").format(words, event.number, event.of)


def looked_at(answer: AskAnswer) -> str:
    """Who answered, and how many pages were looked at."""
    if answer.outcome is Outcome.STOPPED:
        return ""
    looked = wording.pages(len(answer.looks))
    by = answer.model if answer.road is Road.MODEL else _tr("From the findings")
    parts = [by or _tr("no model asked"), _tr("{0} looked at").format(looked)]
    if answer.pages_left:
        parts.append(_tr("{0} not").format(answer.pages_left))
    return " · ".join(parts)


def no_answer(outcome: Outcome) -> tuple[str, str]:
    """Title and sentence where nothing can be said."""
    match outcome:
        case Outcome.UNSUPPORTED:
            return (
                _tr("Not on these pages"),
                _tr("What the model said does not stand on them, so it is not shown."),
            )
        case Outcome.UNUSABLE:
            return (
                _tr("No usable answer"),
                _tr("The model could not make sense of these pages. Read them yourself."),
            )
        case Outcome.STOPPED:
            return _tr("Stopped"), _tr("Nothing was kept.")
        case _:
            return (
                _tr("Not on these pages"),
                _tr("Ask about more pages, or in other words."),
            )


def earlier_line(answer: AskAnswer) -> str:
    """What became of an earlier question, such as "2 answers · 6 pages looked at"."""
    if answer.outcome is not Outcome.ANSWERED:
        return no_answer(answer.outcome)[0]
    answers = wording.count(len(answer.statements), _tr("answer"), _tr("answers"))
    return f"{answers} · {looked_at(answer)}"
