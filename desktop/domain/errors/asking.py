"""Errors of questions about pages."""

from desktop.domain.errors.base import InCameraError


class AskError(InCameraError):
    """A question could not be answered."""

    code = "ASK-00"
    reason = "The question could not be answered."


class QuestionError(AskError):
    """No question, or a pasted text."""

    code = "ASK-01"
    reason = "The question cannot be understood."
    remedy = "Ask one question, of at most 500 characters."


class FreeQuestionError(AskError):
    """The model was trained for a few fields only, and the question asks for something else."""

    code = "ASK-02"
    reason = "The vision model in use cannot answer free questions; it knows a few fields only."
    remedy = (
        "Ask for one value, such as the total, the tax, a date or an IBAN, or import a general"
        " model with `incamera model import` or in Settings."
    )


class NoSuchAnswerError(AskError):
    """No answer by that identity."""

    code = "ASK-03"
    reason = "There is no such answer in this matter."
    remedy = "List the answers that are kept, then name one of them."


class NothingReadError(AskError):
    """No page of what was asked about has been read."""

    code = "ASK-04"
    reason = "No page of what you ask about has been read yet."
    remedy = "Wait until it is read, or read it with `incamera add`."
