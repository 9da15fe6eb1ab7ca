"""The keys of the working state: they act while it is shown, and go when it goes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui import keys
from desktop.ui.page_zoom import Fit
from desktop.ui.workspace import Workspace

Slot = Callable[[], object]


class WorkspaceKeys(QObject):
    """Binds every shortcut but those of the window to what they do."""

    def __init__(self, space: Workspace, others: Mapping[str, Slot]) -> None:
        """Bind them.

        Args:
            space: Owns the shortcuts.
            others: What the window does for shortcuts of these names.
        """
        super().__init__(space)
        self._space = space
        slots = {**self._slots(), **others}
        for name, sequences in _named():
            for sequence in sequences if name in slots else ():
                key = QShortcut(QKeySequence(sequence), space)
                key.activated.connect(slots[name])

    def _slots(self) -> dict[str, Slot]:
        space = self._space
        pages, canvas = space.pages, space.pages.canvas
        return {
            "search": space.focus_search,
            "terms": space.terms.show,
            "ask": space.top.ask_button.click,
            "next_panel": self._on_next_panel,
            "previous_panel": self._on_previous_panel,
            "pause": space.work.toggle_pause,
            "stop": space.work.stop,
            "next_page": self._on_next_page,
            "previous_page": self._on_previous_page,
            "page_number": self._on_page_number,
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "actual_size": pages.show_actual_size,
            "fit_width": self._on_fit_width,
            "fit_page": self._on_fit_page,
            "rotate": canvas.rotate,
            "thumbnails": pages.bar.thumbnails.toggle,
            "show_sensitive": pages.bar.show_sensitive.click,
            "frame": pages.bar.frame.click,
            "findings": pages.bar.findings.toggle,
            "fields": space.side.open_fields,
            "readings": space.side.open_readings,
            "subjects": space.side.open_subjects,
            "next_hit": self._on_next_hit,
            "previous_hit": self._on_previous_hit,
            "take_back": space.review.take_back,
            "next_dispute": space.review.go_on,
            "next_document": self._on_next_document,
            "previous_document": self._on_previous_document,
            "next_finding": self._on_next_finding,
            "previous_finding": self._on_previous_finding,
            "read_again": space.documents.ask_to_read_again,
            "about_document": space.files.show_document,
            "password": space.passwords.show,
        }

    def _on_fit_width(self) -> None:
        self._space.pages.canvas.set_fit(Fit.WIDTH)

    def _on_fit_page(self) -> None:
        self._space.pages.canvas.set_fit(Fit.PAGE)

    def _on_next_page(self) -> None:
        self._space.pages.step(1)

    def _on_previous_page(self) -> None:
        self._space.pages.step(-1)

    def _on_next_finding(self) -> None:
        self._space.findings.step(1)

    def _on_previous_finding(self) -> None:
        self._space.findings.step(-1)

    def _on_next_hit(self) -> None:
        self._space.results.step(1)

    def _on_previous_hit(self) -> None:
        self._space.results.step(-1)

    def _on_next_document(self) -> None:
        self._space.documents.step(1)

    def _on_previous_document(self) -> None:
        self._space.documents.step(-1)

    def _on_page_number(self) -> None:
        number = self._space.pages.bar.number
        number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        number.selectAll()

    def _on_next_panel(self) -> None:
        self._focus_panel(1)

    def _on_previous_panel(self) -> None:
        self._focus_panel(-1)

    def _focus_panel(self, step: int) -> None:
        space = self._space
        panels: tuple[QWidget, ...] = (
            space.search,
            space.matters.list,
            space.documents.list,
            space.pages.canvas,
            space.findings.list,
            space.side.fields.list,
            space.side.readings.list,
            space.side.subjects.list,
            space.ask.field,
        )
        shown = [panel for panel in panels if panel.isVisible() and panel.isEnabled()]
        if not shown:
            return
        focused = space.window().focusWidget()
        place = shown.index(focused) if focused in shown else -1
        shown[(place + step) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def bind_window_keys(window: QWidget, slots: Mapping[str, Slot]) -> None:
    """Bind the shortcuts that act in every state of the window.

    Args:
        window: Owns them.
        slots: What it does for shortcuts of these names.
    """
    for name, sequences in _named():
        for sequence in sequences if name in slots else ():
            key = QShortcut(QKeySequence(sequence), window)
            key.activated.connect(slots[name])


def _named() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names and sequences of all shortcuts that are bound by name."""
    return tuple(
        (shortcut.name, shortcut.keys)
        for group in keys.groups()
        for shortcut in group.shortcuts
        if shortcut.name
    )
