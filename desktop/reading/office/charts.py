"""Charts as tables: titles, names of series, categories and the values that the file keeps.

A chart keeps a copy of the values it shows, even where the workbook they came from is gone; with a
few of them hidden in the picture the table may say more than the chart. Sources: ECMA-376, part 1,
section 21.2; [MS-ODRAWXML], section 2.24.3 (newer kinds of chart).
"""

from collections.abc import Iterable, Iterator

from desktop.reading.flow import Block, Cell, Paragraph, Table
from desktop.reading.office.cells import Grid
from desktop.reading.office.formats import shown
from desktop.reading.office.package import Package, Relation
from desktop.reading.office.xml import Element, below, child, children, name_of, value_of
from desktop.reading.office.xml import whole_number as number_in

_KINDS = frozenset({"chart", "chartEx"})
_CATEGORIES = ("cat", "xVal")
_VALUES = ("val", "yVal", "bubbleSize")
_POINTS = frozenset({"strCache", "numCache", "strLit", "numLit", "multiLvlStrCache"})


def charts_of(package: Package, relations: Iterable[Relation]) -> Iterator[Block]:
    """The charts that a part shows.

    Args:
        package: Of the document.
        relations: Of the part: a text, a slide, or the drawing of a sheet.

    Raises:
        TooManyPagesError: A chart keeps more values than a document of MAX_PAGES could show.
    """
    for relation in relations:
        if relation.kind in _KINDS and not relation.is_outside:
            root = package.tree_or_none(relation.target)
            if root is not None:
                yield from _chart(root)


def _chart(root: Element) -> Iterator[Block]:
    titles = (
        "".join(part.text or "" for part in below(title, "t"))
        for title in below(root, "title")
        if next(title.iterancestors("{*}title"), None) is None
    )
    yield Paragraph.of("; ".join(each for each in titles if each.strip()), label="Chart")
    rows = _rows(list(below(root, "ser")))
    if rows:
        yield Table(rows, first_is_head=True)
    elsewhere = " ".join(each.text or "" for each in below(root, "pt") if not len(each))
    if not rows and elsewhere.strip():
        yield Paragraph.of(elsewhere)


def _rows(series: list[Element]) -> tuple[tuple[Cell, ...], ...]:
    """A row a category, a column a series; categories are those of the first that names any."""
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for one in series:
        named = child(one, "tx")
        name = "" if named is None else " ".join(_points(named).values()) or _value_in(named)
        for kind in _CATEGORIES:
            given = child(one, kind)
            if given is not None and not categories:
                categories = _points(given)
        for kind in _VALUES:
            given = child(one, kind)
            if given is not None:
                columns.append((name, _points(given)))
    grid = Grid()
    grid.add_row({0: (), **{at: _cell(name) for at, (name, _) in enumerate(columns, 1)}})
    places = sorted({*categories, *(place for _, points in columns for place in points)})
    for place in places:
        values = {at: points[place] for at, (_, points) in enumerate(columns, 1) if place in points}
        texts = {0: categories.get(place, ""), **values}
        grid.add_row({at: _cell(text) for at, text in texts.items()})
    return grid.rows() if places else ()


def _points(parent: Element) -> dict[int, str]:
    """The values that are kept, by their place; levels of categories one after the other."""
    found: dict[int, list[str]] = {}
    code: str | None = None
    for each in parent.iter():
        name = name_of(each)
        if name in _POINTS:
            code = _pattern(each) if name.startswith("num") else None
        elif name == "pt":
            value = _value_in(each)
            text = value if code is None else shown(value, code)
            found.setdefault(number_in(value_of(each, "idx"), 0), []).append(text)
    return {place: " ".join(texts) for place, texts in found.items()}


def _pattern(cache: Element) -> str:
    """How the numbers that are kept are shown."""
    pattern = child(cache, "formatCode")
    return "General" if pattern is None else pattern.text or "General"


def _value_in(parent: Element) -> str:
    return " ".join(each.text or "" for each in children(parent, "v"))


def _cell(text: str) -> Cell:
    return (Paragraph.of(text),) if text.strip() else ()
