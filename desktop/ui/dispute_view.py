"""What two readers saw of one value, with the part of the page between them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS

MAX_CROP_HEIGHT_PX = 84
"""Three lines of a letter; a value and what stands around it have one or two."""


class DisputeView(QFrame):
    """The first reading, the page, the second reading.

    Signals:
        other_wanted(): The second reading is right.
    """

    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_choice: bool = True) -> None:
        """Show nothing yet.

        Args:
            parent: Owner.
            has_choice: Whether the second reading can be taken in place of the first.
        """
        super().__init__(parent)
        self.setObjectName("Dispute")
        self._first = PlainLabel("", self, kind="strong", is_wrapped=True)
        self._second = PlainLabel("", self, kind="strong", is_wrapped=True)
        self._crop = _Crop(self)
        self.other_button = TextButton(self.tr("Take this"), self, icon_name="accept")
        self.other_button.setAccessibleName(self.tr("Take the second reading"))
        self.other_button.setProperty("kind", "compact")
        self.other_button.clicked.connect(self.other_wanted)
        self.other_button.setVisible(has_choice)
        self._second_name = PlainLabel("", self, kind="caption")
        second = QHBoxLayout()
        second.setSpacing(SPACE_S)
        second.addWidget(self._second, 1)
        second.addWidget(self.other_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(PlainLabel(self.tr("First reading"), self, kind="caption"))
        layout.addWidget(self._first)
        layout.addSpacing(SPACE_XS)
        layout.addWidget(self._crop)
        layout.addSpacing(SPACE_XS)
        layout.addWidget(self._second_name)
        layout.addLayout(second)
        layout.addSpacing(SPACE_M)

    def show_readings(self, first: str, second: str | None) -> None:
        """Take both readings as they may be seen; None: the second is not known yet."""
        self._first.setText(first)
        self._second_name.setText(self.tr("Second reading"))
        self._second.setText(self.tr("Nothing was seen here") if second == "" else second or "")
        self.other_button.setEnabled(bool(second))

    def show_crop(self, image: QImage | None) -> None:
        """Take the part of the page; None where it is not there, or must not be seen."""
        self._crop.take(image)

    @property
    def words(self) -> tuple[str, str]:
        """Both readings as shown."""
        return self._first.text(), self._second.text()

    @property
    def has_crop(self) -> bool:
        """Whether the part of the page is shown."""
        return self._crop.isVisibleTo(self)


class _Crop(PlainLabel):
    """A picture as wide as there is room, and no higher than it may be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._image: QImage | None = None
        self.setAccessibleName(self.tr("The page where the two readings differ"))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(40)
        self.hide()

    def take(self, image: QImage | None) -> None:
        self._image = image
        self.setVisible(image is not None)
        self._fit()

    def _fit(self) -> None:
        if self._image is None:
            self.clear()
            return
        ratio = self.devicePixelRatioF()
        room = QSize(max(40, self.width()), MAX_CROP_HEIGHT_PX) * ratio
        fitted = self._image.scaled(
            room.boundedTo(self._image.size()),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture = QPixmap.fromImage(fitted)
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
