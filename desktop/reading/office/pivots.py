"""What a workbook keeps for its pivot tables: where from, which fields, and their values.

The copy stays when the sheet it was made from is deleted, and nobody sees it. Source: ECMA-376,
part 1, section 18.10.
"""

import re
from collections.abc import Iterator

from desktop.reading.flow import Block, NewPage, Paragraph
from desktop.reading.office.package import Package
from desktop.reading.office.xml import Element, child, children, value_of

_DEFINITION = re.compile(r"xl/pivotcache/pivotcachedefinition[0-9]*\.xml", re.IGNORECASE)
_LABEL = "Kept for a pivot table"
_MAX_VALUES = 2_000
"""Of one field, each once; the rows that they stood in are not put together again."""


def pivots_of(package: Package) -> Iterator[Block]:
    """What is kept for each pivot table, on a page of its own."""
    for name in sorted(package.names):
        if _DEFINITION.fullmatch(name):
            root = package.tree_or_none(name)
            if root is not None:
                yield NewPage(running=_LABEL)
                yield Paragraph.of(_source(root), label=_LABEL)
                yield from _fields(root)


def _source(root: Element) -> str:
    source = child(root, "cacheSource")
    place = None if source is None else child(source, "worksheetSource")
    if place is None:
        return ""
    named = (value_of(place, name) for name in ("sheet", "ref", "name"))
    return " ".join(each for each in named if each)


def _fields(root: Element) -> Iterator[Block]:
    fields = child(root, "cacheFields")
    for field in () if fields is None else children(fields, "cacheField"):
        items = child(field, "sharedItems")
        values = [] if items is None else [value_of(each, "v") for each in items]
        said = ", ".join(each for each in values[:_MAX_VALUES] if each)
        more = f" and {len(values) - _MAX_VALUES} more" if len(values) > _MAX_VALUES else ""
        yield Paragraph.of(f"{value_of(field, 'name')}: {said}{more}")
