"""What is printed on a recovery sheet: 200 random bits as ten groups that check themselves.

    group      4 characters of 5 bits, the first bits first, then 1 check character
    alphabet   Crockford's Base32: 0123456789ABCDEFGHJKMNPQRSTVWXYZ, without I, L, O and U

The check character of group k (1 to 10) with characters d1 to d4 is, in GF(32) with the polynomial
x^5 + x^2 + 1,

    k + a*d1 + a^2*d2 + a^3*d3 + a^4*d4        a = 2

so that one wrong character, two neighbours swapped, and two groups swapped are always noticed, and
the group is named. Other mistakes slip through with 1 in 32 a group and are caught by the key's
commitment. Small letters are as good; O counts as 0, I and L as 1; hyphens and spaces do not count.

Groups and not words: a word list is in one language, and the firm's is another; ten groups are
fifty characters to type, thirteen words of a list of 7,776 are ninety. Decision record 0042.
"""

import re

from desktop.domain.errors import SheetMistypedError
from desktop.vault.keys import SheetSecret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 10
DATA_CHARACTERS = 4
GROUP_CHARACTERS = DATA_CHARACTERS + 1
CHARACTER_BITS = 5
GROUP_BITS = DATA_CHARACTERS * CHARACTER_BITS
MAX_TYPED_CHARACTERS = 400
"""Far more than fifty with any separators: what is longer is no sheet."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.,]+")
_FIELD_POLYNOMIAL = 0b100101
_FIELD_SIZE = 32
_GENERATOR = 2


def groups_of(secret: SheetSecret) -> tuple[str, ...]:
    """The ten groups that are printed."""
    number = int.from_bytes(secret.reveal(), "big")
    groups = []
    for position in range(1, GROUPS + 1):
        bits = number >> (GROUPS - position) * GROUP_BITS & (1 << GROUP_BITS) - 1
        values = [
            bits >> shift & _FIELD_SIZE - 1
            for shift in range(GROUP_BITS - CHARACTER_BITS, -1, -CHARACTER_BITS)
        ]
        values.append(_check_value(position, values))
        groups.append("".join(ALPHABET[value] for value in values))
    return tuple(groups)


def text_of(secret: SheetSecret) -> str:
    """The groups in one line, hyphens between them: what the QR code holds."""
    return "-".join(groups_of(secret))


def secret_of(typed: str) -> SheetSecret:
    """What was typed from a sheet, or read from its QR code.

    Raises:
        SheetMistypedError: A group is missing, too long, or not as printed; it names the groups.
    """
    groups = _typed_groups(typed)
    wrong = [
        position
        for position, group in enumerate(groups, start=1)
        if not _is_as_printed(position, group)
    ]
    if wrong:
        raise SheetMistypedError(_sentence(wrong))
    number = 0
    for group in groups:
        for character in group[:DATA_CHARACTERS]:
            number = number << CHARACTER_BITS | _VALUES[character]
    return SheetSecret(number.to_bytes(SheetSecret.LENGTH_BYTES, "big"))


def _typed_groups(typed: str) -> list[str]:
    text = typed[:MAX_TYPED_CHARACTERS].upper()
    groups = [group for group in _SEPARATORS.split(text) if group]
    together = "".join(groups)
    if len(groups) != GROUPS and len(together) == GROUPS * GROUP_CHARACTERS:
        groups = [
            together[first : first + GROUP_CHARACTERS]
            for first in range(0, len(together), GROUP_CHARACTERS)
        ]
    if len(groups) != GROUPS:
        raise SheetMistypedError(
            f"A recovery sheet has {GROUPS} groups of {GROUP_CHARACTERS} characters;"
            f" {len(groups)} were typed."
        )
    return groups


def _is_as_printed(position: int, group: str) -> bool:
    values = [_VALUES[character] for character in group if character in _VALUES]
    return (
        len(group) == len(values) == GROUP_CHARACTERS
        and _check_value(position, values[:DATA_CHARACTERS]) == values[DATA_CHARACTERS]
    )


def _check_value(position: int, values: list[int]) -> int:
    check, weight = position, 1
    for value in values:
        weight = _times(weight, _GENERATOR)
        check ^= _times(weight, value)
    return check


def _times(one: int, other: int) -> int:
    """The product of two elements of GF(32)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & _FIELD_SIZE:
            one ^= _FIELD_POLYNOMIAL
        other >>= 1
    return product


def _sentence(wrong: list[int]) -> str:
    if len(wrong) == 1:
        return f"Group {wrong[0]} of the recovery sheet is not as it is printed."
    named = f"{', '.join(map(str, wrong[:-1]))} and {wrong[-1]}"
    return f"Groups {named} of the recovery sheet are not as they are printed."
