"""What the app and its workers say to each other.

A message travels as the JSON header of a frame (`frames.py`); pixels and files travel as the
frame's payload. Every field is checked for type, and for the bounds given here, while decoding;
what a worker says is further checked by `checks.py` before anything uses it.
"""

from typing import Annotated

import msgspec

from desktop.domain.document import DocumentKind, FileKind
from desktop.domain.finding import Finding
from desktop.domain.geometry import Box
from desktop.domain.imported_model import PairFacts
from desktop.domain.limits import (
    MAX_FINDINGS_PER_PAGE,
    MAX_PAGES,
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_RENDER_PIXELS,
    MAX_SIDE_PX,
)
from desktop.domain.notes import MAX_NOTES, Note
from desktop.domain.page import OcrEngine, PageReading
from desktop.domain.vision import Answer, ModelDescription, VisionTask

MAX_DRAFT_CHARS = 65_536
"""A page of small print has about 10,000 letters."""

MAX_PASSWORDS = 1_000
"""Of one matter; each is tried at most once a file."""

MAX_PASSWORD_CHARS = 512
"""PDF takes 127 bytes."""

PART_CHUNK_BYTES = 16 << 20
"""So many bytes of an embedded file come in one answer."""

MAX_PART_NAME_CHARS = 1_024
"""Longer names are cut by the worker."""

PageIndex = Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGES)]
Side = Annotated[int, msgspec.Meta(ge=1, le=MAX_SIDE_PX)]
ErrorCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{1,16}-[0-9]{2}$")]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PASSWORD_CHARS)]
Passwords = Annotated[tuple[Password, ...], msgspec.Meta(max_length=MAX_PASSWORDS)]
PartName = Annotated[str, msgspec.Meta(max_length=MAX_PART_NAME_CHARS)]
WallName = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,32}$")]
WallNames = Annotated[tuple[WallName, ...], msgspec.Meta(max_length=16)]


class Message(msgspec.Struct, frozen=True, tag_field="says", forbid_unknown_fields=True):
    """Root of all messages; the field `says` names the class."""


# ------------------------------------------------------------------ app -> reading worker


class OpenDocument(Message, frozen=True, tag="open_document"):
    """Open the file in the payload; the one open before is closed.

    Attributes:
        passwords: To be tried where the file asks for one.
    """

    kind: FileKind
    passwords: Passwords = ()


class ReadPage(Message, frozen=True, tag="read_page"):
    """Read the words of a page of the open document and find what stands in them.

    Attributes:
        languages: Tesseract language codes ("eng", "fra"); the built-in engine needs none.
        is_ocr_forced: Read the pixels even where the text layer looks sound.
    """

    number: PageIndex
    engine: OcrEngine
    languages: tuple[str, ...] = ()
    is_ocr_forced: bool = False


class RenderPage(Message, frozen=True, tag="render_page"):
    """Render a page of the open document upright to the given width; the height follows.

    Attributes:
        turn_deg: Clockwise turn of the page, as `PageReading.turn_deg`.
    """

    number: PageIndex
    width_px: Side
    turn_deg: int = 0


class RenderRegion(Message, frozen=True, tag="render_region"):
    """Render a box of a page at the given resolution."""

    number: PageIndex
    box: Box
    dpi: Annotated[int, msgspec.Meta(ge=18, le=1200)]
    turn_deg: int = 0


class GivePart(Message, frozen=True, tag="give_part"):
    """Give a file that is embedded in the open document, or go on giving it.

    Attributes:
        number: Of the file, counted from 1.
        offset_bytes: Of the first byte that is wanted.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=MAX_PARTS)]
    offset_bytes: Annotated[int, msgspec.Meta(ge=0, le=MAX_PART_BYTES)] = 0


# ------------------------------------------------------------------ reading worker -> app


class WorkerReady(Message, frozen=True, tag="worker_ready"):
    """The first message of any worker.

    Attributes:
        confinement: Names of the walls that stand ("landlock", "no_new_privs", ...).
    """

    program: Annotated[str, msgspec.Meta(max_length=32)]
    confinement: WallNames = ()


class DocumentOpened(Message, frozen=True, tag="document_opened"):
    """The file is open.

    Attributes:
        part_count: How many files are embedded in it.
        notes: What was noticed of it as a whole.
    """

    page_count: PageIndex
    part_count: Annotated[int, msgspec.Meta(ge=0, le=MAX_PARTS)] = 0
    notes: Annotated[tuple[Note, ...], msgspec.Meta(max_length=MAX_NOTES)] = ()


class PartGiven(Message, frozen=True, tag="part_given"):
    """The payload holds the next bytes of an embedded file, PART_CHUNK_BYTES at most.

    Attributes:
        name: As the document calls it, perhaps "".
        folder: Within the document, perhaps "".
        size_bytes: Of the whole file.
        error_code: Of why it cannot be taken out; None where it can.
    """

    name: PartName
    folder: PartName
    size_bytes: Annotated[int, msgspec.Meta(ge=0, le=MAX_PART_BYTES)]
    error_code: ErrorCode | None = None


class PageRead(Message, frozen=True, tag="page_read"):
    """A page was read.

    Attributes:
        kind_votes: How strongly the page speaks for each document kind, 0 and up.
    """

    reading: PageReading
    findings: Annotated[tuple[Finding, ...], msgspec.Meta(max_length=MAX_FINDINGS_PER_PAGE)]
    kind_votes: dict[DocumentKind, float]


class PixelsRendered(Message, frozen=True, tag="pixels_rendered"):
    """The payload holds `width_px * height_px * 3` bytes of RGB."""

    width_px: Annotated[int, msgspec.Meta(ge=1, le=MAX_RENDER_PIXELS)]
    height_px: Annotated[int, msgspec.Meta(ge=1, le=MAX_RENDER_PIXELS)]


class Failed(Message, frozen=True, tag="failed"):
    """The request could not be carried out; only the code of the error crosses the wall."""

    code: ErrorCode


# ------------------------------------------------------------------ app -> vision worker


class LoadModel(Message, frozen=True, tag="load_model"):
    """Check the files against their hashes, then load them.

    Attributes:
        weights_sha256: Hexadecimal, or "" to accept and report what is there.
        projector_sha256: The same for the projector.
    """

    weights_path: str
    projector_path: str
    weights_sha256: str
    projector_sha256: str
    threads: Annotated[int, msgspec.Meta(ge=1, le=256)]


class InspectPair(Message, frozen=True, tag="inspect_pair"):
    """Read the headers of two files, named in any order, and load nothing."""

    first_path: str
    second_path: str


class AskRegion(Message, frozen=True, tag="ask_region"):
    """Ask the model about the RGB pixels in the payload.

    Attributes:
        task: What to do.
        fields: Names of the fields wanted, for FIELD (exactly one) and FIELDS; for ASK the question
            alone.
        max_tokens: Budget; an answer that needs more is unusable.
        words: What another reader saw in the region, for drafts: an answer that copies it comes
            sooner. None: no drafts. Either way it is the same answer.
    """

    width_px: Side
    height_px: Side
    task: VisionTask
    fields: tuple[str, ...] = ()
    max_tokens: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 256
    words: Annotated[str, msgspec.Meta(max_length=MAX_DRAFT_CHARS)] | None = None


class StopAnswer(Message, frozen=True, tag="stop_answer"):
    """End the answer that is being made; the model stays loaded.

    The only message that may be sent while a request is under way. It has no answer of its own: the
    answer that it ends comes as it would have, only sooner and marked as stopped.
    """


# ------------------------------------------------------------------ vision worker -> app


class ModelLoaded(Message, frozen=True, tag="model_loaded"):
    """The model is ready.

    Attributes:
        confinement: Names of the walls that were built while and after it was loaded.
    """

    description: ModelDescription
    confinement: WallNames = ()


class PairInspected(Message, frozen=True, tag="pair_inspected"):
    """The two files are sound and belong together.

    Attributes:
        confinement: Names of the walls that were built before they were looked at.
    """

    facts: PairFacts
    confinement: WallNames = ()


class AnswerPiece(Message, frozen=True, tag="answer_piece"):
    """A further piece of the text of an answer; `RegionAnswered` follows the last one."""

    text: str


class RegionAnswered(Message, frozen=True, tag="region_answered"):
    """The whole answer."""

    answer: Answer


AnyMessage = (
    OpenDocument
    | ReadPage
    | RenderPage
    | RenderRegion
    | GivePart
    | PartGiven
    | WorkerReady
    | DocumentOpened
    | PageRead
    | PixelsRendered
    | Failed
    | LoadModel
    | InspectPair
    | AskRegion
    | StopAnswer
    | ModelLoaded
    | PairInspected
    | AnswerPiece
    | RegionAnswered
)
