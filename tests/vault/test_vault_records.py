"""Records that this program did not write are damage; what it wrote it reads."""

import zlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.document import DocumentKind, DocumentState, FileKind
from desktop.domain.errors import VaultDamagedError
from desktop.domain.finding import Agreement, Decision, FindingKind, FindingSource, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.domain.page import PageState, ReadMethod
from desktop.vault import records, schema
from tests.vault.vault_pages import NOON, origin, page_text

pack = msgspec.msgpack.encode


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\xc1",
        pack([]),
        pack([1]),
        pack([2, "a", "b", "c", 0]),
        pack([1, "a", "b", 3, 0]),
        pack({"a": 1}),
        b"\x95\x01\xa1\xff\xa1b\xa1c\x00",
    ],
)
def test_a_record_of_another_shape_is_damage(plain):
    with pytest.raises(VaultDamagedError):
        records.matter_of(MatterId("0" * 32), plain)


@pytest.mark.parametrize(
    "plain",
    [
        pack((1, b"no zlib")),
        pack((1, zlib.compress(pack(("text", b"x"))))),
        pack((1, zlib.compress(pack(("text",))))),
        pack((1, zlib.compress(pack(("text", bytes(28))))[:-12])),
    ],
)
def test_a_page_of_another_shape_is_damage(plain):
    with pytest.raises(VaultDamagedError):
        records.PageContent(plain)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(records, "MAX_CONTENT_BYTES", 1000)
    bomb = pack((1, zlib.compress(pack(("x" * 10_000, b"")))))
    with pytest.raises(VaultDamagedError):
        records.PageContent(bomb)


def test_boxes_come_in_fours():
    plain = pack((1, "m", "v", 0, 1, [1, 2, 3], "", "", 1.0))
    with pytest.raises(VaultDamagedError):
        records.finding_of(plain, 1, 1, 1, 1)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_matter_comes_back(client, number, name):
    matter = Matter(MatterId("ab" * 16), client, number, name, NOON)
    assert records.matter_of(matter.matter_id, records.matter_record(matter)) == matter


def test_an_origin_comes_back():
    assert records.origin_of(records.origin_record(origin(b"x"))) == origin(b"x")


@given(st.lists(st.text("abcäß", min_size=1, max_size=8), max_size=30))
def test_the_words_of_a_page_come_back_and_are_found_by_their_spans(parts):
    text = page_text(" ".join(parts))
    content = records.PageContent(records.content_record(text))
    assert content.text == text.text
    assert content.page_text() == text
    spans = [(word.start, word.end) for word in text.words]
    assert content.words_between(spans) == [[word.box] for word in text.words]
    assert content.words_between([(0, len(text.text))]) == [[word.box for word in text.words]]


def test_columns_read_the_same_on_a_machine_of_the_other_byte_order(monkeypatch):
    text = page_text("eins zwei")
    little = records.content_record(text)
    monkeypatch.setattr(records.sys, "byteorder", "big")
    swapped = records.content_record(text)
    assert swapped != little
    assert records.PageContent(swapped).page_text() == text
    assert records.PageContent(swapped).words_between([(0, 4)]) == [[text.words[0].box]]
    assert isinstance(text.words[0].box, Box)


@pytest.mark.parametrize(
    ("codes", "enumeration"),
    [
        (schema.FILE_KINDS, FileKind),
        (schema.DOCUMENT_STATES, DocumentState),
        (schema.DOCUMENT_KINDS, DocumentKind),
        (schema.READ_METHODS, ReadMethod),
        (schema.FINDING_KINDS, FindingKind),
        (schema.SENSITIVITIES, Sensitivity),
        (schema.FINDING_SOURCES, FindingSource),
        (schema.AGREEMENTS, Agreement),
        (schema.DECISIONS, Decision),
    ],
)
def test_every_member_has_a_number_of_its_own(codes, enumeration):
    assert {member for member, _ in codes.items()} == set(enumeration)
    assert len({number for _, number in codes.items()}) == len(enumeration)
    for member, number in codes.items():
        assert codes.number(member) == number
        assert codes.member(number) is member
    with pytest.raises(VaultDamagedError):
        codes.member(0)


def test_numbers_never_change():
    assert dict(schema.FINDING_KINDS.items())[FindingKind.REFERENCE] == 12
    assert dict(schema.DOCUMENT_KINDS.items())[DocumentKind.OTHER] == 9
    assert dict(schema.PAGE_STATES.items()) == {PageState.READ: 1, PageState.FAILED: 2}
