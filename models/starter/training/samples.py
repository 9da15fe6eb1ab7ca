"""What is asked about a drawn picture, and what the right answers are."""

import json
from dataclasses import dataclass

from models.starter.training import prompts
from models.starter.training.blocks import block
from models.starter.training.chance import Chance
from models.starter.training.fonts import Fonts
from models.starter.training.lines import line, unreadable
from models.starter.training.pages import overview
from models.starter.training.picture import Picture

UNREADABLE_SHARE = 0.05
ABSENT_SHARE = 0.3
"""Of questions about a field, those about one that is not there."""

_NEAR = {
    "total": ("subtotal", "tax"),
    "subtotal": ("total", "tax"),
    "tax": ("total", "subtotal"),
    "date": ("due date", "birth", "expiry"),
    "due date": ("date", "expiry"),
    "birth": ("date", "expiry"),
    "expiry": ("date", "birth"),
    "number": ("iban", "vat number", "phone"),
    "iban": ("number",),
    "name": ("vendor", "buyer", "party"),
    "vendor": ("buyer", "name"),
    "buyer": ("vendor", "name"),
}
"""Fields that are easily taken for one another: what is not there is asked for by these first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture with all that is asked about it."""

    picture: Picture
    asked: tuple[Asked, ...]


def line_sample(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Sample:
    """A strip: read, and sometimes asked for a field."""
    if chance.happens(UNREADABLE_SHARE * min(1.0, 2 * strength)):
        drawn = unreadable(chance, fonts, sides)
        question = prompts.READ if chance.happens(0.7) else _about(chance.pick(prompts.FIELD_NAMES))
        return Sample(drawn.picture, (Asked(question, prompts.UNREADABLE),))
    drawn = line(chance, fonts, sides, strength)
    asked = [Asked(prompts.READ, drawn.text)]
    if drawn.fields and chance.happens(0.6):
        asked.append(_field(chance, drawn.fields))
    elif chance.happens(0.03):
        asked.append(_absent(chance, {}))
    return Sample(drawn.picture, tuple(asked))


def block_sample(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Sample:
    """A block: read, asked for fields, and for all of them."""
    if chance.happens(UNREADABLE_SHARE * 0.5 * min(1.0, 2 * strength)):
        drawn = unreadable(chance, fonts, sides)
        questions = (prompts.READ, prompts.FIELDS, _about(chance.pick(prompts.FIELD_NAMES)))
        return Sample(drawn.picture, (Asked(chance.pick(questions), prompts.UNREADABLE),))
    made = block(chance, fonts, sides, strength)
    asked = [_field(chance, made.fields) for _ in range(chance.whole(1, 3))]
    if chance.happens(0.7):
        asked.append(Asked(prompts.READ, made.text))
    if chance.happens(0.4):
        asked.append(Asked(prompts.FIELDS, as_json(made.fields)))
    return Sample(made.picture, tuple(dict.fromkeys(asked)))


def page_sample(chance: Chance, fonts: Fonts, sides: tuple[int, int], strength: float) -> Sample:
    """An overview of a page: asked for its kind; what is too small to be read is not read."""
    made = overview(chance, fonts, sides, strength)
    asked = [Asked(prompts.KIND, made.kind.value)]
    if chance.happens(0.3):
        questions = (prompts.READ, prompts.FIELDS, _about(chance.pick(prompts.FIELD_NAMES)))
        asked.append(Asked(chance.pick(questions), prompts.UNREADABLE))
    return Sample(made.picture, tuple(asked))


def as_json(fields: dict[str, str]) -> str:
    """The fields that are there, in the order of their names, without a space."""
    there = {name: fields[name] for name in prompts.FIELD_NAMES if name in fields}
    return json.dumps(there, ensure_ascii=False, separators=(",", ":"))


def _field(chance: Chance, fields: dict[str, str]) -> Asked:
    if not fields or chance.happens(ABSENT_SHARE):
        return _absent(chance, fields)
    name = chance.pick(tuple(fields))
    return Asked(_about(name), fields[name])


def _absent(chance: Chance, fields: dict[str, str]) -> Asked:
    near = [name for there in fields for name in _NEAR.get(there, ()) if name not in fields]
    others = [name for name in prompts.FIELD_NAMES if name not in fields]
    names = near if near and chance.happens(0.6) else others
    return Asked(_about(chance.pick(names)), prompts.ABSENT)


def _about(name: str) -> str:
    return prompts.FIELD.replace("{field}", name)
