"""Pictures made of lines within an office document: the words of SVG, and whether there are others.

Source: W3C, Scalable Vector Graphics 2, section 11 (text).
"""

from dataclasses import dataclass

from desktop.domain.errors import UnpackedTooLargeError
from desktop.reading.flow import Paragraph
from desktop.reading.office.package import Package
from desktop.reading.office.xml import Element, below

_WITH_WORDS = ".svg"
_OTHERS = (".emf", ".wmf", ".emz", ".wmz", ".svm", ".svgz")


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is known of the drawings of a document.

    Attributes:
        words: That stand in them.
        is_any_unread: Whether there are some of which nothing is read.
    """

    words: tuple[Paragraph, ...]
    is_any_unread: bool


def drawings_of(package: Package) -> Drawings:
    """The drawings in a document; of one that cannot be read safely nothing is read."""
    words: list[Paragraph] = []
    is_any_unread = False
    for name in sorted(package.names):
        if name.lower().endswith(_OTHERS):
            is_any_unread = True
        elif name.lower().endswith(_WITH_WORDS):
            root = _tree_or_none(package, name)
            is_any_unread = is_any_unread or root is None
            texts = () if root is None else below(root, "text")
            outermost = (
                each for each in texts if next(each.iterancestors("{*}text"), None) is None
            )
            said = ("".join(map(str, text.itertext())).strip() for text in outermost)
            words += [Paragraph.of(each, label="Drawing") for each in said if each]
    return Drawings(tuple(words), is_any_unread)


def _tree_or_none(package: Package, name: str) -> Element | None:
    """A drawing as a tree; a document is not refused for one that is too large."""
    try:
        return package.tree_or_none(name)
    except UnpackedTooLargeError:
        return None
