"""The query language as `incamera search --help` shows it."""

from desktop.domain.search_help import GROUPS, NOTE

EXAMPLE_CHARACTERS = 30


def language() -> str:
    """The query language on one screen."""
    lines: list[str] = []
    for group in GROUPS:
        lines += ["", f"{group.heading}:"]
        lines += [f"  {row.example:<{EXAMPLE_CHARACTERS}}{row.meaning}" for row in group.rows]
    shell = "A shell takes quotation marks, * and ~ for itself: put the whole search into '...'."
    return "\n".join([*lines[1:], "", NOTE, shell])
