"""Comments on the cells of a workbook.

Newer ones are threads: who said what and when stands in a part of its own, and the old part keeps a
copy without names for older programs. Sources: ECMA-376, part 1, section 18.7; [MS-XLSX], section
2.6.205 (threads).
"""

from collections.abc import Iterator, Mapping, Sequence

from desktop.reading.flow import Block, Paragraph
from desktop.reading.office.package import Package, Relation
from desktop.reading.office.texts import text_of
from desktop.reading.office.xml import Element, below, child, value_of, whole_number

_CELL = "ref"
_COPY_OF_THREAD = "tc="
_DAY_CHARS = 10


def names_of_persons(package: Package, relations: Mapping[str, Relation]) -> dict[str, str]:
    """The names of those who wrote in threads, by the identity that the file gives them.

    Args:
        package: The workbook's.
        relations: Of its main part.
    """
    found: dict[str, str] = {}
    for relation in relations.values():
        if relation.kind == "person" and not relation.is_outside:
            root = package.tree_or_none(relation.target)
            for person in () if root is None else below(root, "person"):
                found[value_of(person, "id")] = value_of(person, "displayName")
    return found


def comments_of(
    package: Package, relations: Sequence[Relation], names: Mapping[str, str]
) -> Iterator[Block]:
    """The comments of a sheet.

    Args:
        package: The workbook's.
        relations: Of the sheet.
        names: Of persons, by their identity.
    """
    inside = [each for each in relations if not each.is_outside]
    threads = [
        paragraph
        for each in inside
        if each.kind == "threadedComment"
        for paragraph in _threads(package.tree_or_none(each.target), names)
    ]
    yield from threads
    for each in inside:
        if each.kind == "comments":
            yield from _comments(package.tree_or_none(each.target), is_threaded=bool(threads))


def _threads(root: Element | None, names: Mapping[str, str]) -> Iterator[Block]:
    for comment in () if root is None else below(root, "threadedComment"):
        words = child(comment, "text")
        label = _label(value_of(comment, _CELL), names.get(value_of(comment, "personId"), ""))
        day = value_of(comment, "dT")[:_DAY_CHARS]
        text = "" if words is None else words.text or ""
        yield Paragraph.of(text, label=f"{label}, {day}" if day else label)


def _comments(root: Element | None, *, is_threaded: bool) -> Iterator[Block]:
    if root is None:
        return
    authors = [each.text or "" for each in below(root, "author")]
    for comment in below(root, "comment"):
        number = whole_number(value_of(comment, "authorId"), -1)
        author = authors[number] if 0 <= number < len(authors) else ""
        if is_threaded and author.startswith(_COPY_OF_THREAD):
            continue
        yield Paragraph.of(text_of(comment), label=_label(value_of(comment, _CELL), author))


def _label(cell: str, author: str) -> str:
    return f"Comment on {cell} by {author}" if author else f"Comment on {cell}"
