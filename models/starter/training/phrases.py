"""Words, names, addresses, dates and amounts as seven languages write them; all of it invented."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from models.starter.training import invented
from models.starter.training.chance import Chance

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl")
_WEIGHTS = {"en": 3.0, "fr": 1.2, "de": 1.2, "es": 1.0, "it": 1.0, "nl": 0.8, "pl": 0.8}
_WORDS = Path(__file__).with_name("words.toml")
_COUNTRIES = {"en": "GB", "fr": "FR", "de": "DE", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL"}
_NUMERIC_DATES = {
    "en": ("%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%Y-%m-%d", "%d/%m/%y", "%d %b %Y", "%d-%b-%Y"),
    "fr": ("%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y"),
    "de": ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"),
    "es": ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"),
    "it": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"),
    "nl": ("%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y"),
    "pl": ("%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y"),
}


_VALUES = {
    "name": "person",
    "vendor": "actor",
    "buyer": "actor",
    "party": "actor",
    "number": "number",
    "date": "date",
    "due date": "date",
    "birth": "date",
    "expiry": "date",
    "subtotal": "amount",
    "tax": "amount",
    "total": "amount",
    "currency": "currency",
    "iban": "iban",
    "vat number": "vat_number",
    "phone": "phone",
    "address": "address",
    "court": "town",
    "period": "period",
}
"""Which way of a writer makes the value of a field."""


@dataclass(frozen=True, slots=True)
class Language:
    """Lists of words of one language.

    Attributes:
        labels: By field name: what is printed ahead of its value; "other" are labels of no field.
        titles: By kind of document.
    """

    code: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    firms: tuple[str, ...]
    words: tuple[str, ...]
    closing: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]


@cache
def languages() -> dict[str, Language]:
    """All languages, from `words.toml`."""
    page = tomllib.loads(_WORDS.read_text("utf-8"))
    kinds = (
        "invoice receipt payslip bank_statement identity_document contract letter court_document"
    )
    return {
        code: Language(
            code=code,
            first=tuple(lists["first"].split()),
            last=tuple(lists["last"].split()),
            towns=_cut(lists["towns"]),
            streets=_cut(lists["streets"]),
            firms=_cut(lists["firms"]),
            words=tuple(lists["words"].split()),
            closing=_cut(lists["closing"]),
            labels={name: _cut(labels) for name, labels in lists["labels"].items()},
            titles={kind: _cut(lists[kind]) for kind in kinds.split()},
        )
        for code, lists in page.items()
    }


def _cut(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


class Writer:
    """Writes in one language, with a share of strings that mean nothing.

    Args:
        chance: To draw from.
        noise: Probability that a value or word is only a string of its shape.
    """

    def __init__(self, chance: Chance, noise: float) -> None:
        self.chance = chance
        self.noise = noise
        self.language = languages()[chance.weigh(_WEIGHTS)]

    def label(self, field: str) -> str:
        """What is printed ahead of this field."""
        return self.chance.pick(self.language.labels[field])

    def title(self, kind: str) -> str:
        """The heading of a document of this kind."""
        return self.chance.pick(self.language.titles[kind]).replace("{person}", self.last())

    def last(self) -> str:
        """A family name."""
        if self.chance.happens(self.noise):
            return invented.word(self.chance).capitalize()
        return self.chance.pick(self.language.last)

    def person(self) -> str:
        """First and family name, sometimes the other way round or with a title."""
        first = (
            invented.word(self.chance).capitalize()
            if self.chance.happens(self.noise)
            else self.chance.pick(self.language.first)
        )
        last = self.last()
        return self.chance.weigh(
            {
                f"{first} {last}": 0.7,
                f"{last.upper()}, {first}": 0.1,
                f"{last}, {first}": 0.08,
                f"{first[0]}. {last}": 0.07,
                f"Dr {first} {last}": 0.05,
            }
        )

    def firm(self) -> str:
        """A firm."""
        made = self.chance.pick(self.language.firms).replace("{name}", self.last())
        return made.upper() if self.chance.happens(0.25) and "ß" not in made else made

    def address(self) -> str:
        """Street, number, postcode and town, in one line."""
        chance = self.chance
        street = chance.pick(self.language.streets).replace("{name}", self.last())
        house = f"{chance.whole(1, 299)}{chance.weigh({'': 0.85, 'a': 0.1, ' bis': 0.05})}"
        town = (
            invented.word(chance).capitalize()
            if chance.happens(self.noise)
            else chance.pick(self.language.towns)
        )
        shapes = {"en": ("A9 9AA", "99999", "AA99 9AA"), "nl": ("9999 AA",), "pl": ("99-999",)}
        postcode = invented.filled(chance.pick(shapes.get(self.language.code, ("99999",))), chance)
        if self.language.code == "en":
            return f"{house} {street}, {town} {postcode}"
        return f"{street} {house}, {postcode} {town}"

    def amount(self, *, with_currency: float = 0.4) -> str:
        """A sum as this language writes it, or in any shape."""
        chance = self.chance
        if chance.happens(self.noise):
            return invented.amount(chance, with_currency=with_currency)
        size = chance.weigh({20.0: 0.3, 200.0: 0.3, 3000.0: 0.3, 90000.0: 0.1})
        value = round(chance.unit() * size, 2)
        code = self.language.code
        if chance.happens(0.35):
            text = f"{value:.2f}" if code == "en" else f"{value:.2f}".replace(".", ",")
        else:
            text = format_decimal(value, "#,##0.00", locale=Locale(code, _COUNTRIES[code]))
            text = text.replace("\u00a0", " ").replace("\u202f", " ")
        if not chance.happens(with_currency):
            return text
        if code == "en":
            return f"{chance.pick(('$', '£', 'RM', 'USD ', 'GBP ', '€'))}{text}"
        return f"{text} {chance.pick(('zł', 'PLN') if code == 'pl' else ('€', 'EUR', '€', 'CHF'))}"

    def date(self, first_year: int = 1998, last_year: int = 2034) -> str:
        """A day as this language writes it, or digits in any shape of a date."""
        chance = self.chance
        if chance.happens(self.noise):
            return invented.date(chance)
        day = date(chance.whole(first_year, last_year), chance.whole(1, 12), chance.whole(1, 28))
        code = self.language.code
        if chance.happens(0.3):
            form = chance.pick(("long", "medium"))
            return format_date(day, form, locale=Locale(code, _COUNTRIES[code]))
        if chance.happens(0.1):
            return f"{day.day}/{day.month}/{day.year}"
        return day.strftime(chance.pick(_NUMERIC_DATES[code]))

    def number(self) -> str:
        """A reference of some kind."""
        return invented.number(self.chance)

    def iban(self) -> str:
        """An account in the shape of its country; its check digits are chance."""
        chance = self.chance
        code = _COUNTRIES[self.language.code]
        digits = invented.filled(chance.pick(("9" * 20, "9" * 18, "AAAA" + "9" * 14)), chance)
        solid = code + digits
        if chance.happens(0.25):
            return solid
        return " ".join(solid[at : at + 4] for at in range(0, len(solid), 4))

    def vat_number(self) -> str:
        """A tax number in the shape of its country."""
        shape = self.chance.pick(("999999999", "9999999999", "A99999999", "999999999999"))
        country = self.chance.weigh({_COUNTRIES[self.language.code]: 0.7, "": 0.3})
        return country + invented.filled(shape, self.chance)

    def phone(self) -> str:
        """A telephone number."""
        return invented.filled(
            self.chance.pick(
                (
                    "+99 999 999 999",
                    "+99 99 9999 9999",
                    "099 999 9999",
                    "99-9999 9999",
                    "(099) 999-9999",
                    "09.99.99.99.99",
                )
            ),
            self.chance,
        )

    def word(self) -> str:
        """One word."""
        if self.chance.happens(self.noise):
            return invented.word(self.chance)
        return self.chance.pick(self.language.words)

    def words(self, count: int) -> str:
        """Several words, without sense."""
        return " ".join(self.word() for _ in range(count))

    def sentence(self, count: int) -> str:
        """Words with a capital and the marks of a sentence."""
        words = [self.word() for _ in range(count)]
        for at in range(len(words) - 1):
            if self.chance.happens(0.08):
                words[at] += self.chance.pick((",", ",", ";", ":"))
            elif self.chance.happens(0.05):
                words[at] = self.value(self.chance.pick(("total", "date", "name", "vendor")))
        text = " ".join(words)
        return text[0].upper() + text[1:] + self.chance.weigh({".": 0.85, "": 0.1, "!": 0.05})

    def article(self) -> str:
        """What is sold."""
        return self.words(self.chance.whole(1, 3)).capitalize()

    def line(self) -> str:
        """A line of some document, such as a label with its value."""
        chance = self.chance
        how = chance.unit()
        if how < 0.3:
            field = chance.pick(tuple(self.language.labels))
            gap = chance.weigh({": ": 0.6, " ": 0.3, "  ": 0.1})
            return self.label(field) + gap.rstrip(" ") + " " + self.value(field)
        if how < 0.4:
            return self.amount()
        if how < 0.48:
            return self.date()
        if how < 0.58:
            return chance.pick((self.person, self.firm, self.address, self.iban))()
        if how < 0.66:
            return f"{chance.whole(1, 9)} {self.article()} {self.amount(with_currency=0.1)}"
        text = self.sentence(chance.whole(2, 12))
        return text.upper() if chance.happens(0.1) and "ß" not in text else text

    def value(self, field: str) -> str:
        """What stands behind the label of this field, or of no field."""
        kind = _VALUES.get(field, "") or self.chance.pick(("amount", "number", "word"))
        made: str = getattr(self, kind)()
        return made

    def actor(self) -> str:
        """Who sells, buys or agrees."""
        return self.firm() if self.chance.happens(0.7) else self.person()

    def town(self) -> str:
        """A town."""
        return self.chance.pick(self.language.towns)

    def currency(self) -> str:
        """A currency's code or mark."""
        return self.chance.pick(invented.CURRENCIES)

    def period(self) -> str:
        """From a day to a day."""
        return f"{self.date()} - {self.date()}"
