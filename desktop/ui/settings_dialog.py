"""The settings: appearance, reading, vision model, about."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge.audit_trail import AuditTrail
from desktop.bridge.backing_up import BackingUp
from desktop.bridge.key_ring import KeyRing
from desktop.bridge.member_roll import MemberRoll
from desktop.bridge.model_bench import ModelBench
from desktop.bridge.moving import Moving
from desktop.domain.errors import InCameraError
from desktop.domain.page import OcrEngine
from desktop.settings import Settings, Theme, usable_cores
from desktop.ui.about_page import About, AboutPage
from desktop.ui.backup_page import BackupPage
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.keys_page import KeysPage
from desktop.ui.members_page import MembersPage
from desktop.ui.models_page import ModelsPage
from desktop.ui.moving_page import MovingPage
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.record_page import RecordPage
from desktop.ui.scrolled import Scrolled
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

MAX_WORKERS = 64
MAX_IDLE_MIN = 1_440


class SettingsDialog(QDialog):
    """Edits settings; nothing is taken before Save.

    Signals:
        saved(object): The new Settings.
    """

    saved = Signal(object)

    def __init__(
        self,
        settings: Settings,
        about: About,
        models: ModelBench,
        parent: QWidget | None = None,
        *,
        keys: KeyRing | None = None,
        members: MemberRoll | None = None,
        backing: BackingUp | None = None,
        audit: AuditTrail | None = None,
        moving: Moving | None = None,
    ) -> None:
        """Show the settings as they are.

        Args:
            settings: To be edited.
            about: What the program is, for the last page.
            models: The models of this workstation.
            parent: Owner.
            keys: The ways into the vault; None while none is open.
            members: Its members; likewise.
            backing: Backups of the vault; likewise.
            audit: Its logs; likewise.
            moving: Matters on their way between vaults; likewise.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(840, 580)
        self._settings = settings
        self.models = ModelsPage(settings, models, self)
        self.banner = Banner(self)
        self.rooms = QListWidget(self)
        self.rooms.setAccessibleName(self.tr("Parts of the settings"))
        self.rooms.setFixedWidth(168)
        self.rooms.setObjectName("Rooms")
        self._pile = QStackedWidget(self)
        self.keys = None if keys is None else KeysPage(keys, self)
        self.members = None if members is None else MembersPage(members, self)
        self.backups = None if backing is None else BackupPage(settings, backing, self)
        self.record = None if audit is None else RecordPage(settings, audit, self)
        self.moving = None if moving is None else MovingPage(moving, self)
        for name, page in (
            (self.tr("Appearance"), self._appearance_page()),
            (self.tr("Reading"), self._reading_page()),
            (self.tr("Lock"), self._lock_page()),
            (self.tr("Vision model"), self.models),
            (self.tr("Backup"), self.backups),
            (self.tr("Moving"), self.moving),
            (self.tr("Keys"), self.keys),
            (self.tr("Members"), self.members),
            (self.tr("Record"), self.record),
            (self.tr("About"), AboutPage(about, self)),
        ):
            if page is None:
                continue
            self.rooms.addItem(QListWidgetItem(name))
            self._pile.addWidget(Scrolled(page, self._pile))
        self.rooms.currentRowChanged.connect(self._pile.setCurrentIndex)
        self.rooms.setCurrentRow(0)
        self.save_button = TextButton(self.tr("Save"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.save_button.clicked.connect(self._on_save)
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out()
        self._fill(settings)

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(SPACE_XL)
        body.addWidget(self.rooms)
        body.addWidget(self._pile, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addLayout(body, 1)
        layout.addWidget(self.banner)
        layout.addLayout(button_row(self.cancel_button, self.save_button))

    def settings(self) -> Settings:
        """The settings as they stand in the dialog."""
        languages = tuple(part for part in self.languages.text().replace(",", " ").split() if part)
        chosen = self.models.chosen
        kept = self._settings if self.backups is None else self.backups.settings(self._settings)
        kept = kept if self.record is None else self.record.settings(kept)
        return replace(
            kept,
            theme=Theme(self.theme.currentData()),
            is_masking_on=self.masking.isChecked(),
            ocr_engine=OcrEngine(self.engine.currentData()),
            ocr_languages=languages or ("eng",),
            reading_workers=self.workers.value(),
            idle_lock_min=self.idle.value(),
            reads_while_locked=self.reads_on.isChecked(),
            is_vision_used=chosen is not None,
            vision_model=self._settings.vision_model if chosen is None else chosen,
        )

    def show_error(self, error: InCameraError) -> None:
        """Say why the settings could not be saved."""
        self.banner.show_error(error)

    def show_room(self, number: int) -> None:
        """Turn to a part of the settings."""
        self.rooms.setCurrentRow(number)

    # ------------------------------------------------------------------ pages

    def _appearance_page(self) -> QWidget:
        self.theme = _choice(
            self,
            self.tr("Theme"),
            (
                (self.tr("As the system"), Theme.SYSTEM),
                (self.tr("Light"), Theme.LIGHT),
                (self.tr("Dark"), Theme.DARK),
            ),
        )
        self.masking = QCheckBox(self.tr("Mask highly sensitive values until shown"), self)
        self.masking.setAccessibleName(self.masking.text())
        page, form = _page(self, self.tr("Appearance"), "")
        _add(form, self.theme)
        form.addRow(PlainLabel("", self), self.masking)
        return page

    def _reading_page(self) -> QWidget:
        self.engine = _choice(
            self,
            self.tr("OCR engine"),
            (
                (self.tr("Built in (RapidOCR)"), OcrEngine.RAPIDOCR),
                (self.tr("Tesseract, where installed"), OcrEngine.TESSERACT),
            ),
        )
        self.engine.currentIndexChanged.connect(self._on_engine_changed)
        self.languages = QLineEdit(self)
        self.languages.setAccessibleName(self.tr("Languages"))
        self.languages.setPlaceholderText("eng fra deu")
        self.workers = QSpinBox(self)
        self.workers.setAccessibleName(self.tr("Reading workers"))
        self.workers.setRange(0, MAX_WORKERS)
        # A style sheet's padding does not reach the field inside a spin box.
        self.workers.lineEdit().setTextMargins(SPACE_S - 2, 0, 0, 0)
        self.workers.setSpecialValueText(self.tr("Automatic ({0})").format(usable_cores()))
        page, form = _page(
            self,
            self.tr("Reading"),
            self.tr("A page with a sound text layer needs no OCR. Changes hold from the next run."),
        )
        for field in (self.engine, self.languages, self.workers):
            _add(form, field)
        return page

    def _lock_page(self) -> QWidget:
        self.idle = QSpinBox(self)
        self.idle.setAccessibleName(self.tr("Lock when idle for"))
        self.idle.setRange(0, MAX_IDLE_MIN)
        self.idle.setSuffix(self.tr(" minutes"))
        self.idle.setSpecialValueText(self.tr("Never"))
        self.idle.lineEdit().setTextMargins(SPACE_S - 2, 0, 0, 0)
        self.reads_on = QCheckBox(self.tr("Let reading come to its end while locked"), self)
        self.reads_on.setAccessibleName(self.reads_on.text())
        page, form = _page(
            self,
            self.tr("Lock"),
            self.tr(
                "A locked window shows nothing and holds no key. It also locks with Ctrl+L, with "
                "the screen, and when the computer goes to sleep."
            ),
        )
        _add(form, self.idle)
        form.addRow(PlainLabel("", self), self.reads_on)
        form.addRow(
            PlainLabel("", self),
            PlainLabel(
                self.tr("The keys that reading needs then stay in memory until it is done."),
                self,
                kind="caption",
                is_wrapped=True,
            ),
        )
        return page

    def _fill(self, settings: Settings) -> None:
        for box, value in (
            (self.theme, settings.theme.value),
            (self.engine, settings.ocr_engine.value),
        ):
            box.setCurrentIndex(box.findData(value))
        self.masking.setChecked(settings.is_masking_on)
        self.languages.setText(" ".join(settings.ocr_languages))
        self.workers.setValue(settings.reading_workers)
        self.idle.setValue(settings.idle_lock_min)
        self.reads_on.setChecked(settings.reads_while_locked)
        self._on_engine_changed(0)

    def _on_engine_changed(self, _index: int) -> None:
        self.languages.setEnabled(self.engine.currentData() == OcrEngine.TESSERACT.value)

    def _on_save(self) -> None:
        self.banner.hide()
        self.saved.emit(self.settings())


def _choice(parent: QWidget, name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    for words, value in choices:
        box.addItem(words, str(value))
    return box


def _page(parent: QWidget, title: str, sentence: str) -> tuple[QWidget, QFormLayout]:
    page = QWidget(parent)
    form = QFormLayout()
    form.setHorizontalSpacing(SPACE_L)
    form.setVerticalSpacing(SPACE_M)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, SPACE_S, 0, 0)
    layout.setSpacing(SPACE_S)
    layout.addWidget(PlainLabel(title, page, kind="title"))
    if sentence:
        layout.addWidget(PlainLabel(sentence, page, kind="caption", is_wrapped=True))
    layout.addSpacing(SPACE_M)
    layout.addLayout(form)
    layout.addStretch(1)
    return page, form


def _add(form: QFormLayout, field: QWidget) -> None:
    label = PlainLabel(field.accessibleName(), field.parentWidget())
    label.setBuddy(field)
    form.addRow(label, field)
