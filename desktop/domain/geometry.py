"""Places on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page.

    Points (1/72 inch); the origin is the top left corner of the page as a person sees it upright,
    x grows to the right and y downwards.
    """

    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float

    @property
    def width_pt(self) -> float:
        """Horizontal extent in points."""
        return self.right_pt - self.left_pt

    @property
    def height_pt(self) -> float:
        """Vertical extent in points."""
        return self.bottom_pt - self.top_pt

    def united_with(self, other: Self) -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left_pt, other.left_pt),
            min(self.top_pt, other.top_pt),
            max(self.right_pt, other.right_pt),
            max(self.bottom_pt, other.bottom_pt),
        )

    def grown_by(self, margin_pt: float) -> "Box":
        """The box with a margin of `margin_pt` points added on every side."""
        return Box(
            self.left_pt - margin_pt,
            self.top_pt - margin_pt,
            self.right_pt + margin_pt,
            self.bottom_pt + margin_pt,
        )

    def overlaps(self, other: "Box") -> bool:
        """Whether the two boxes share any area."""
        return (
            self.left_pt < other.right_pt
            and other.left_pt < self.right_pt
            and self.top_pt < other.bottom_pt
            and other.top_pt < self.bottom_pt
        )


def boxes_of_lines(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Join the boxes of consecutive words into one box a line.

    Two neighbours stand on one line when their vertical overlap is at least half the height of the
    lower of the two.
    """
    lines: list[Box] = []
    for box in boxes:
        if lines:
            last = lines[-1]
            overlap_pt = min(last.bottom_pt, box.bottom_pt) - max(last.top_pt, box.top_pt)
            if overlap_pt >= 0.5 * min(last.height_pt, box.height_pt):
                lines[-1] = last.united_with(box)
                continue
        lines.append(box)
    return tuple(lines)
