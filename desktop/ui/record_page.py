"""The record in the settings: the logs of what was done, and the record of processing."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge.audit_trail import AuditTrail
from desktop.domain.audit import AuditEntry, AuditHead, CheckedLog
from desktop.domain.errors import InCameraError
from desktop.domain.matter import Matter
from desktop.settings import Settings
from desktop.ui.banner import Banner
from desktop.ui.file_dialogs import ask_for_new_file
from desktop.ui.log_rows import LogRows
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.row_table import RowTable
from desktop.ui.theme import SPACE_M, SPACE_S

MAX_WORDS = 2_000
HASH_DIGITS_SHOWN = 16


class RecordPage(QWidget):
    """Shows a log, checks all of them, and writes what is to be handed out."""

    def __init__(
        self, settings: Settings, audit: AuditTrail, parent: QWidget | None = None
    ) -> None:
        """Show nothing before the vault has been asked."""
        super().__init__(parent)
        self._audit = audit
        self.log = QComboBox(self)
        self.log.setAccessibleName(self.tr("Log of"))
        self.log.addItem(self.tr("The vault"), None)
        self.rows = LogRows(self)
        name = self.tr("Entries of the log, the latest first")
        self.table = RowTable(name, self.rows, self)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.check_button = TextButton(self.tr("C&heck all logs"), self)
        self.export_button = TextButton(self.tr("E&xport this log…"), self)
        self.record_button = TextButton(self.tr("&Write the record of processing…"), self)
        self.said = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.said.setAccessibleName(self.tr("What came of it"))
        self.banner = Banner(self)
        self.controller = self._words(self.tr("Firm"), settings.processing_controller)
        self.officer = self._words(self.tr("Data protection officer"), settings.processing_officer)
        self.purposes = self._words(self.tr("Purposes"), settings.processing_purposes)
        self.subjects = self._words(self.tr("Whose data"), settings.processing_subjects)
        self.recipients = self._words(self.tr("Recipients"), settings.processing_recipients)
        self.retention = self._words(self.tr("Kept for"), settings.processing_retention)
        self._lay_out()
        self._connect()
        audit.list_matters()
        audit.look(None)

    def settings(self, settings: Settings) -> Settings:
        """The settings with the firm's words as they stand here."""
        return replace(
            settings,
            processing_controller=self.controller.text().strip(),
            processing_officer=self.officer.text().strip(),
            processing_purposes=self.purposes.text().strip(),
            processing_subjects=self.subjects.text().strip(),
            processing_recipients=self.recipients.text().strip(),
            processing_retention=self.retention.text().strip(),
        )

    def _words(self, name: str, words: str) -> QLineEdit:
        field = QLineEdit(words, self)
        field.setAccessibleName(name)
        field.setMaxLength(MAX_WORDS)
        field.setCursorPosition(0)
        return field

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        label = PlainLabel(self.tr("Log of"), self)
        label.setBuddy(self.log)
        head.addWidget(label)
        head.addWidget(self.log, 1)
        head.addWidget(self.check_button)
        head.addWidget(self.export_button)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_M)
        form.setVerticalSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in (
            self.controller,
            self.officer,
            self.purposes,
            self.subjects,
            self.recipients,
            self.retention,
        ):
            name = PlainLabel(field.accessibleName(), self)
            name.setBuddy(field)
            form.addRow(name, field)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.record_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Record"), self, kind="title"))
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(PlainLabel(self.tr("Record of processing"), self, kind="section"))
        layout.addLayout(form)
        layout.addLayout(foot)
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        self.log.currentIndexChanged.connect(self._on_log_chosen)
        self.check_button.clicked.connect(self._audit.check)
        self.export_button.clicked.connect(self._on_export)
        self.record_button.clicked.connect(self._on_record)
        audit = self._audit
        audit.matters_listed.connect(self._on_matters)
        audit.listed.connect(self._on_listed)
        audit.checked.connect(self._on_checked)
        audit.exported.connect(self._on_exported)
        audit.recorded.connect(self._on_recorded)
        audit.failed.connect(self._on_failed)

    # ------------------------------------------------------------------ asked for

    def _on_log_chosen(self, _index: int) -> None:
        self._audit.look(self.log.currentData())

    def _on_export(self) -> None:
        target = ask_for_new_file(
            self, self.tr("Export the log"), "log.jsonl", self.tr("Log (*.jsonl)")
        )
        if target is not None:
            self._audit.export(self.log.currentData(), target)

    def _on_record(self) -> None:
        target = ask_for_new_file(
            self,
            self.tr("Write the record of processing"),
            "record-of-processing.pdf",
            self.tr("Document (*.pdf)"),
        )
        if target is not None:
            self._audit.write_record(target)

    # ------------------------------------------------------------------ answered

    def _on_matters(self, matters: tuple[Matter, ...]) -> None:
        chosen = self.log.currentData()
        self.log.blockSignals(True)  # noqa: FBT003 - a Qt method
        while self.log.count() > 1:
            self.log.removeItem(1)
        for matter in matters:
            self.log.addItem(f"{matter.reference}  {matter.name}", matter.matter_id)
        self.log.setCurrentIndex(max(0, self.log.findData(chosen)))
        self.log.blockSignals(False)  # noqa: FBT003 - likewise

    def _on_listed(self, entries: tuple[AuditEntry, ...]) -> None:
        self.rows.show_entries(entries)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _on_checked(self, logs: tuple[CheckedLog, ...]) -> None:
        unsound = [log for log in logs if log.problems]
        if not unsound:
            count = sum(log.head.number for log in logs)
            self.said.setText(
                self.tr("{0} logs with {1} entries are as they were written.").format(
                    len(logs), count
                )
            )
            return
        self.said.setText("  ".join(f"{log.name}: {log.problems[0].what}" for log in unsound))

    def _on_exported(self, head: AuditHead) -> None:
        self.said.setText(
            self.tr("{0} entries written. Its end, to be kept elsewhere: {1}").format(
                head.number, head.text[: HASH_DIGITS_SHOWN + len(str(head.number)) + 1]
            )
        )
        self._audit.look(self.log.currentData())

    def _on_recorded(self, missing: tuple[str, ...]) -> None:
        self.said.setText(
            self.tr("The record is written. The firm has not said: {0}.").format(
                ", ".join(name.removeprefix("processing_") for name in missing)
            )
            if missing
            else self.tr("The record is written.")
        )

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, InCameraError):
            self.banner.show_error(error)
