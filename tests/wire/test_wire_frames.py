import contextlib
import io
import json
import struct

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.document import DocumentKind, FileKind
from desktop.domain.errors import WorkerNonsenseError
from desktop.domain.geometry import Box
from desktop.domain.imported_model import PairFacts
from desktop.domain.notes import Note, NoteKind
from desktop.domain.page import OcrEngine, PageReading, PageText, ReadMethod, Word, Words
from desktop.domain.vision import Answer, ModelDescription, StopReason, VisionTask
from desktop.wire import messages
from desktop.wire.frames import MAX_HEADER_BYTES, read_frame, write_frame
from desktop.wire.messages import (
    AnswerPiece,
    AskRegion,
    DocumentOpened,
    Failed,
    GivePart,
    InspectPair,
    LoadModel,
    Message,
    ModelLoaded,
    OpenDocument,
    PageRead,
    PairInspected,
    PartGiven,
    PixelsRendered,
    ReadPage,
    RegionAnswered,
    RenderPage,
    RenderRegion,
    StopAnswer,
    WorkerReady,
)

WORD = Word(0, 5, Box(1.5, 2.25, 3.0, 4.0), 0.75)
READING = PageReading(
    3,
    595.0,
    842.0,
    90,
    ReadMethod.OCR,
    0.5,
    PageText("Größe", Words.of([WORD])),
    remarks=("image_clamped",),
)
MODEL = ModelDescription("Starter", "llama", 7, "ab" * 32, "cd" * 32, "0.3", 2048)
EVERY_MESSAGE = [
    OpenDocument(FileKind.PDF, ("pass word",)),
    ReadPage(1, OcrEngine.TESSERACT, ("eng", "fra"), is_ocr_forced=True),
    RenderPage(10_000, 1, 270),
    RenderRegion(1, Box(0.0, 0.0, 1.0, 1.0), 1200),
    WorkerReady("reading", ("landlock", "no_new_privs")),
    GivePart(5_000, 1 << 28),
    DocumentOpened(1, 2, (Note(NoteKind.SIGNED_WHOLE, "As it claims: Zoë."),)),
    PartGiven("Anlage.pdf", "ordner", 1 << 28),
    PartGiven("Anlage.zip", "", 0, "READING-11"),
    PageRead(READING, (), {DocumentKind.LETTER: 1.5}),
    PixelsRendered(1, 25_000_000),
    Failed("READING-01"),
    LoadModel("/a", "/b", "", "", 256),
    InspectPair("/a", "/b"),
    AskRegion(1, 1, VisionTask.FIELDS, ("total",), 4096),
    StopAnswer(),
    ModelLoaded(MODEL, ("seccomp",)),
    PairInspected(PairFacts(False, "Ré", "llama", "idefics3", "mit", "smolvlm", 9, 4096, 1 << 33)),
    AnswerPiece("Größe"),
    RegionAnswered(Answer("a", {"b": "c"}, 1.0, StopReason.LOOPING, 1, 2.0, 3.0, "read/1", "")),
]


def frame(header, payload=b""):
    return struct.pack(">IQ", len(header), len(payload)) + header + payload


def read(data, **options):
    return read_frame(io.BytesIO(data), **options)


@pytest.mark.parametrize("message", EVERY_MESSAGE, ids=lambda message: type(message).__name__)
def test_what_is_written_is_read_again(message):
    pipe = io.BytesIO()
    write_frame(pipe, message, b"some pixels")
    write_frame(pipe, message)
    pipe.seek(0)
    assert read_frame(pipe) == (message, b"some pixels")
    assert read_frame(pipe) == (message, b"")
    with pytest.raises(EOFError):
        read_frame(pipe)


def test_every_message_there_is_has_its_frame_tested():
    told = {
        kind
        for kind in vars(messages).values()
        if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
    }
    assert {type(message) for message in EVERY_MESSAGE} == told


@given(st.binary(max_size=4096), st.booleans())
def test_any_payload_crosses_unchanged_whatever_holds_it(payload, is_view):
    pipe = io.BytesIO()
    write_frame(pipe, DocumentOpened(1), memoryview(payload) if is_view else payload)
    pipe.seek(0)
    assert read_frame(pipe) == (DocumentOpened(1), payload)


@given(st.text(max_size=500))
def test_any_text_crosses_unchanged(text):
    pipe = io.BytesIO()
    write_frame(pipe, AnswerPiece(text))
    pipe.seek(0)
    assert read_frame(pipe)[0] == AnswerPiece(text)


def test_the_layout_is_the_one_described():
    pipe = io.BytesIO()
    write_frame(pipe, StopAnswer(), b"xyz")
    header = b'{"says":"stop_answer"}'
    assert pipe.getvalue() == b"\0\0\0\x16" + b"\0\0\0\0\0\0\0\x03" + header + b"xyz"


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_bytes_that_are_no_frame_are_nonsense_or_an_early_end(data):
    with pytest.raises((EOFError, WorkerNonsenseError)):
        read(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(
    st.sampled_from([message.__struct_config__.tag for message in EVERY_MESSAGE]),
    st.dictionaries(
        st.sampled_from(["number", "kind", "reading", "width_px", "height_px", "text", "answer"]),
        json_values,
    ),
)
def test_headers_of_wrong_fields_and_types_are_nonsense_or_right(tag, fields):
    header = json.dumps({"says": tag, **fields}).encode()
    try:
        message, _ = read(frame(header))
    except WorkerNonsenseError:
        return
    assert message.__struct_config__.tag == tag


@given(st.sampled_from(EVERY_MESSAGE), st.data())
def test_a_frame_cut_short_is_an_early_end(message, data):
    whole = frame(msgspec.json.encode(message), b"payload")
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(EOFError):
        read(whole[:cut])


@given(st.sampled_from(EVERY_MESSAGE), st.data())
@settings(max_examples=300)
def test_a_frame_with_one_wrong_byte_is_never_more_than_a_wrong_answer(message, data):
    whole = bytearray(frame(msgspec.json.encode(message), b"payload"))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(EOFError, WorkerNonsenseError):
        read(bytes(whole), max_payload_bytes=1000)


@pytest.mark.parametrize(
    ("header_length", "payload_length"),
    [(0, 0), (MAX_HEADER_BYTES + 1, 0), (2, 1001), (2, 2**64 - 1)],
)
def test_lengths_that_cannot_be_right_are_nonsense_before_anything_is_read(
    header_length, payload_length
):
    pipe = io.BytesIO(struct.pack(">IQ", header_length, payload_length) + b"{}" * 10)
    with pytest.raises(WorkerNonsenseError):
        read_frame(pipe, max_payload_bytes=1000)
    assert pipe.tell() == 12


@pytest.mark.parametrize(
    "header",
    [
        b"null",
        b"[]",
        b"{}",
        b'{"says": 1}',
        b'{"says": "page_number"}',
        b'{"says": "document_opened"}',
        b'{"says": "document_opened", "page_count": 0}',
        b'{"says": "document_opened", "page_count": 10001}',
        b'{"says": "document_opened", "page_count": 1, "more": 1}',
        b'{"says": "pixels_rendered", "width_px": 25000001, "height_px": 1}',
        b'{"says": "failed", "code": "../../etc"}',
        b'{"says": "failed", "code": "' + b"A" * 100 + b'-01"}',
        b'{"says": "worker_ready", "program": "x", "confinement": ["<img src=x>"]}',
        b'{"says": "worker_ready", "program": "x", "confinement": ["'
        + b'","'.join([b"a"] * 17)
        + b'"]}',
        b'{"says": "ask_region", "width_px": 1, "height_px": 1, "task": "sing"}',
        b'{"says": "answer_piece", "text": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_messages_out_of_their_bounds_are_nonsense(header):
    with pytest.raises(WorkerNonsenseError):
        read(frame(header))
