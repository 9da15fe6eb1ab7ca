"""Rows of models: those that are here, and those that the catalogue knows."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.errors import all_error_classes
from desktop.domain.imported_model import ModelState
from desktop.domain.model_catalogue import Gate
from desktop.domain.model_listing import Fit, ListedKnown, ListedModel
from desktop.ui import icons
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_M, current, sized

ROW_HEIGHT_PX = 58


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model as it is shown.

    Attributes:
        model_id: Short name; of the catalogue's row where it is not here.
        name: For people.
        state: In words.
        detail: Size, memory, licence, in words.
        icon: Of a file in `resources/icons`.
        role: Colour of the icon.
        is_here: It was imported.
        is_ready: It can be chosen, once its licence is settled.
        needs_decision: Its licence stands against its use.
        advice: What to know before using it, in sentences.
    """

    model_id: str
    name: str
    state: str
    detail: str
    icon: str
    role: str
    is_here: bool
    is_ready: bool = False
    needs_decision: bool = False
    advice: str = ""

    @property
    def words(self) -> str:
        """One line for screen readers."""
        return f"{self.name}, {self.state}, {self.detail}"


class ModelDelegate(RowDelegate[ModelRow]):
    """Draws a model: name and state, details below."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, row: ModelRow) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_M, 9, -SPACE_M, -8)
        colour = str(getattr(colours, row.role))
        icons.paint(painter, row.icon, colour, QRectF(inner.left(), inner.top() + 1, 16, 16))
        left = inner.left() + 16 + SPACE_M
        small = sized(option.font, CAPTION_PX)
        place = QRect(left, inner.top(), inner.right() - left, 18)
        taken = paint_line(
            painter, small, colours.muted, place, row.state, alignment=Qt.AlignmentFlag.AlignRight
        )
        name = QRect(left, inner.top(), place.width() - taken - SPACE_M, 18)
        medium = sized(option.font, 13, QFont.Weight.Medium)
        paint_line(painter, medium, colours.text, name, row.name)
        detail = QRect(left, inner.top() + 20, inner.right() - left, 18)
        paint_line(painter, small, colours.muted, detail, row.detail)


def identity_of(row: ModelRow) -> str:
    """What makes a row the same after it changed."""
    return f"{row.is_here}{row.model_id}"


def words_of(row: ModelRow) -> str:
    """One line for screen readers."""
    return row.words


def row_of_imported(listed: ListedModel) -> ModelRow:
    """The row of a model that is here."""
    model = listed.model
    is_ready = model.state is ModelState.READY
    error = all_error_classes().get(model.reason_code)
    parts = [gigabytes(model.weights_bytes + model.projector_bytes)]
    if model.pace is not None:
        parts.append(_tr("{0} pages an hour").format(f"{model.pace.pages_per_hour:.0f}"))
    parts.append(_fit_in_words(listed.fit))
    if error is not None:
        parts = [f"{error.reason} [{error.code}]"]
    elif listed.needs_decision:
        parts.append(_gate_in_words(listed.gate))
    elif listed.is_decided:
        parts.append(_tr("use decided and recorded"))
    return ModelRow(
        model_id=model.model_id,
        name=model.name,
        state=_state_in_words(model.state),
        detail=", ".join(part for part in parts if part),
        icon="accept" if is_ready else "error" if error is not None else "warning",
        role="low" if is_ready else "high" if error is not None else "moderate",
        is_here=True,
        is_ready=is_ready,
        needs_decision=listed.needs_decision,
    )


def row_of_known(known: ListedKnown) -> ModelRow:
    """The row of a model that the catalogue knows."""
    row = known.row
    parts = [
        gigabytes(row.size_bytes),
        _tr("machines of {0} GB").format(f"{row.memory_gb:g}") if row.memory_gb else "",
        _fit_in_words(known.fit),
        row.licence or _tr("licence not stated"),
        "" if row.gate.is_open else _gate_in_words(row.gate),
        row.use,
    ]
    does_fit = known.fit is not Fit.TOO_LARGE and row.gate.is_open
    return ModelRow(
        model_id=row.id,
        name=row.name,
        state=_tr("imported") if known.is_here else _tr("not here"),
        detail=", ".join(part for part in parts if part),
        icon="sparkle" if does_fit else "warning",
        role="muted" if does_fit else "moderate",
        is_here=False,
        advice=" ".join(row.traps),
    )


def gigabytes(size_bytes: int | None) -> str:
    """A size in words; "" where it is not known."""
    if not size_bytes:
        return ""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e8 else f"{size_bytes / 1e6:.1f} MB"


def _state_in_words(state: ModelState) -> str:
    return {
        ModelState.IMPORTED: _tr("not checked"),
        ModelState.CHECKED: _tr("not tested"),
        ModelState.READY: _tr("ready"),
        ModelState.REFUSED: _tr("refused"),
    }[state]


def _fit_in_words(fit: Fit) -> str:
    return {
        Fit.FITS: _tr("fits this machine"),
        Fit.TIGHT: _tr("fits once other programs are closed"),
        Fit.TOO_LARGE: _tr("too large for this machine"),
        Fit.UNKNOWN: "",
    }[fit]


def _gate_in_words(gate: Gate) -> str:
    return {
        Gate.OPEN: "",
        Gate.TERMS: _tr("terms of its own"),
        Gate.UNREAD: _tr("licence not certain"),
        Gate.RESEARCH_ONLY: _tr("for research only"),
        Gate.TERRITORY: _tr("not licensed everywhere"),
        Gate.UNKNOWN: _tr("not in the catalogue, licence unknown"),
        Gate.UNSUPPORTED: _tr("cannot be run here"),
    }[gate]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelRows", text)
