"""Where an analyst was in the window, as identities and numbers: no name and no word."""

from dataclasses import dataclass

from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.ui.document_order import Order
from desktop.ui.page_zoom import Fit
from desktop.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is remembered while the window is locked.

    Attributes:
        matter_id: The matter in view; None for none.
        document_id: The document in view; None for none.
        page: Its page in view; 0 for none.
        fit: How the zoom follows the window.
        zoom: 1.0 is the size on paper.
        turn_deg: Clockwise turn given by the analyst.
        columns_px: Widths of the columns.
        has_thumbnails: Whether thumbnails are to be shown.
        has_findings: Whether the column of findings is to be shown.
        order: In which order documents are listed.
    """

    matter_id: MatterId | None
    document_id: DocumentId | None
    page: PageNumber
    fit: Fit
    zoom: float
    turn_deg: int
    columns_px: tuple[int, ...]
    has_thumbnails: bool
    has_findings: bool
    order: Order


def whereabouts_of(space: Workspace) -> Whereabouts:
    """Where the analyst is now."""
    pages, canvas = space.pages, space.pages.canvas
    return Whereabouts(
        matter_id=space.matter_id,
        document_id=pages.document_id,
        page=pages.number,
        fit=canvas.fit,
        zoom=canvas.zoom,
        turn_deg=canvas.turn_deg,
        columns_px=tuple(space.columns.sizes()),
        has_thumbnails=pages.bar.thumbnails.isChecked(),
        has_findings=pages.bar.findings.isChecked(),
        order=space.documents.order,
    )


def go_back_to(space: Workspace, place: Whereabouts) -> None:
    """Have a working state in which nothing is open yet open the same again.

    What was typed and not sent, and what was uncovered, does not come back.
    """
    pages, canvas = space.pages, space.pages.canvas
    if place.matter_id is not None:
        space.open_when_listed(place.matter_id, place.document_id, place.page)
    if place.fit is Fit.FREE:
        canvas.set_zoom(place.zoom)
    else:
        canvas.set_fit(place.fit)
    for _ in range(place.turn_deg // 90):
        canvas.rotate()
    if place.columns_px and all(place.columns_px):
        space.columns.setSizes(list(place.columns_px))
    pages.bar.thumbnails.setChecked(place.has_thumbnails)
    pages.bar.findings.setChecked(place.has_findings)
    space.documents.set_order(place.order)
