"""From the coordinates of a PDF page to those of the upright page that a person sees."""

from dataclasses import dataclass
from typing import Self

import pypdfium2.raw as pdfium

from desktop.domain.geometry import Box


@dataclass(frozen=True, slots=True)
class PageSpace:
    """The affine map from PDF user space to points from the top left of the displayed page.

    A point (x, y) is shown at (xx * x + xy * y + x0, yx * x + yy * y + y0). The displayed page is
    the crop box cut to the media box and turned by the page's own rotation entry.

    Attributes:
        width_pt: Width of the displayed page.
        height_pt: Height of the displayed page.
    """

    width_pt: float
    height_pt: float
    xx: float
    xy: float
    x0: float
    yx: float
    yy: float
    y0: float

    @classmethod
    def of_page(cls, page: "pdfium.FPDF_PAGE") -> Self:
        """The space of a page that pdfium has loaded."""
        bounds = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, bounds)
        return cls.of_box(
            bounds.left,
            bounds.bottom,
            bounds.right,
            bounds.top,
            pdfium.FPDFPage_GetRotation(page),
        )

    @classmethod
    def of_box(
        cls, left: float, bottom: float, right: float, top: float, quarter_turns: int
    ) -> Self:
        """The space of a page with this visible box, turned clockwise by quarters."""
        width, height = right - left, top - bottom
        match quarter_turns % 4:
            case 0:
                return cls(width, height, 1, 0, -left, 0, -1, top)
            case 1:
                return cls(height, width, 0, 1, -bottom, 1, 0, -left)
            case 2:
                return cls(width, height, -1, 0, right, 0, 1, -bottom)
            case _:
                return cls(height, width, 0, -1, top, -1, 0, right)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The displayed place of a rectangle, not cut to the page."""
        x1 = self.xx * left + self.xy * bottom + self.x0
        x2 = self.xx * right + self.xy * top + self.x0
        y1 = self.yx * left + self.yy * bottom + self.y0
        y2 = self.yx * right + self.yy * top + self.y0
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def cut(self, box: Box) -> Box:
        """The part of a box that lies on the page; empty at the edge when none does."""
        left = min(max(box.left_pt, 0.0), self.width_pt)
        top = min(max(box.top_pt, 0.0), self.height_pt)
        return Box(
            left,
            top,
            max(left, min(box.right_pt, self.width_pt)),
            max(top, min(box.bottom_pt, self.height_pt)),
        )
