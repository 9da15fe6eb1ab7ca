"""The kind of a document is told by its look where its words do not say it."""

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from desktop.casework.models import vision_model
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.models.vision_model import tells_kinds
from desktop.casework.second_look.kind import is_kind_unsure, overview_width_px, with_vote_of
from desktop.casework.second_look.look import SecondLook
from desktop.domain.document import DocumentKind
from desktop.domain.errors import ModelFilesError
from desktop.domain.page import PageReading, PageText, Pixels, ReadMethod
from desktop.domain.vision import Answer, ModelDescription, StopReason
from desktop.findings.kinds import document_kind
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import PageRead
from tests.models.parrot_pair import trained_parrot_pair

INVOICE, LETTER, CONTRACT = DocumentKind.INVOICE, DocumentKind.LETTER, DocumentKind.CONTRACT
MODEL = replace(
    ModelDescription("m", "a", 1, "", "", "b", 2048), overview_width_px=192, overview_height_px=272
)


def page_of(votes, number=1):
    reading = PageReading(number, 595, 842, 0, ReadMethod.TEXT_LAYER, 1.0, PageText(""))
    return PageRead(reading, (), votes)


def said(text, confidence=0.9, reason=StopReason.COMPLETE):
    return Answer(text, {}, confidence, reason, 3, 1.0, 1.0, "trained-kind/1", "")


@pytest.mark.parametrize(
    ("votes", "number", "is_unsure"),
    [
        ({}, 1, True),
        ({LETTER: 3.0}, 1, True),
        ({LETTER: 9.0}, 1, False),
        ({LETTER: 9.0, CONTRACT: 8.0}, 1, True),
        ({LETTER: 12.0, CONTRACT: 8.0}, 1, False),
        ({}, 2, False),
    ],
)
def test_the_first_page_is_asked_about_where_its_words_say_too_little(votes, number, is_unsure):
    assert is_kind_unsure(page_of(votes, number)) == is_unsure


def test_the_models_vote_makes_a_kind_where_no_word_does_and_decides_between_two():
    assert document_kind([with_vote_of(said("invoice"), page_of({})).kind_votes]) is INVOICE
    torn = page_of({LETTER: 9.0, CONTRACT: 8.0})
    assert document_kind([with_vote_of(said("contract"), torn).kind_votes]) is CONTRACT


def test_clear_words_on_later_pages_outweigh_the_models_vote():
    first = with_vote_of(said("invoice"), page_of({}))
    assert document_kind([first.kind_votes, {CONTRACT: 12.0}]) is CONTRACT


@pytest.mark.parametrize(
    "answer",
    [
        said("invoice", confidence=0.5),
        said("other"),
        said("poem"),
        said("invo", reason=StopReason.OUT_OF_TOKENS),
        replace(said(""), says_nothing=True),
    ],
)
def test_an_answer_that_is_no_sure_kind_is_no_vote(answer):
    page = page_of({})
    assert with_vote_of(answer, page) is page


@pytest.mark.parametrize("sides_pt", [(595, 842), (842, 595), (200, 900), (1, 5000)])
def test_a_page_is_rendered_twice_as_fine_as_it_is_seen(sides_pt):
    width_pt, height_pt = sides_pt
    reading = PageReading(1, width_pt, height_pt, 0, ReadMethod.OCR, 1.0, PageText(""))
    width_px = overview_width_px(reading, MODEL)
    fits = min(192 / width_pt, 272 / height_pt)
    assert 1 <= width_px <= 2 * fits * width_pt + 1


def test_the_present_starter_is_not_asked_and_not_even_loaded_for_it():
    assert not tells_kinds(Settings())
    page = page_of({})
    with SharedModel(vision_worker_command()).lend() as vision:
        assert SecondLook(vision, Settings())(object(), page).page is page
        assert vision.pid is None


@pytest.fixture
def starter(tmp_path, monkeypatch):
    """A pair in the place of the starter; it says the name of a kind to whatever it is asked."""
    trained_parrot_pair(tmp_path, "invoice", tells_kinds=True)
    monkeypatch.setattr(vision_model, "starter_model_folder", lambda: tmp_path)
    return tmp_path


class Printed:
    """Stands where the reading client stands: renders one page with a few bars of ink."""

    def __init__(self, ink=20):
        self.ink = ink
        self.rendered = []

    def render_page(self, number, width_px, *, turn_deg=0):
        self.rendered.append((number, width_px, turn_deg))
        image = Image.new("RGB", (width_px, round(width_px * 842 / 595)), "white")
        draw = ImageDraw.Draw(image)
        for top in range(20, image.height - 20, 30):
            draw.rectangle((20, top, image.width - 60, top + 8), fill=(self.ink,) * 3)
        return Pixels(image.width, image.height, image.tobytes())


@pytest.mark.process
@pytest.mark.usefixtures("starter")
def test_a_model_that_offers_it_is_shown_the_page_in_small():
    client = Printed()
    with SharedModel(vision_worker_command()).lend() as vision:
        look = SecondLook(vision, Settings())
        seen = look(client, page_of({}))
        assert document_kind([seen.page.kind_votes]) is INVOICE
        assert client.rendered == [(1, 384, 0)]
        assert look(client, page_of({LETTER: 9.0})).page.kind_votes == {LETTER: 9.0}
        assert look(Printed(ink=255), page_of({})).page.kind_votes == {}


def test_a_starter_without_its_manifest_is_an_error_with_a_name(starter):
    (starter / "manifest.toml").write_bytes(b"\xff")
    with pytest.raises(ModelFilesError):
        tells_kinds(Settings())
    page = page_of({})
    with SharedModel(vision_worker_command()).lend() as vision:
        assert SecondLook(vision, Settings())(Printed(), page).page is page
