"""Strings that mean nothing: half of all text trained on, so that the model reads, not guesses.

Their shapes are those of real documents (amounts, dates, account numbers, references); what stands
in them is even chance, so nothing but the pixels tells what it is.
"""

from models.starter.training.chance import Chance
from models.starter.training.vocabulary import ASCII, LETTERS

_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()
_SETS = {
    "9": _DIGITS,
    "A": _UPPER,
    "a": _LOWER,
    "X": _UPPER + _DIGITS,
    "x": _UPPER + _LOWER + _DIGITS,
    "h": "0123456789abcdef",
}
"""What stands for what in a shape; any other character stands for itself, as does one behind a
backslash."""

AMOUNTS = (
    "9.99|99.99|999.99|9,999.99|99,999.99|9,99|99,99|999,99|9.999,99|99.999,99|9 999,99|"
    "99 999,99|9'999.95|0.99|.99|999|9999|-9.99|(99.99)|99.9|9.999|99.99-|999.99%|9.9%|99 %|"
    "9.00|99.00|999.00|9.50|99.90|1.99|11.99|10.00|100.00|88.88|1,1,999.99"
).split("|")
_DATES = (
    "99/99/9999|99.99.9999|9999-99-99|99-99-9999|99/99/99|9/9/9999|99.99.99|9.9.9999|"
    "99 AAA 9999|99-Aaa-9999|Aaa 99, 9999|99 Aaa 99|9999/99/99|99/99/9999 99:99|"
    "99-99-9999 99:99:99|9999.99.99"
).split("|")
_NUMBERS = (
    "999999|99999999|AA-9999|AAA9999999|999/99/9999|AA9999/99|9999-999|XXXXXX|XXXXXXXX|A999999|"
    "#9999|No. 9999|X-X-XXXX|9999 9999 9999|AA99 9999 9999 9999 9999|"
    "AA99 9999 9999 9999 9999 99|AA999999999|AAA999999999A99|999-999-99-99|+99 999 999 999|"
    "(99) 9999-9999|99-9999 9999|09 99 99 99 99|+9 (999) 999-9999|99:99|99:99:99|9 \\x 9.99|"
    "9 @ 99.99|9\\x9,99|xxxxxxxx|hhhh-hhhh|AA99AAA|99-999|99999|9999 AA|aaaaa@aaaa.aaa|"
    "www.aaaaaaa.aa|99999999999999|999999 99 9999|A/99/999|AAA-9999-99|****9999|"
    "XXXXXXXXXXXX9999|§ 99|\\Art. 99|[9]|(9)|99)|9.9.9|999 g|9,9 kg|99%|IB\\AN AA99999999999999"
).split("|")
CURRENCIES = ("EUR", "€", "USD", "$", "PLN", "zł", "GBP", "£", "CHF", "RM", "kr", "SR")
_BEFORE = ("$", "£", "€", "RM", "CHF ", "EUR ", "$ ", "RM ", "€ ", "USD ")
_SYLLABLES = (
    "ka lo mi tex ra von sol ne qu by zi pro ber gan dor fel ist ung ion ard eux ier ska wicz "
    "mont val tri cor pel nor sta wen hal ver lin da gra mar bel fo cha thé süd löw żeń ção"
).split()


def filled(shape: str, chance: Chance) -> str:
    """A shape with chance in its places."""
    made = []
    is_plain = False
    for mark in shape:
        if mark == "\\":
            is_plain = True
        elif is_plain or mark not in _SETS:
            made.append(mark)
            is_plain = False
        else:
            made.append(chance.pick(_SETS[mark]))
    return "".join(made)


def amount(chance: Chance, *, with_currency: float = 0.4) -> str:
    """Digits in the shape of a sum, with a currency at this probability."""
    text = filled(chance.pick(AMOUNTS), chance)
    if not chance.happens(with_currency):
        return text
    if chance.happens(0.5):
        return chance.pick(_BEFORE) + text
    return f"{text}{chance.pick(('', ' ', ' '))}{chance.pick(CURRENCIES)}"


def date(chance: Chance) -> str:
    """Digits in the shape of a date; most are no day of any calendar."""
    return filled(chance.pick(_DATES), chance)


def number(chance: Chance) -> str:
    """A reference, an account, a telephone number and the like, by shape only."""
    return filled(chance.pick(_NUMBERS), chance)


def word(chance: Chance) -> str:
    """Letters without meaning: some can be spoken, most cannot."""
    how = chance.unit()
    if how < 0.35:
        text = "".join(chance.pick(_SYLLABLES) for _ in range(chance.whole(1, 4)))
        return chance.weigh({text: 0.5, text.capitalize(): 0.35, text.upper(): 0.15})
    letters = chance.weigh(
        {
            _LOWER: 0.25,
            _UPPER: 0.15,
            _DIGITS: 0.2,
            _UPPER + _DIGITS: 0.2,
            _UPPER + _LOWER + _DIGITS: 0.15,
            _LOWER + LETTERS: 0.05,
        }
    )
    return "".join(chance.pick(letters) for _ in range(chance.whole(1, 10)))


def line(chance: Chance) -> str:
    """A few words of chance, or a string of all the marks that can be printed."""
    how = chance.unit()
    if how < 0.3:
        return amount(chance)
    if how < 0.42:
        return date(chance)
    if how < 0.6:
        return number(chance)
    if how < 0.93:
        return " ".join(
            word(chance) if chance.happens(0.75) else amount(chance, with_currency=0.1)
            for _ in range(chance.whole(1, 5))
        )
    marks = ASCII + LETTERS[: len(LETTERS) if chance.happens(0.5) else 1] + "   "
    return " ".join("".join(chance.pick(marks) for _ in range(chance.whole(3, 24))).split())
