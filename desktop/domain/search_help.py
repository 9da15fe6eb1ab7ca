"""The query language on one screen: shown by the window and by `incamera search --help`.

`resources/docs/search.md` has the same rows, held by a test.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One thing that can be written.

    Attributes:
        example: As it is typed.
        meaning: What it finds.
    """

    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Things that belong together, under a heading."""

    heading: str
    rows: tuple[HelpRow, ...]


GROUPS: tuple[HelpGroup, ...] = (
    HelpGroup(
        "Words",
        (
            HelpRow("lease deposit", "both words on the page, in any spelling of accents"),
            HelpRow('"notice period"', "these words side by side"),
            HelpRow("DE89 3704 0044 0532 0130 00", "a value, however it is grouped"),
            HelpRow("meri*", "words that begin so"),
            HelpRow("~meier", "words with a letter or two different"),
            HelpRow("sounds:meier", "words that sound alike, in German, English or French"),
            HelpRow("stem:notice", "every form of a word, in German, English or French"),
        ),
    ),
    HelpGroup(
        "Together",
        (
            HelpRow("deposit NEAR/5 return", "at most five words between them"),
            HelpRow("lease OR rent", "one of them"),
            HelpRow("lease NOT draft", "the first without the second"),
            HelpRow("(lease OR rent) deposit", "brackets say what belongs together"),
        ),
    ),
    HelpGroup(
        "Findings on the page",
        (
            HelpRow("kind:iban", "also person, email, date, amount ..."),
            HelpRow("date:2024-01..2024-03", "also date:2024, date:>=2024-01-15"),
            HelpRow("amount:>=1000 EUR", "also amount:100..200, in any currency"),
            HelpRow("sensitivity:high", "also moderate, low"),
            HelpRow("source:vision", "seen by the vision model; also pattern"),
        ),
    ),
    HelpGroup(
        "Documents",
        (
            HelpRow('document:"lease 2024"', "words of the file name begin so"),
            HelpRow("type:invoice", "also contract, letter, receipt ..."),
            HelpRow("page:1..3", "pages by number"),
        ),
    ),
)

NOTE = "AND, OR, NOT and NEAR count in capitals only. To search for a mark itself, quote it."
