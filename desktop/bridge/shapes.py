"""What the window needs of the vault and of casework, as shapes that can be checked.

Whatever they return belongs to the thread that called.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from desktop.domain.asking import AnswerAgain, AskAnswer, AskEvent, Scope, View
from desktop.domain.backup import (
    BackupEntry,
    BackupState,
    CheckedBackup,
    PiecesPlanned,
    PieceWritten,
    Rehearsed,
)
from desktop.domain.document import Document, Refusal
from desktop.domain.extraction import DocumentFields, FieldLook
from desktop.domain.finding import StoredFinding
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.page import PageReading, PageSummary, Pixels
from desktop.domain.rotation import RenewalProgress, RotationGivenUp
from desktop.domain.search import SavedSearch, SearchResult


class SavedLike(Protocol):
    """The searches of a matter that are kept under a name."""

    def see(self, name: str, /) -> object:
        """Note that what it finds now has been looked at."""
        ...

    def remove(self, name: str, /) -> object:
        """Take it out of the matter."""
        ...


class SearchingLike(Protocol):
    """The part of a matter's searching that the window asks."""

    @property
    def saved(self) -> SavedLike:
        """The searches that are kept."""
        ...

    def at_once(self, query: str, *, limit: int) -> SearchResult:
        """The best hits of a query while somebody types."""
        ...

    def save(self, name: str, query: str, /) -> object:
        """Keep a search under a name."""
        ...

    def saved_with_new(self) -> Sequence[SavedSearch]:
        """The kept searches, each with how much it finds that is new."""
        ...


class StoreLike(Protocol):
    """The part of a matter's store that the window looks at."""

    def documents(self) -> Sequence[Document]:
        """All documents, in the order they came in."""
        ...

    def waiting(self) -> Sequence[Document]:
        """The documents with pages still to be read."""
        ...

    def page_summaries(self, document_id: DocumentId, /) -> Sequence[PageSummary]:
        """The pages of a document without their words."""
        ...

    def findings(
        self,
        *,
        document_id: DocumentId | None = None,
        limit: int | None = None,
    ) -> Sequence[StoredFinding]:
        """Findings in reading order."""
        ...

    def page_findings(
        self, document_id: DocumentId, number: PageNumber, /
    ) -> Sequence[StoredFinding] | None:
        """Every finding of a page; None where it has not been read."""
        ...

    def page(self, document_id: DocumentId, number: PageNumber, /) -> PageReading:
        """A page as it was read."""
        ...

    def refusals(self) -> Sequence[Refusal]:
        """The tray of refused files."""
        ...

    def clear_refusal(self, refusal_id: int, /) -> object:
        """Take a file out of the tray."""
        ...

    def retry_pages(self, document_id: DocumentId, /) -> object:
        """Let the failed pages wait to be read again."""
        ...

    def remove(self, document_id: DocumentId, /) -> object:
        """Remove a document and all that was derived from it."""
        ...

    @property
    def searching(self) -> SearchingLike:
        """Searches."""
        ...


class VaultLike(Protocol):
    """The part of the vault that the window looks at."""

    def matters(self) -> Sequence[Matter]:
        """All matters."""
        ...

    def damaged_matters(self) -> Sequence[MatterId]:
        """Matters of which the vault no longer knows what they are."""
        ...

    def create_matter(self, client_number: str, matter_number: str, name: str, /) -> Matter:
        """Make a matter with keys of its own."""
        ...

    def store_of(self, matter_id: MatterId, /) -> StoreLike:
        """The store of one matter."""
        ...

    def sibling(self) -> "VaultLike":
        """The same vault for the calling thread, with the keys that are already in memory."""
        ...

    def close(self) -> None:
        """Let go of files and keys."""
        ...


class ViewerLike(Protocol):
    """Renders pages for the eye."""

    def start(self) -> None:
        """Start its worker before the first page is wanted."""
        ...

    def page_pixels(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        number: PageNumber,
        width_px: int,
        turn_deg: int = 0,
        /,
    ) -> Pixels:
        """The upright page, `width_px` wide."""
        ...

    def region_pixels(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        number: PageNumber,
        view: View,
        /,
    ) -> Pixels:
        """A part of a page."""
        ...

    def close(self) -> None:
        """End its worker."""
        ...


class ControlLike(Protocol):
    """Pauses and stops long work; safe from any thread."""

    def pause(self) -> None:
        """Wait after the page in hand."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...

    def stop(self) -> None:
        """End; what is stored stays."""
        ...


class AskDeskLike(Protocol):
    """Answers questions about pages; belongs to the thread that opened it."""

    def ask(
        self,
        matter_id: MatterId,
        question: str,
        scope: Scope,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
        /,
        *,
        is_model_wanted: bool = False,
    ) -> AskAnswer:
        """Answer a question and keep the answer."""
        ...

    def again(
        self,
        matter_id: MatterId,
        answer: AskAnswer,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
        /,
    ) -> AnswerAgain:
        """Make a kept answer again, and compare."""
        ...

    def earlier(self, matter_id: MatterId, limit: int, /) -> Sequence[AskAnswer]:
        """The answers kept of a matter, the latest first."""
        ...

    def close(self) -> None:
        """End its workers."""
        ...


class FieldsDeskLike(Protocol):
    """Gives the fields of documents; belongs to the thread that opened it."""

    def fields(self, matter_id: MatterId, document_id: DocumentId, /) -> DocumentFields:
        """The fields of a document."""
        ...

    def look_for_missing(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        control: ControlLike,
        tell: Callable[[FieldLook], None],
        /,
    ) -> DocumentFields:
        """The fields of a document, with what the model adds."""
        ...

    def close(self) -> None:
        """End its workers."""
        ...


class RenewalDeskLike(Protocol):
    """Gives the vault and its matters new keys; belongs to the thread that opened it."""

    def waiting(self) -> int:
        """How many keys were put down and are not renewed yet."""
        ...

    def renew_all(
        self,
        control: ControlLike,
        tell: Callable[[RenewalProgress], None],
        /,
        *,
        may_lose_ways: bool = False,
    ) -> RenewalProgress:
        """Give everything new keys."""
        ...

    def go_on(
        self, control: ControlLike, tell: Callable[[RenewalProgress], None], /
    ) -> RenewalProgress:
        """Go on with what was put down."""
        ...

    def give_up(self) -> RotationGivenUp:
        """Give up everything that was put down and has no new keys yet."""
        ...

    def close(self) -> None:
        """Let go of what is kept."""
        ...


class BackupDeskLike(Protocol):
    """Makes, checks and rehearses backups; belongs to the thread that opened it."""

    def state(self) -> BackupState:
        """When the last backup was made and rehearsed, and what is due."""
        ...

    def back_up(
        self, target: Path | None, control: ControlLike, tell: Callable[[object], None], /
    ) -> BackupEntry | None:
        """Make a backup; None where it was stopped."""
        ...

    def check(
        self, control: ControlLike, tell: Callable[[object], None], /
    ) -> CheckedBackup | None:
        """Check the file of the last backup; None where it was stopped."""
        ...

    def plan_pieces(self, piece_bytes: int, /) -> PiecesPlanned:
        """Plan the pieces of the file of the last backup."""
        ...

    def write_piece(
        self, number: int, folder: Path, control: ControlLike, tell: Callable[[object], None], /
    ) -> PieceWritten | None:
        """Write a piece that was planned; None where it was stopped."""
        ...

    def rehearse(self, control: ControlLike, tell: Callable[[object], None], /) -> Rehearsed | None:
        """Rehearse the last backup; None where it was stopped."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
