"""The text of cells and comments.

Signs that XML cannot hold stand as "_x000D_" in workbooks. Source: ECMA-376, part 1, section
22.9.2.19.
"""

import re

from desktop.reading.office.xml import Element, below, name_of

_WRITTEN_OUT = re.compile(r"_x([0-9A-Fa-f]{4})_")


def text_of(element: Element) -> str:
    """The text of a cell or a comment without the pronunciation of its letters."""
    return plain(
        "".join(
            each.text or ""
            for each in below(element, "t")
            if not any(name_of(above) == "rPh" for above in each.iterancestors())
        )
    )


def plain(text: str) -> str:
    """A text with the signs that are written out; other controls than ends of lines fall away."""
    if "_x" not in text:
        return text
    return _WRITTEN_OUT.sub(_sign, text).replace("\r\n", "\n").replace("\r", "\n")


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    is_kept = sign in "\t\n\r" or (sign >= " " and not "\ud800" <= sign <= "\udfff")
    return sign if is_kept else ""
