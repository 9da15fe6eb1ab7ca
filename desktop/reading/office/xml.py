"""XML as it stands in office documents: parsed hard, looked at by local names.

Office formats exist twice, with different namespaces for the same words ("transitional" and
"strict"), and LibreOffice writes extensions of its own beside its own. Local names tell all that is
needed here.

No entity is ever replaced: a file that declares one is refused unread, since no office program
writes any, and what remains of the parser is told to load nothing and to nest no deeper than 256.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from desktop.domain.errors import DocumentDamagedError

Element: TypeAlias = etree._Element  # noqa: SLF001 - the class has no other name

_DECLARATIONS = tuple(
    sign.encode(encoding)
    for sign in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_WRITTEN_AS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")
"""UTF-8 and UTF-16, which the formats allow; in others a declaration could hide."""

_ENCODING = re.compile(rb"<\?xml[^>]{0,80}encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"})
_HEAD_BYTES = 200

PARSING = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def demand_harmless(data: bytes) -> None:
    """Look at a part before it is parsed.

    Raises:
        DocumentDamagedError: It declares entities, or is written in an encoding of no office.
    """
    if not data.lstrip(b" \t\r\n").startswith(_WRITTEN_AS):
        raise DocumentDamagedError
    named = _ENCODING.search(data, 0, _HEAD_BYTES)
    if named is not None and named[1].lower() not in _ENCODINGS:
        raise DocumentDamagedError
    if any(sign in data for sign in _DECLARATIONS):
        raise DocumentDamagedError


def parsed(data: bytes) -> Element:
    """The root of a part.

    Raises:
        DocumentDamagedError: It is no well-formed XML, or declares entities.
    """
    demand_harmless(data)
    try:
        root = etree.fromstring(data, etree.XMLParser(**PARSING))
    except (etree.XMLSyntaxError, ValueError):
        raise DocumentDamagedError from None
    _leave_out_copies(root)
    return root


def _leave_out_copies(root: Element) -> None:
    """Of what is written for newer and older programs leave out the older, if the newer has words.

    Where the newer has none, programs show what is written for the older ones, and so it is read.
    Source: ECMA-376, part 3, section 7.5 (AlternateContent).
    """
    for place in list(root.iter("{*}AlternateContent")):
        is_said = any(_has_words(choice) for choice in children(place, "Choice"))
        for older in list(children(place, "Fallback")):
            if is_said or not _has_words(older):
                place.remove(older)


def _has_words(element: Element) -> bool:
    return any((each.text or "").strip() for each in element.iter("{*}t"))


def name_of(element: Element) -> str:
    """The local name, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: Element, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def description_in(properties: Element) -> str:
    """What the author of a shape or picture wrote for those who cannot see it: title and text."""
    said = (value_of(properties, name).strip() for name in ("title", "descr"))
    return " ".join(each for each in said if each)


def is_on(element: Element | None) -> bool:
    """Whether a switch such as <w:b/> is there and not switched off."""
    return element is not None and value_of(element, "val", "1") not in {"0", "false", "off"}


def child(element: Element, name: str) -> Element | None:
    """The first child of a name."""
    return next(children(element, name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    """All children of a name."""
    return (each for each in element if name_of(each) == name)


def below(element: Element, *names: str) -> Iterator[Element]:
    """All elements of some names, at whatever depth, in their order."""
    return (each for each in element.iter() if name_of(each) in names)


def whole_number(text: str, default: int) -> int:
    """A whole number, the default where it is none or of absurd size."""
    try:
        number = int(text)
    except ValueError:
        return default
    return number if abs(number) < 1 << 31 else default
