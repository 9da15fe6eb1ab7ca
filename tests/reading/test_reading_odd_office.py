"""Whatever is wrong within an office document, it is read or said to be damaged: nothing else."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.document import FileKind
from desktop.domain.errors import ReadingError
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_kinds import FLOWS
from tests.reading import office_files as made
from tests.reading.test_reading_html import PAGE
from tests.reading.test_reading_open import BOOK, LETTER
from tests.reading.test_reading_rtf import HEAD

PACKAGES = {
    FileKind.DOCX: made.lease(),
    FileKind.XLSX: made.rents(),
    FileKind.PPTX: made.pitch(),
    FileKind.ODT: LETTER,
    FileKind.ODS: BOOK,
}
TEXTS = {
    FileKind.RTF: HEAD + rb"Rent {\v x}\trowd a\cell\row{\footnote y}\u8364?\'e9\par}",
    FileKind.HTML: PAGE.encode(),
    FileKind.TEXT: b'Tenant;Rent\r\n"a";b\r\n' * 5,
}


def opened(kind, data):
    """Every page with its words, or the error that the reader names."""
    try:
        document = FlowDocument(FLOWS[kind](data))
        for number in range(1, document.page_count + 1):
            document.page(number).text_layer()
        for part in document.parts:
            part.read()
    except ReadingError:
        return


def mangled(data, chance):
    """The bytes with a stretch doubled, left out, exchanged or turned."""
    content = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        if not content:
            break
        begin = chance.randrange(len(content))
        end = min(len(content), begin + chance.choice((1, 3, 20, 200)))
        match chance.randrange(4):
            case 0:
                del content[begin:end]
            case 1:
                content[begin:begin] = content[begin:end]
            case 2:
                content[begin] = chance.randrange(256)
            case _:
                content[begin:end] = content[begin:end][::-1]
    return bytes(content)


def with_mangled_parts(data, chance):
    """A whole package with one or two of its XML parts mangled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        chosen = {name: mangled(archive.read(name), chance) for name in chance.sample(names, 2)}
    return made.with_parts(data, chosen)


def with_changed_values(data, chance):
    """A package with numbers in one of its parts made absurd."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = chance.choice([name for name in archive.namelist() if name.endswith(".xml")])
        text = archive.read(name).decode()
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    for place in sorted(chance.sample(digits, min(6, len(digits))), reverse=True):
        absurd = chance.choice(("-1", "99999999999", "0", "x", "1e9", ""))
        text = text[:place] + absurd + text[place + 1 :]
    return made.with_parts(data, {name: text})


@pytest.mark.parametrize("kind", PACKAGES)
@settings(max_examples=12, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_mangled_part_is_read_or_damaged(kind, chance):
    opened(kind, with_mangled_parts(PACKAGES[kind], chance))
    opened(kind, with_changed_values(PACKAGES[kind], chance))


@pytest.mark.parametrize("kind", [*PACKAGES, *TEXTS])
@settings(max_examples=12, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_mangled_file_is_read_or_damaged(kind, chance):
    opened(kind, mangled((PACKAGES | TEXTS)[kind], chance))


@pytest.mark.parametrize("kind", [*PACKAGES, *TEXTS])
@settings(max_examples=10, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_damaged(kind, data):
    opened(kind, data)
