"""Lists of search terms: what stands in them, and what each term finds."""

from dataclasses import dataclass

from desktop.domain.identity import DocumentId, PageNumber


@dataclass(frozen=True, slots=True)
class Term:
    """One search of a list.

    Attributes:
        text: The search.
        label: What the list calls it, or "".
        row: Its row in the file, from 1.
    """

    text: str
    label: str
    row: int


@dataclass(frozen=True, slots=True)
class TermFault:
    """A row of a list that cannot be searched.

    Attributes:
        term: As it stands there.
        reason: Why not, one sentence.
        remedy: What to write instead.
    """

    term: Term
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TermList:
    """A list that was read.

    Attributes:
        terms: That can be searched, in the order of the list.
        faults: The others, likewise.
    """

    terms: tuple[Term, ...]
    faults: tuple[TermFault, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """A page that a term stands on.

    Attributes:
        document_id: Of the document.
        document: Its name.
        page: Number of the page.
        places: Boxes of the term on the page, one a line; 100 words at most are counted.
    """

    document_id: DocumentId
    document: str
    page: PageNumber
    places: int


@dataclass(frozen=True, slots=True)
class TermReport:
    """What a term finds.

    Attributes:
        term: The term.
        pages: In the order of documents and pages.
        is_cut: Whether there may be more.
    """

    term: Term
    pages: tuple[TermPage, ...]
    is_cut: bool

    @property
    def places(self) -> int:
        """Places on all pages."""
        return sum(page.places for page in self.pages)

    @property
    def documents(self) -> int:
        """Documents with a page."""
        return len({page.document_id for page in self.pages})


@dataclass(frozen=True, slots=True)
class TermsFound:
    """What a list finds.

    Attributes:
        reports: In the order of the list.
        is_whole: Whether every term was searched; False where somebody stopped it.
    """

    reports: tuple[TermReport, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class WordsMet:
    """How far the listing of words has come, in pages."""

    done: int
    total: int
