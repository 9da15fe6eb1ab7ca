"""Every shortcut of the window, once: the window binds them, the help sheet lists them."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and what it does.

    Attributes:
        name: Stable name by which the window binds it; "" where a widget listens by itself.
        words: What it does, in our own words.
        keys: One or more sequences, the first of which is shown.
    """

    name: str
    words: str
    keys: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The first sequence as this system writes it."""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


@dataclass(frozen=True, slots=True)
class Group:
    """Shortcuts that belong together."""

    words: str
    shortcuts: tuple[Shortcut, ...]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


def groups() -> tuple[Group, ...]:
    """All shortcuts as the help sheet shows them."""
    return (
        Group(
            _tr("Everywhere"),
            (
                Shortcut("search", _tr("Search this matter"), ("Ctrl+K", "Ctrl+F")),
                Shortcut("terms", _tr("Search a list of terms"), ("Ctrl+Shift+F",)),
                Shortcut("ask", _tr("Ask about the pages"), ("Ctrl+J",)),
                Shortcut("next_panel", _tr("Next panel"), ("F6",)),
                Shortcut("previous_panel", _tr("Previous panel"), ("Shift+F6",)),
                Shortcut("findings", _tr("Show or hide findings"), ("Ctrl+I",)),
                Shortcut("fields", _tr("Fields of the document"), ("Ctrl+D",)),
                Shortcut("readings", _tr("Both readings of the page"), ("Ctrl+Shift+D",)),
                Shortcut("new_matter", _tr("New matter"), ("Ctrl+N",)),
                Shortcut("add_files", _tr("Add files"), ("Ctrl+O",)),
                Shortcut("add_folder", _tr("Add a folder"), ("Ctrl+Shift+O",)),
                Shortcut("export", _tr("Export findings"), ("Ctrl+E",)),
                Shortcut("subjects", _tr("Data of a person"), ("Ctrl+Shift+P",)),
                Shortcut("refused", _tr("Refused files"), ("Ctrl+Shift+R",)),
                Shortcut("pause", _tr("Pause reading, or go on"), ("Ctrl+P",)),
                Shortcut("stop", _tr("Stop what is running"), ("Ctrl+.",)),
                Shortcut("lock", _tr("Lock"), ("Ctrl+L",)),
                Shortcut("settings", _tr("Settings"), ("Ctrl+,",)),
                Shortcut("help", _tr("This sheet"), ("F1",)),
            ),
        ),
        Group(
            _tr("Page"),
            (
                Shortcut("next_page", _tr("Next page"), ("PgDown",)),
                Shortcut("previous_page", _tr("Previous page"), ("PgUp",)),
                Shortcut("page_number", _tr("Go to page"), ("Ctrl+G",)),
                Shortcut("next_hit", _tr("Next search hit"), ("F3",)),
                Shortcut("previous_hit", _tr("Previous search hit"), ("Shift+F3",)),
                Shortcut("zoom_in", _tr("Zoom in"), ("Ctrl++", "Ctrl+=")),
                Shortcut("zoom_out", _tr("Zoom out"), ("Ctrl+-",)),
                Shortcut("actual_size", _tr("Actual size"), ("Ctrl+0",)),
                Shortcut("fit_width", _tr("Fit width"), ("Ctrl+1",)),
                Shortcut("fit_page", _tr("Fit page"), ("Ctrl+2",)),
                Shortcut("rotate", _tr("Rotate right"), ("Ctrl+R",)),
                Shortcut("thumbnails", _tr("Show or hide thumbnails"), ("Ctrl+T",)),
                Shortcut("show_sensitive", _tr("Show or mask sensitive values"), ("Ctrl+Shift+S",)),
                Shortcut("frame", _tr("Frame a part to ask about"), ("Ctrl+B",)),
            ),
        ),
        Group(
            _tr("Findings"),
            (
                Shortcut("next_finding", _tr("Next finding"), ("Alt+Down",)),
                Shortcut("previous_finding", _tr("Previous finding"), ("Alt+Up",)),
                Shortcut("next_dispute", _tr("Next to decide in the matter"), ("F8",)),
                Shortcut("", _tr("Show or mask a value"), ("Space",)),
                Shortcut("", _tr("Accept"), ("A",)),
                Shortcut("", _tr("Reject"), ("R",)),
                Shortcut("", _tr("Correct"), ("C",)),
                Shortcut("", _tr("Take the second reading"), ("O",)),
                Shortcut("", _tr("Take its decision back"), ("U",)),
                Shortcut("", _tr("Accept it throughout"), ("Shift+A",)),
                Shortcut("", _tr("Reject it throughout"), ("Shift+R",)),
                Shortcut("take_back", _tr("Undo the last decision"), ("Ctrl+Z",)),
                Shortcut("", _tr("Copy the value or framed words"), ("Ctrl+C",)),
            ),
        ),
        Group(
            _tr("Documents"),
            (
                Shortcut("next_document", _tr("Next document"), ("Ctrl+PgDown",)),
                Shortcut("previous_document", _tr("Previous document"), ("Ctrl+PgUp",)),
                Shortcut("", _tr("Select several to ask about"), ("Shift+Down",)),
                Shortcut("", _tr("Remove the document"), ("Del",)),
                Shortcut("read_again", _tr("Read failed pages again"), ("Ctrl+Shift+A",)),
                Shortcut("about_document", _tr("About the document"), ("Ctrl+Shift+I",)),
                Shortcut("password", _tr("Passwords of files"), ("Ctrl+Shift+K",)),
            ),
        ),
    )
