"""Rows of models: those that are here, those that other programs keep here, the catalogue's."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.errors import all_error_classes
from desktop.domain.imported_model import ModelState
from desktop.domain.model_catalogue import Gate, KnownModel
from desktop.domain.model_listing import Fit, ListedFound, ListedKnown, ListedModel
from desktop.ui import icons, model_words
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_M, current, sized

ROW_HEIGHT_PX = 58


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model as it is shown.

    Attributes:
        model_id: Short name; of the catalogue's row, or the path of a file, where it is not here.
        name: For people.
        state: In words.
        detail: Size, memory, licence, in words.
        icon: Of a file in `resources/icons`.
        role: Colour of the icon.
        is_here: It was imported.
        is_ready: It can be chosen, once its licence is settled.
        needs_decision: Its licence stands against its use.
        does_fit: It is not too large for this machine, and its licence is open.
        advice: What to know before using it, in sentences.
        found: Where another program keeps it; None for every other row.
    """

    model_id: str
    name: str
    state: str
    detail: str
    icon: str
    role: str
    is_here: bool = False
    is_ready: bool = False
    needs_decision: bool = False
    does_fit: bool = True
    advice: str = ""
    found: ListedFound | None = None

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


def row_of_imported(listed: ListedModel, known: KnownModel | None) -> ModelRow:
    """The row of a model that is here.

    Args:
        listed: The model.
        known: What the catalogue knows of it; None for nothing.
    """
    model = listed.model
    is_ready = model.state is ModelState.READY
    error = all_error_classes().get(model.reason_code)
    parts = [model_words.gigabytes(model.weights_bytes + model.projector_bytes)]
    if model.pace is not None:
        parts.append(_tr("{0} pages an hour").format(f"{model.pace.pages_per_hour:.0f}"))
    parts.append(model_words.fit(listed.fit))
    if error is not None:
        parts = [f"{error.reason} [{error.code}]"]
    elif listed.needs_decision:
        parts.append(model_words.gate(listed.gate))
    elif listed.is_decided:
        parts.append(_tr("use decided and recorded"))
    stated = model.facts.licence if model.facts else ""
    advice = (
        model_words.licence(listed.gate, known, stated),
        model_words.decision(listed.decision),
    )
    if error is not None:
        advice = (f"{error.reason} {error.remedy} [{error.code}]", "")
    return ModelRow(
        model_id=model.model_id,
        name=model.name,
        state=model_words.state(model.state),
        detail=_joined(*parts),
        icon="accept" if is_ready else "error" if error is not None else "warning",
        role="low" if is_ready else "high" if error is not None else "moderate",
        is_here=True,
        is_ready=is_ready,
        needs_decision=listed.needs_decision,
        advice=" ".join(part for part in advice if part),
    )


def row_of_found(found: ListedFound) -> ModelRow:
    """The row of a model that another program keeps on this machine."""
    row = found.known
    gate = Gate.UNKNOWN if row is None else row.gate
    does_fit = found.fit is not Fit.TOO_LARGE and gate.is_open
    copied = _tr("It is copied from {0}, which is left as it is.").format(found.first.parent)
    advice = model_words.licence(gate, row)
    if row is None:
        advice = _tr("What it is, and its licence, shows once it is imported.")
    return ModelRow(
        model_id=str(found.first),
        name=found.title,
        state=_tr("imported") if found.is_here else model_words.came_from(found.came_from),
        detail=_joined(
            model_words.gigabytes(found.size_bytes),
            model_words.fit(found.fit),
            "" if row is None else row.name,
            "" if row is None else model_words.gate(gate),
        ),
        icon="accept" if found.is_here else "folder",
        role="low" if found.is_here else "muted",
        does_fit=does_fit,
        advice=f"{copied} {advice}",
        found=found,
    )


def row_of_known(known: ListedKnown) -> ModelRow:
    """The row of a model that the catalogue knows."""
    row = known.row
    does_fit = known.fit is not Fit.TOO_LARGE and row.gate.is_open
    return ModelRow(
        model_id=row.id,
        name=row.name,
        state=_tr("imported") if known.is_here else _tr("not here"),
        detail=_joined(
            model_words.gigabytes(row.size_bytes),
            _tr("machines of {0} GB").format(f"{row.memory_gb:g}") if row.memory_gb else "",
            model_words.fit(known.fit),
            row.licence or _tr("licence not stated"),
            model_words.gate(row.gate),
            row.use,
        ),
        icon="sparkle" if does_fit else "warning",
        role="muted" if does_fit else "moderate",
        does_fit=does_fit,
        advice=" ".join((model_words.licence(row.gate, row), *row.traps)),
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelRows", text)
