"""How names of people are written: capitalised words, initials, particles."""

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
"""Capital letters of the Latin alphabets of Europe, for a character class."""

_WORD = rf"[{UPPER}](?:[^\W\d_]|['’\-](?=[^\W\d_])){{1,24}}"
_INITIAL = rf"[{UPPER}]\.(?:-?[{UPPER}]\.)?"
_PARTICLE = r"(?:von|vom|van|der|den|de|du|des|del|della|di|da|dos|zu|zur|ter|ten|la|le|bin|binti)"
_GAP = r"[ \u00a0]"

NAME = rf"(?:{_WORD}|{_INITIAL})(?:{_GAP}(?:{_PARTICLE}{_GAP}){{0,2}}(?:{_WORD}|{_INITIAL})){{0,3}}"
"""One to four words on one line."""

FULL_NAME = NAME.replace("{0,3}", "{1,3}")
"""Two to four words on one line."""

_NOT_IN_NAMES = frozenset(
    "the this that and company agreement article section exhibit schedule inc ltd llc gmbh corp "
    "limited corporation party parties client prestataire président president chief executive "
    "officer director manager secretary vice attorney general counsel title name date address "
    "email telephone phone fax street suite floor bank invoice total amount accounts payable "
    "department services group holdings receiving disclosing recipient discloser confidential "
    "information geschäftsführer vertrag straße strasse gesellschaft vorstand directeur société "
    "managing senior partner chairman treasurer signature witness state university holder "
    "purchaser seller buyer employee employer consultant contractor no if its any all he she "
    "in of to by for on at".split()
)
"""Lower-case words that show that the words are no name, or where a name ends."""


_NEXT_PERSON = frozenset("herr herrn frau mr mrs messrs mme madame mlle monsieur maître".split())
"""Behind a name these begin another one, as between two signatures on one line."""


def trimmed(name: str) -> str:
    """The name without what follows from its first word that is none of a name; perhaps ""."""
    kept: list[str] = []
    for word in name.split():
        plain = word.lower().rstrip(".")
        if plain in _NOT_IN_NAMES or (kept and plain in _NEXT_PERSON):
            break
        kept.append(word)
    while kept and kept[-1].islower():
        kept.pop()
    length = sum(map(len, kept)) + max(0, len(kept) - 1)
    return name[:length]
