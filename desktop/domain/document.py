"""Documents: where they came from and how far they are read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.family import FamilyPlace
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.notes import Note


class FileKind(StrEnum):
    """Kinds of file that can be read, told by their content and never by their name."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    EML = "eml"
    MSG = "msg"
    MBOX = "mbox"
    ZIP = "zip"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    RTF = "rtf"
    TEXT = "text"
    HTML = "html"
    HEIC = "heic"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    LOCKED_OFFICE = "locked_office"
    TNEF = "tnef"
    P7M = "p7m"


class DocumentState(StrEnum):
    """How far a document has come; one that is LOCKED waits for its password."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    READ_WITH_GAPS = "read_with_gaps"
    LOCKED = "locked"


class DocumentKind(StrEnum):
    """What sort of document it is."""

    CONTRACT = "contract"
    INVOICE = "invoice"
    RECEIPT = "receipt"
    PAYSLIP = "payslip"
    BANK_STATEMENT = "bank_statement"
    IDENTITY_DOCUMENT = "identity_document"
    LETTER = "letter"
    COURT_DOCUMENT = "court_document"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from, fixed before anything parses it.

    Attributes:
        name: The file's name as dropped, control characters replaced.
        folder: The folder it lay in, as dropped.
        kind: Told by content.
        size_bytes: Length of the original.
        sha256: Hexadecimal.
        md5: Hexadecimal; asked for by load files, never relied on.
        received_at: UTC.
    """

    name: str
    folder: str
    kind: FileKind
    size_bytes: int
    sha256: str
    md5: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a matter.

    Attributes:
        page_count: 0 until a reader has opened it.
        classification: The kind of document it was found to be, None until read.
        place: Where it stands in the document it came in; None where it came by itself.
        notes: What was noticed of the file as a whole.
    """

    document_id: DocumentId
    matter_id: MatterId
    origin: Origin
    state: DocumentState
    page_count: int
    pages_read: int
    pages_failed: int
    finding_count: int
    classification: DocumentKind | None
    place: FamilyPlace | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not let in, or could not be opened, and why.

    Attributes:
        refusal_id: Its row in the tray.
        name: The file's name as dropped.
        folder: The folder it lay in.
        sha256: Hexadecimal, or "" when the file could not even be read.
        code: Code of the error, such as "INTAKE-03".
        reason: One sentence.
        remedy: What to do.
        refused_at: UTC.
    """

    refusal_id: int
    name: str
    folder: str
    sha256: str
    code: str
    reason: str
    remedy: str
    refused_at: datetime
