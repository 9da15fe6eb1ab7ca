"""The chat form of a model: what stands around a picture and a question.

It comes as a Jinja template inside the weights. It is rendered once, with stand-ins for picture and
question, and cut at them; what an analyst or a document says never goes through it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop.domain.errors import ModelLoadError

MAX_TEMPLATE_CHARS = 256 << 10
MAX_FORM_CHARS = 64 << 10

_PICTURE = "PLACE-OF-THE-PICTURE-8d41f6"
_QUESTION = "PLACE-OF-THE-QUESTION-8d41f6"


@dataclass(frozen=True, slots=True)
class ChatForm:
    """Text that may name control tokens.

    Attributes:
        before: In front of the picture, without a token for the beginning that comes by itself.
        between: Between picture and question.
        after: Behind the question; the answer follows.
    """

    before: str
    between: str
    after: str


def chat_form(template: str, *, bos: str, eos: str, is_bos_added: bool) -> ChatForm:
    """Find the form of a model.

    Args:
        template: From its weights; "" where it has none.
        bos: Its token for the beginning, as text.
        eos: Its token for the end, as text.
        is_bos_added: Whether its vocabulary puts the token for the beginning in front by itself;
            then the template's own is dropped, else it is kept.

    Raises:
        ModelLoadError: The template cannot be rendered, or loses picture or question.
    """
    if not template:
        return ChatForm("", "\n", "\n")
    if len(template) > MAX_TEMPLATE_CHARS:
        raise ModelLoadError("The chat template of the vision model is too long.")
    parts = [{"type": "text", "text": _PICTURE}, {"type": "text", "text": _QUESTION}]
    for content in (parts, _PICTURE + _QUESTION):
        form = _cut(_rendered(template, content, bos=bos, eos=eos), bos if is_bos_added else "")
        if form is not None:
            return form
    raise ModelLoadError("The chat template of the vision model cannot be used.")


def _rendered(template: str, content: object, *, bos: str, eos: str) -> str:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.globals["raise_exception"] = _raise
    environment.globals["strftime_now"] = _no_date
    try:
        pieces = environment.from_string(template).generate(
            messages=[{"role": "user", "content": content}],
            add_generation_prompt=True,
            enable_thinking=False,
            bos_token=bos,
            eos_token=eos,
        )
        return "".join(_bounded(pieces))
    except (jinja2.TemplateError, TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return ""


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces up to the limit for a form and one piece beyond: a template can go on for ever."""
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece)
        if length > MAX_FORM_CHARS:
            return


def _cut(text: str, dropped: str) -> ChatForm | None:
    if len(text) > MAX_FORM_CHARS or text.count(_PICTURE) != 1 or text.count(_QUESTION) != 1:
        return None
    before, _, rest = text.partition(_PICTURE)
    between, found, after = rest.partition(_QUESTION)
    if not found:
        return None
    return ChatForm(before.removeprefix(dropped), between, after)


def _raise(_message: str = "") -> NoReturn:
    raise jinja2.TemplateError


def _no_date(_form: str = "") -> str:
    """Answers must not depend on the day."""
    return ""
