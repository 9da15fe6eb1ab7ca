"""What is fuzzed: every reader of bytes that come from elsewhere, in the process with the keys,
and those readers in the reading worker that are our own.

Each takes bytes and must either be content or raise an error of its own kind; anything else is a
defect. What comes out is looked at too, where it says something that can be checked.
"""

import hashlib
import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from desktop.casework.extraction.schemas import load_schema
from desktop.casework.searching.terms import read_terms
from desktop.domain.document import DocumentKind
from desktop.domain.errors import (
    BackupDamagedError,
    BackupTooNewError,
    InCameraError,
    ModelFilesError,
    NoBackupError,
    QueryError,
    SchemaError,
    SettingsError,
    TermsError,
    VaultDamagedError,
    VaultTooNewError,
    WorkerNonsenseError,
)
from desktop.domain.finding import Finding, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber, new_identity
from desktop.domain.imported_model import PairFacts
from desktop.domain.notes import Note, NoteKind
from desktop.domain.page import PageReading, PageText, ReadMethod, Word, Words
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.intake.kinds import kind_of, may_be_read
from desktop.settings import load_settings, save_settings
from desktop.vault.backup import layout
from desktop.vault.backup.container import reading
from desktop.vault.backup.key_record import KeyRecord, encoded_key_record, key_record_of
from desktop.vault.search.parse import parsed
from desktop.vault.search.query import understood
from desktop.vault.slots.file import SheetSlot, SlotFile, slot_file_of
from desktop.wire import checks
from desktop.wire.frames import read_frame, write_frame
from desktop.wire.messages import (
    AnyMessage,
    AskRegion,
    DocumentOpened,
    Failed,
    LoadModel,
    ModelLoaded,
    PageRead,
    PairInspected,
    PartGiven,
    PixelsRendered,
    RegionAnswered,
    RenderRegion,
    WorkerReady,
)
from models.gguf_header import read_gguf_header
from tests.fuzz.reading_targets import READING_TARGETS
from tests.fuzz.target import Target

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).with_name("corpus")
SHA256 = "ab" * 32
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(AnyMessage)


def page() -> PageRead:
    """A page with two words and a finding."""
    words = (Word(0, 5, Box(10, 10, 40, 20), 1.0), Word(6, 11, Box(45, 10, 80, 20), 0.9))
    text = PageText("Hello world", Words.of(list(words)))
    number = PageNumber(1)
    reading = PageReading(number, 595.0, 842.0, 0, ReadMethod.OCR, 0.9, text)
    finding = Finding(
        FindingKind.PERSON,
        "world",
        "world",
        6,
        11,
        (words[1].box,),
        FindingSource.PATTERN,
        0.9,
        Sensitivity.MODERATE,
    )
    return PageRead(reading, (finding,), {DocumentKind.LETTER: 1.0})


ASKED = AskRegion(2, 2, VisionTask.FIELDS, ("total",), 64)
MESSAGES: tuple[AnyMessage, ...] = (
    WorkerReady("reading", ("landlock",)),
    DocumentOpened(3, 2, (Note(NoteKind.SCRIPTS, "OpenAction"),)),
    PartGiven("a.pdf", "inside", 12),
    PairInspected(PairFacts(False, "S", "llama", "mlp", "MIT", "", 7, 2048, 99), ("landlock",)),
    page(),
    PixelsRendered(2, 2),
    Failed("READING-01"),
    ModelLoaded(ModelDescription("Starter", "llama", 7, SHA256, SHA256, "0.3", 2048), ("seccomp",)),
    RegionAnswered(
        Answer("Total 12", {"total": "12"}, 0.9, StopReason.COMPLETE, 2, 1.0, 1.0, "f/1", SHA256)
    ),
    LoadModel("/m/weights.gguf", "/m/projector.gguf", SHA256, SHA256, 2),
    ASKED,
    RenderRegion(1, Box(0, 0, 10, 10), 150),
)


def _frames() -> list[bytes]:
    made = []
    for message in MESSAGES:
        pipe = io.BytesIO()
        write_frame(pipe, message, b"pixels" * 2)
        made.append(pipe.getvalue())
    return made


def _frame(data: bytes) -> None:
    pipe = io.BytesIO(data)
    while True:
        message, payload = read_frame(pipe, max_payload_bytes=1 << 20)
        again = io.BytesIO()
        write_frame(again, message, payload)
        again.seek(0)
        assert read_frame(again) == (message, payload), "what was read is not what is written"


def _answer(data: bytes) -> None:
    """What a worker says, decoded and checked as the clients do."""
    try:
        said = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    match said:
        case PageRead():
            checked = checks.checked_page(said, 1)
            text = checked.reading.text
            assert len(checked.findings) <= len(said.findings)
            assert text.text == checks.clean_text(text.text)
        case DocumentOpened():
            for note in checks.checked_opened(said).notes:
                assert note.detail == checks.clean_text(note.detail)
        case PartGiven():
            checks.checked_part(said, b"\0" * 12, offset_bytes=0)
        case PairInspected(facts):
            checks.checked_facts(facts)
        case PixelsRendered():
            checks.checked_pixels(said, b"\0" * 12, width_px=2)
        case RegionAnswered(answer):
            fit = checks.checked_answer(answer, ASKED)
            assert 0 <= fit.confidence <= 1
        case ModelLoaded(description):
            checks.checked_model(description)
        case _:
            pass


def _messages() -> list[bytes]:
    return [_encoder.encode(message) for message in MESSAGES]


def _in_file(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        with tempfile.TemporaryDirectory(prefix="incamera-fuzz-") as folder:
            file = Path(folder) / name
            file.write_bytes(data)
            return read(file)

    return run


def _settings(file: Path) -> None:
    settings = load_settings(file)
    save_settings(file, settings)
    assert load_settings(file) == settings, "settings are not read as they were written"


def _settings_seeds() -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="incamera-fuzz-") as folder:
        from desktop.settings import Settings

        save_settings(Path(folder) / "settings.toml", Settings())
        whole = (Path(folder) / "settings.toml").read_bytes()
    return [whole, b'theme = "dark"\n', b'ocr_languages = ["eng", "fra"]\nreading_workers = 2\n']


def _query(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for read in (parsed, understood):
        try:
            read(text)
        except QueryError as error:
            if error.place is not None:
                start, end = error.place
                assert 0 <= start <= end <= len(text), "an error names a place that is not there"


def _header(data: bytes) -> None:
    """A header as it stands, and one whose sum is right whatever else is wrong."""
    for block in (data, _summed(data)):
        for read in (layout.header_of, layout.finish_of):
            try:
                read(block)
            except (NoBackupError, BackupDamagedError, BackupTooNewError):
                continue


def _summed(data: bytes) -> bytes:
    return layout._with_sum(data[: layout._SUMMED_BYTES].ljust(layout._SUMMED_BYTES, b"\0"))


def _headers() -> list[bytes]:
    container_id = bytes(range(16))
    finish = layout.Finish(
        container_id,
        1,
        1_700_000_000_000_000,
        0,
        layout.Part(512, 100),
        bytes(32),
        layout.Part(612, 100),
    )
    header = layout.Header(next(iter(layout.Contents)), container_id)
    return [layout.encoded_header(header), layout.encoded_finish(finish)]


def _container() -> list[bytes]:
    """A whole file of backups: a header, two parts that nobody opens here, and a finish."""
    container_id = bytes(range(16))
    start = layout.encoded_header(layout.Header(next(iter(layout.Contents)), container_id))
    record = _key_records()[0]
    parts = record + b"catalogue"
    finish = layout.Finish(
        container_id,
        1,
        1_700_000_000_000_000,
        0,
        layout.Part(len(start), len(record)),
        hashlib.sha256(record).digest(),
        layout.Part(len(start) + len(record), 9),
    )
    filling = bytes(-len(parts) % layout.BLOCK_BYTES)
    whole = start + parts + filling + layout.encoded_finish(finish)
    with tempfile.TemporaryDirectory(prefix="incamera-fuzz-") as folder:
        file = Path(folder) / "matter.backup"
        file.write_bytes(whole)
        with reading(file) as container:
            assert container.key_record(container.last_finish()[1]) == record
    return [whole]


def _read_container(file: Path) -> None:
    """As it stands, then with the sums of its blocks made right: they are no secret."""
    data = bytearray(file.read_bytes())
    _look_through(file)
    data[: layout.BLOCK_BYTES] = _summed(bytes(data[: layout.BLOCK_BYTES]))
    at = -1
    while (at := data.find(layout.FINISH_MAGIC, at + 1)) >= 0:
        data[at : at + layout.BLOCK_BYTES] = _summed(bytes(data[at : at + layout.BLOCK_BYTES]))
    file.write_bytes(data)
    _look_through(file)


def _look_through(file: Path) -> None:
    try:
        with reading(file) as container:
            for _, finish in container.finishes():
                key_record_of(container.key_record(finish))
    except (NoBackupError, BackupDamagedError, BackupTooNewError):
        pass


def _slot_file() -> bytes:
    sheet = SheetSlot(slot_id=new_identity(), wrapped=bytes(60), made_on="2026-03-02")
    return _encoder.encode(SlotFile(vault_id=new_identity(), slots=(sheet,)))


def _slots() -> list[bytes]:
    return [_slot_file(), b'{"format": 99}', b'{"format": 2, "slots": []}']


def _key_records() -> list[bytes]:
    record = KeyRecord(vault_id=new_identity(), key_id="0a1b2c3d", slots=_slot_file())
    return [encoded_key_record(record), b'{"format": 9}']


def _kinds(data: bytes) -> None:
    kind_of(data)
    may_be_read(data[:64])


def _samples() -> list[bytes]:
    folder = ROOT / "resources" / "samples" / "brandt-v-meridian"
    return [path.read_bytes()[:4_096] for path in sorted(folder.iterdir()) if path.is_file()]


def _schemas() -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "resources" / "schemas").glob("*.toml"))]


def _weights() -> list[bytes]:
    """The beginning of the starter's projector: its header is read from there."""
    return [(ROOT / "models" / "starter" / "mmproj-q8_0.gguf").read_bytes()[:50_000]]


def _header_of_weights(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(4 << 20)  # nothing stands there, and nobody looks
    read_gguf_header(file)


QUERIES = [
    b"notice period",
    b'"late payment" NEAR/5 Meridian',
    b"(amount:100..2000 OR date:2024-01-01..2024-12-31) AND NOT kind:iban",
    "J\u00f6rg~ Brandt* sound:Meier".encode(),
    b"kind:person document:invoice -draft",
]

TARGETS: Mapping[str, Target] = {
    "frames": Target(_frames, _frame, (EOFError, WorkerNonsenseError)),
    "answers": Target(_messages, _answer, (WorkerNonsenseError,)),
    "settings": Target(_settings_seeds, _in_file(_settings, "settings.toml"), (SettingsError,)),
    "queries": Target(lambda: list(QUERIES), _query, ()),
    "terms": Target(
        lambda: [b"term,label\nMeridian,client\n", b'"a ""b""";x\r\n', b"\xef\xbb\xbfword\n"],
        _in_file(read_terms, "terms.csv"),
        (TermsError, QueryError),
    ),
    "schemas": Target(_schemas, _in_file(load_schema, "schema.toml"), (SchemaError,)),
    "backups": Target(_headers, _header, ()),
    "containers": Target(_container, _in_file(_read_container, "matter.backup"), ()),
    "key-records": Target(
        _key_records,
        key_record_of,
        (BackupDamagedError, BackupTooNewError),
    ),
    "slots": Target(_slots, slot_file_of, (VaultDamagedError, VaultTooNewError)),
    "kinds": Target(_samples, _kinds, ()),
    "weights": Target(_weights, _in_file(_header_of_weights, "weights.gguf"), (ModelFilesError,)),
    **READING_TARGETS,
}


def feed(target: Target, data: bytes) -> None:
    """Let a target read bytes; what it refuses by an error of its own is fine.

    Raises:
        Exception: Anything else, an error of another area included.
    """
    try:
        target.run(data)
    except target.allowed:
        pass
    except InCameraError as error:
        raise AssertionError(f"an error of another area: {error.code}") from error


def kept(name: str) -> list[bytes]:
    """Inputs at which a target failed once, and odd ones that somebody thought of."""
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*")) if path.is_file()]
