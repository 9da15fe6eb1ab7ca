"""Headings, paragraphs and rows set on as many pages as they need: certificates and records.

report = Report("Certificate of destruction", footer="In Camera 0.1.0")
report.heading("What was destroyed")
report.paragraph("...")
report.facts([("SHA-256", "..."), ("Destroyed at", "...")])
report.table(("document", "SHA-256"), rows, shares=(1, 3))
report.pdf() -> bytes
"""

from collections.abc import Sequence

from desktop.casework.printing.fonts import Font, lines_of, width_pt
from desktop.casework.printing.pdf import PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Page, pdf_of

MARGIN_PT = 56.0
TITLE_PT, HEADING_PT, TEXT_PT, SMALL_PT = 18.0, 12.0, 10.0, 8.0
LEADING = 1.35
"""Distance of lines, in sizes of the letters."""

FACT_NAME_PT = 150.0
COLUMN_GAP_PT = 10.0


class Report:
    """Text that grows downwards; a new page begins where the last one ends.

    Attributes:
        page: The page in hand, for what is drawn beside the text.
        top_pt: Where the next line begins on it.
    """

    def __init__(self, title: str, *, footer: str = "") -> None:
        """Begin with the title on the first page.

        Args:
            title: Large, and in the viewer's title bar.
            footer: Small, at the foot of each page, before the number of the page.
        """
        self._title = title
        self._footer = footer
        self._pages: list[Page] = []
        self.page = self._new_page()
        self.top_pt = MARGIN_PT
        self._lines(title, Font.BOLD, TITLE_PT)
        self.space(SMALL_PT)

    @property
    def room_pt(self) -> float:
        """Width of a line."""
        return PAGE_WIDTH_PT - 2 * MARGIN_PT

    def space(self, height_pt: float) -> None:
        """Leave some room."""
        self.top_pt += height_pt

    def keep_together(self, height_pt: float) -> None:
        """Begin a new page where this much does not fit below."""
        if self.top_pt + height_pt > PAGE_HEIGHT_PT - MARGIN_PT:
            self.page = self._new_page()
            self.top_pt = MARGIN_PT

    def heading(self, text: str) -> None:
        """A heading, never alone at the foot of a page."""
        self.space(HEADING_PT)
        self.keep_together(4 * HEADING_PT * LEADING)
        self._lines(text, Font.BOLD, HEADING_PT)
        self.space(2)

    def paragraph(self, text: str) -> None:
        """Text, broken into lines."""
        self._lines(text, Font.TEXT, TEXT_PT)
        self.space(TEXT_PT / 2)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names on the left, what they are on the right."""
        room_pt = self.room_pt - FACT_NAME_PT
        for name, value in facts:
            lines = lines_of(value, Font.TEXT, TEXT_PT, room_pt)
            for number, line in enumerate(lines):
                self.keep_together(TEXT_PT * LEADING)
                self.top_pt += TEXT_PT * LEADING
                if number == 0:
                    self.page.text(MARGIN_PT, self.top_pt, name, Font.BOLD, TEXT_PT)
                self.page.text(MARGIN_PT + FACT_NAME_PT, self.top_pt, line, Font.TEXT, TEXT_PT)
        self.space(TEXT_PT / 2)

    def table(
        self, titles: Sequence[str], rows: Sequence[Sequence[str]], *, shares: Sequence[float]
    ) -> None:
        """Rows under titles, which are repeated on each page.

        Args:
            titles: Of the columns.
            rows: As many cells each.
            shares: How the width is shared out.
        """
        if not len(titles) == len(shares):
            raise ValueError("a table has a share of the width for each column")
        free_pt = self.room_pt - COLUMN_GAP_PT * (len(shares) - 1)
        widths = [free_pt * share / sum(shares) for share in shares]
        self._table_row(titles, widths, Font.BOLD)
        for row in rows:
            page = self.page
            self.keep_together(self._row_height_pt(row, widths))
            if self.page is not page:
                self._table_row(titles, widths, Font.BOLD)
            self._table_row(row, widths, Font.TEXT)
        self.space(TEXT_PT / 2)

    def pdf(self) -> bytes:
        """The file, with numbers and footer on each page."""
        count = len(self._pages)
        for number, page in enumerate(self._pages, start=1):
            foot_pt = PAGE_HEIGHT_PT - MARGIN_PT / 2
            page.text(MARGIN_PT, foot_pt, self._footer, Font.TEXT, SMALL_PT)
            label = f"{number} / {count}"
            left_pt = PAGE_WIDTH_PT - MARGIN_PT - width_pt(label, Font.TEXT, SMALL_PT)
            page.text(left_pt, foot_pt, label, Font.TEXT, SMALL_PT)
        return pdf_of(self._pages, self._title)

    def _new_page(self) -> Page:
        self._pages.append(Page())
        return self._pages[-1]

    def _lines(self, text: str, font: Font, size_pt: float) -> None:
        for line in lines_of(text, font, size_pt, self.room_pt):
            self.keep_together(size_pt * LEADING)
            self.top_pt += size_pt * LEADING
            self.page.text(MARGIN_PT, self.top_pt, line, font, size_pt)

    def _row_height_pt(self, cells: Sequence[str], widths: Sequence[float]) -> float:
        counts = [
            len(lines_of(cell, Font.TEXT, SMALL_PT, width))
            for cell, width in zip(cells, widths, strict=True)
        ]
        return max(counts) * SMALL_PT * LEADING + 3

    def _table_row(self, cells: Sequence[str], widths: Sequence[float], font: Font) -> None:
        left_pt, lowest_pt = MARGIN_PT, self.top_pt
        for cell, width in zip(cells, widths, strict=True):
            baseline_pt = self.top_pt
            for line in lines_of(cell, font, SMALL_PT, width):
                baseline_pt += SMALL_PT * LEADING
                self.page.text(left_pt, baseline_pt, line, font, SMALL_PT)
            left_pt += width + COLUMN_GAP_PT
            lowest_pt = max(lowest_pt, baseline_pt)
        self.top_pt = lowest_pt + 3
        self.page.line(MARGIN_PT, self.top_pt, PAGE_WIDTH_PT - MARGIN_PT, thick_pt=0.25)
