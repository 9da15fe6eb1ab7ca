"""Fifty pages on which one of the two readers is made wrong: no wrong value leaves undecided.

The pages are invented and drawn; the second reader is the starter model in its real worker. On
every other page the first reader is made wrong (its words are altered after reading), on the others
the second (it is shown other pixels).
"""

import json
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop.casework.control import Control
from desktop.casework.deciding import correct, disputes
from desktop.casework.exporting import export_findings
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.second_look.look import SecondLook
from desktop.domain.document import DocumentKind
from desktop.domain.export_form import ExportForm
from desktop.domain.finding import DISPUTED
from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, PageText, Pixels, ReadMethod, Word, Words
from desktop.findings.find import find
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.vault.vault import Vault
from desktop.wire.messages import PageRead
from tests.vault.vault_pages import KeysInMemory, clock, origin

PAGES = 50
WIDTH_PT, HEIGHT_PT, LINE_PT, TYPE_PT = 300.0, 140.0, 24.0, 11.0
MEASURED_AT = 8
"""Words are measured in type of so many times the size, where hinting makes no difference."""

CONFUSED = {
    "0": "8",
    "1": "7",
    "2": "7",
    "3": "8",
    "4": "9",
    "5": "6",
    "6": "0",
    "7": "1",
    "8": "3",
}
MONTHS = ("January", "March", "April", "June", "July", "August", "October", "December")


@dataclass(frozen=True)
class Planted:
    """A page and its misread.

    Attributes:
        printed: The lines that stand on the paper.
        first: What the first reader says they are.
        line: Number of the line on which one reader is wrong.
    """

    printed: tuple[str, ...]
    first: tuple[str, ...]
    line: int


def lines_of(rng):
    day, month, year = rng.integers(1, 29), rng.choice(MONTHS), rng.integers(2011, 2026)
    return [
        f"Total: {rng.integers(1, 10)},{rng.integers(100, 1000)}.{rng.integers(10, 100)} EUR",
        f"Date: {day} {month} {year}",
        f"Net amount {rng.integers(11, 900)}.{rng.integers(10, 100)} EUR",
        f"Tax {rng.integers(10, 100)}.{rng.integers(10, 100)} EUR",
    ]


def misread(rng, line):
    """The line with one figure taken for another, two changed about, one lost, or one too many."""
    figures = [at for at, letter in enumerate(line) if letter.isdigit()]
    at = rng.choice(figures[1:-1])
    match int(rng.integers(4)):
        case 0 if line[at] in CONFUSED:
            return f"{line[:at]}{CONFUSED[line[at]]}{line[at + 1 :]}"
        case 1 if at + 1 in figures and line[at] != line[at + 1]:
            return f"{line[:at]}{line[at + 1]}{line[at]}{line[at + 2 :]}"
        case 2 if line.startswith(("Total", "Net")) and at - 1 in figures:
            return f"{line[:at]}{line[at + 1 :]}"
        case _:
            other = rng.choice([figure for figure in "0123456789" if figure != line[at]])
            return f"{line[:at]}{other}{line[at + 1 :]}"


def planted_pages():
    rng = np.random.default_rng(20)
    pages = []
    while len(pages) < PAGES:
        true, line = lines_of(rng), int(rng.integers(4))
        wrong = list(true)
        wrong[line] = misread(rng, true[line])
        values = [[each.value for each in find(text_of(lines))] for lines in (true, wrong)]
        if (
            len({*values[0]} | {*values[1]}) != 5
            or len(values[0]) != len(values[1])
            or len(values[0]) != 4
        ):
            continue  # what was misread is no value, or the same one
        is_first_wrong = len(pages) % 2 == 0
        first, printed = (wrong, true) if is_first_wrong else (true, wrong)
        pages.append(Planted(tuple(printed), tuple(first), line))
    return pages


def text_of(lines):
    """What a reader that errs nowhere sees: the lines, and where each word stands."""
    font = ImageFont.load_default(TYPE_PT * MEASURED_AT)
    words, at = [], 0
    for number, line in enumerate(lines):
        left, top = 24.0, 16.0 + number * LINE_PT
        for word in line.split(" "):
            right = left + font.getlength(word) / MEASURED_AT
            words.append(Word(at, at + len(word), Box(left, top, right, top + 14.0), 0.97))
            at += len(word) + 1
            left = right + font.getlength(" ") / MEASURED_AT
    return PageText("\n".join(lines), Words.of(words))


class Paper:
    """Stands where the reading client stands: renders parts of one printed page."""

    def __init__(self, lines):
        self._text = text_of(lines)

    def render_region(self, _number, box, dpi, *, turn_deg=0):
        assert turn_deg == 0
        scale = dpi / 72
        image = Image.new("RGB", (round(WIDTH_PT * scale), round(HEIGHT_PT * scale)), "white")
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(TYPE_PT * scale)
        for word in self._text.words:
            corner = (word.box.left_pt * scale, word.box.top_pt * scale)
            letters = self._text.text[word.start : word.end]
            draw.text(corner, letters, fill=(20, 20, 20), font=font)
        corners = (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)
        crop = image.crop(tuple(round(corner * scale) for corner in corners))
        return Pixels(crop.width, crop.height, crop.tobytes())


def read_first(number, page):
    text = text_of(page.first)
    reading = PageReading(PageNumber(number), WIDTH_PT, HEIGHT_PT, 0, ReadMethod.OCR, 0.97, text)
    return PageRead(reading, find(text), {DocumentKind.INVOICE: 1.0})


def exported(matter, store, target):
    """What an export hands out, by page; and how much it holds back."""
    *_, last = export_findings(matter, store, target, ExportForm.JSON, Control())
    rows = json.loads(target.read_text("utf-8"))
    assert last.findings_done == len(rows)
    return [(row["page"], row["value"]) for row in rows], last.findings_held


@pytest.mark.process
def test_no_planted_misread_reaches_an_export_before_a_person_has_decided(tmp_path):
    pages = planted_pages()
    with (
        SharedModel(vision_worker_command()).lend() as vision,
        Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault,
    ):
        matter = vault.create_matter("1042", "0007", "Planted")
        store = vault.store_of(matter.matter_id)
        document, _ = store.admit(origin(b"a"), b"a")
        store.start_reading(document.document_id, PAGES)
        look = SecondLook(vision, Settings())
        planted = {}
        for number, page in enumerate(pages, start=1):
            seen = look(Paper(page.printed), read_first(number, page))
            store.store_pages(document.document_id, [(seen.page.reading, seen.page.findings, {})])
            store.keep_ledger(document.document_id, PageNumber(number), seen.ledger)
            planted[number] = seen.page.findings[page.line]
        assert look.error is None

        assert {finding.agreement for finding in planted.values()} <= DISPUTED
        gone_out, held = exported(matter, store, tmp_path / "before.json")
        assert PAGES <= held < 2 * PAGES, "and of the 150 others only a few"
        for number, finding in planted.items():
            assert (number, finding.value) not in gone_out

        for one in list(disputes(store)):
            page = pages[one.stored.page - 1]
            if one.stored.finding.start == planted[one.stored.page].start:
                on_paper = find(text_of(page.printed))[page.line]
                correct(store, one.stored.finding_id, on_paper.mention)
        gone_out, held_then = exported(matter, store, tmp_path / "after.json")
        assert held_then == held - PAGES
        for number, page in enumerate(pages, start=1):
            assert (number, find(text_of(page.printed))[page.line].value) in gone_out
            assert (number, planted[number].value) not in gone_out
