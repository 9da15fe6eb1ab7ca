"""Questions about the sample documents: from findings or by a model, kept and made again."""

import json
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop.casework.asking.ask import MAX_PAGES, Asker
from desktop.casework.asking.eyes import Eyes
from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.asking import (
    Looking,
    Outcome,
    Quoted,
    Road,
    Said,
    Scope,
    Statement,
    Withdrawn,
)
from desktop.domain.errors import (
    FreeQuestionError,
    NoSuchPageError,
    NothingReadError,
    QuestionError,
)
from desktop.domain.finding import Agreement, Decision, FindingKind
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel
from tests.conftest import NOON, SAMPLES
from tests.models.parrot_pair import parrot_pair, trained_parrot_pair
from tests.vault.vault_pages import KeysInMemory, finding, origin, reading

pytestmark = pytest.mark.process

INVOICE, CONTRACT = "invoice.pdf", "contrat-de-prestation.pdf"
SAID = {
    "quotes": ["Invoice date 14 October 2025", "Total due £10,095.00"],
    "answer": "£10,095.00 of 14 October 2025",
}


def starter_model():
    return model_to_load(Settings())


def loading(pair):
    return LoadModel(str(pair.weights), str(pair.projector), "", "", 1)


@pytest.fixture(scope="module")
def sample_vault(tmp_path_factory):
    """A vault with the invoice and the contract of the samples, read."""
    folder = tmp_path_factory.mktemp("samples")
    with Vault.create(folder / "vault", KeysInMemory(), clock=lambda: NOON) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        files = [SAMPLES / "brandt-v-meridian" / name for name in (INVOICE, CONTRACT)]
        settings = Settings(is_vision_used=False, reading_workers=1)
        for _ in ingest(
            vault,
            matter.matter_id,
            files,
            settings=settings,
            control=Control(),
            clock=lambda: NOON,
        ):
            pass
        yield vault


@pytest.fixture
def store(sample_vault):
    return sample_vault.store_of(sample_vault.matters()[0].matter_id)


@pytest.fixture
def named(store):
    return {document.origin.name: document.document_id for document in store.documents()}


@pytest.fixture(scope="module")
def starter(sample_vault):
    eyes = Eyes(sample_vault, starter_model)
    yield eyes
    eyes.close()


@pytest.fixture(scope="module")
def speaking(sample_vault, tmp_path_factory):
    """A general model that says what stands on the invoice, to whatever it is asked."""
    text = json.dumps(SAID, separators=(",", ":"), ensure_ascii=False)
    pair = parrot_pair(tmp_path_factory.mktemp("pair"), text)
    eyes = Eyes(sample_vault, lambda: loading(pair))
    yield eyes
    eyes.close()


@pytest.fixture(scope="module")
def trained(sample_vault, tmp_path_factory):
    """A small model that knows more fields than the starter does; it says one amount to all."""
    folder = tmp_path_factory.mktemp("trained")
    pair = trained_parrot_pair(folder, "£1,682.50", ("total", "tax", "iban"))
    eyes = Eyes(sample_vault, lambda: loading(pair))
    yield eyes
    eyes.close()


def asked(store, eyes, question, scope=Scope(), told=None, control=None, **options):  # noqa: B008
    tell = [].append if told is None else told.append
    return Asker(store, eyes, lambda: NOON).ask(
        question, scope, control or Control(), tell, **options
    )


# ------------------------------------------------------------------ what was found before


def test_what_was_found_answers_at_once_with_its_place_and_without_a_model(store, named, starter):
    answer = asked(store, starter, "How much was tax?", Scope((named[INVOICE],)))
    assert (answer.road, answer.outcome, answer.model) == (Road.FINDINGS, Outcome.ANSWERED, "")
    (said,) = answer.statements
    assert (said.text, said.field) == ("1682.50 GBP", "tax")
    (citation,) = said.citations
    assert (citation.quote, citation.page, len(citation.boxes)) == ("£1,682.50", 1, 1)
    assert starter.model_pid is None, "no model was started"


def test_a_question_in_german_is_answered_from_a_contract_in_french(store, named, starter):
    answer = asked(store, starter, "Wann wurde der Vertrag geschlossen?")
    assert [said.text for said in answer.statements] == ["2025-03-03"]
    assert {said.citations[0].document_id for said in answer.statements} == {named[CONTRACT]}


def test_a_name_narrows_the_pages_and_high_values_are_marked(store, named, starter):
    answer = asked(store, starter, "What is the IBAN of Vasseur?")
    assert {said.citations[0].document_id for said in answer.statements} == {named[CONTRACT]}
    assert all(said.is_sensitive for said in answer.statements)


def test_what_an_analyst_rejected_is_no_answer(store, named, starter):
    (found,) = [
        stored
        for stored in store.findings(document_id=named[INVOICE], kind=FindingKind.AMOUNT)
        if stored.finding.role == "tax"
    ]
    scope = Scope((named[INVOICE],))
    store.decide(found.finding_id, Decision.REJECTED)
    with pytest.raises(FreeQuestionError, match="Nothing of this kind was found"):
        asked(store, starter, "How much was tax?", scope)
    store.decide(found.finding_id, Decision.OPEN)
    assert asked(store, starter, "How much was tax?", scope).outcome is Outcome.ANSWERED


def test_what_a_person_corrected_is_the_answer_and_what_was_read_its_quote(sample_vault, starter):
    store = sample_vault.store_of(sample_vault.create_matter("1", "6", "corrected").matter_id)
    hand_made(store, "Tax 4.00 EUR", (FindingKind.AMOUNT, "4.00 EUR", {"role": "tax"}))
    (found,) = store.findings()
    store.decide(
        found.finding_id,
        Decision.CORRECTED,
        decided_by="analyst",
        correction=("9.00 EUR", "9.00 EUR"),
    )
    (said,) = asked(store, starter, "How much tax?").statements
    assert said.text == "9.00 EUR"
    assert said.citations[0].quote == "4.00 EUR"


# ------------------------------------------------------------------ the starter


def test_the_starter_answers_its_own_questions_with_the_place_of_the_value(store, named, starter):
    told = []
    scope = Scope((named[INVOICE],))
    answer = asked(store, starter, "What is the total?", scope, told, is_model_wanted=True)
    assert (answer.road, answer.model) == (Road.MODEL, "In Camera starter 0")
    (said,) = answer.statements
    assert (said.text, said.field) == ("£10,095.00", "total")
    assert said.citations[0].boxes
    assert [type(event) for event in told] == [Looking, Quoted, Statement]


def test_the_starter_is_not_asked_what_it_was_not_trained_for(store, starter):
    with pytest.raises(FreeQuestionError) as raised:
        asked(store, starter, "What is the notice period?")
    assert "incamera model import" in raised.value.remedy


def test_a_small_model_is_asked_for_all_the_fields_that_it_was_trained_for(store, named, trained):
    scope = Scope((named[INVOICE],))
    answer = asked(store, trained, "How much was tax?", scope, is_model_wanted=True)
    assert (answer.road, answer.model) == (Road.MODEL, "Parrot")
    assert [(said.text, said.field) for said in answer.statements] == [("£1,682.50", "tax")]
    assert not answer.statements[0].citations[0].is_sensitive
    with pytest.raises(FreeQuestionError):
        asked(store, trained, "What is the due date?", scope, is_model_wanted=True)


def test_what_a_model_gives_for_a_highly_sensitive_field_is_marked(
    store, named, sample_vault, tmp_path
):
    pair = trained_parrot_pair(tmp_path, "IBAN", ("iban",))
    eyes = Eyes(sample_vault, lambda: loading(pair))
    try:
        scope = Scope((named[INVOICE],))
        answer = asked(store, eyes, "What is the IBAN?", scope, is_model_wanted=True)
    finally:
        eyes.close()
    (said,) = answer.statements
    assert said.citations[0].quote == "IBAN", "no finding stands there"
    assert said.citations[0].is_sensitive


# ------------------------------------------------------------------ a general model


def test_an_answer_is_told_as_it_comes_and_stands_on_places_of_the_page(store, named, speaking):
    told = []
    scope = Scope((named[INVOICE],))
    answer = asked(store, speaking, "What was invoiced, and when?", scope, told)
    assert answer.outcome is Outcome.ANSWERED
    (said,) = answer.statements
    assert said.text == SAID["answer"]
    assert [citation.quote for citation in said.citations] == SAID["quotes"]
    assert all(citation.boxes for citation in said.citations)
    kinds = [type(event) for event in told]
    assert kinds[:3] == [Looking, Quoted, Quoted]
    assert "".join(event.text for event in told if isinstance(event, Said)) == said.text
    assert kinds.count(Said) == len(SAID["answer"].split())
    assert kinds[-1] is Statement


def test_pages_that_do_not_hold_the_quotes_are_looked_at_and_say_nothing(store, named, speaking):
    told = []
    answer = asked(store, speaking, "What was invoiced?", Scope((named[CONTRACT],)), told)
    assert answer.outcome is Outcome.UNSUPPORTED
    assert answer.statements == ()
    assert len(answer.looks) == 5
    assert Said not in map(type, told)
    assert Withdrawn not in map(type, told), "nothing was told that had to be taken back"


def test_only_so_many_pages_are_looked_at_and_the_others_are_counted(store, speaking):
    answer = asked(store, speaking, "Which prestation was invoiced?")
    looked = len(answer.looks)
    assert looked <= MAX_PAGES
    assert looked + answer.pages_left == 6


def test_a_region_is_all_that_is_seen_and_cited(store, named, speaking):
    page = store.page(named[INVOICE], 1)
    whole = asked(store, speaking, "What was invoiced?", Scope((named[INVOICE],), 1))
    boxes = [box for cited in whole.statements[0].citations for box in cited.boxes]
    around = boxes[0]
    for box in boxes[1:]:
        around = around.united_with(box)
    scope = Scope((named[INVOICE],), page.number, around.grown_by(4))
    inside = asked(store, speaking, "What was invoiced?", scope)
    assert inside.outcome is Outcome.ANSWERED
    assert inside.looks[0].views[0].box == scope.region
    first_only = replace(scope, region=boxes[0].grown_by(4))
    assert asked(store, speaking, "What?", first_only).outcome is Outcome.UNSUPPORTED


def test_a_scan_that_lies_on_its_side_is_seen_upright(sample_vault, tmp_path):
    page = Image.new("L", (1240, 900), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", 36)
    for row, line in enumerate(("Lease of 3 May 2024", "The rent is 1,250.00 EUR a month")):
        draw.text((80, 100 + 90 * row), line, fill=0, font=font)
    file = tmp_path / "sideways.png"
    page.rotate(90, expand=True).save(file, dpi=(150, 150))
    matter = sample_vault.create_matter("1", "5", "sideways")
    settings = Settings(is_vision_used=False, reading_workers=1)
    for _ in ingest(
        sample_vault,
        matter.matter_id,
        [file],
        settings=settings,
        control=Control(),
        clock=lambda: NOON,
    ):
        pass
    store = sample_vault.store_of(matter.matter_id)
    (document,) = store.documents()
    turn_deg = store.page(document.document_id, 1).turn_deg
    assert turn_deg in (90, 270)
    said = {"quotes": ["rent is 1,250.00 EUR"], "answer": "1,250.00 EUR"}
    pair = parrot_pair(tmp_path, json.dumps(said, separators=(",", ":")))
    eyes = Eyes(sample_vault, lambda: loading(pair))
    try:
        answer = asked(store, eyes, "What is the monthly charge?", Scope((document.document_id,)))
    finally:
        eyes.close()
    assert [statement.text for statement in answer.statements] == ["1,250.00 EUR"]
    assert answer.looks[0].views[0].turn_deg == turn_deg


# ------------------------------------------------------------------ kept, and made again


def test_an_answer_is_kept_and_made_again_the_same(store, named, speaking, starter):
    scope = Scope((named[INVOICE],))
    by_model = asked(store, speaking, "What was invoiced, and when?", scope)
    found = asked(store, starter, "How much was tax?", scope)
    assert store.answers.all(limit=2) == (found, by_model)
    asker = Asker(store, speaking, lambda: NOON)
    for kept in (by_model, found):
        made = asker.again(kept, Control(), [].append)
        assert made.is_equal
        assert made.gone == made.new == ()
        assert all(look.differing == () for look in made.looks)


def test_an_answer_made_again_with_another_model_says_what_differs(
    store, named, speaking, sample_vault, tmp_path
):
    scope = Scope((named[INVOICE],))
    kept = asked(store, speaking, "What was invoiced, and when?", scope)
    other = {"quotes": ["Total due £10,095.00"], "answer": "£10,095.00"}
    text = json.dumps(other, separators=(",", ":"), ensure_ascii=False)
    pair = parrot_pair(tmp_path, text)
    eyes = Eyes(sample_vault, lambda: loading(pair))
    try:
        made = Asker(store, eyes, lambda: NOON).again(kept, Control(), [].append)
    finally:
        eyes.close()
    assert not made.is_equal
    assert made.looks[0].differing == ("weights_sha256",)
    assert [said.text for said in made.gone] == [SAID["answer"]]
    assert [said.text for said in made.new] == ["£10,095.00"]


def test_a_finding_that_changed_is_named_when_its_answer_is_made_again(store, named, starter):
    scope = Scope((named[INVOICE],))
    kept = asked(store, starter, "How much was tax?", scope)
    (found,) = [
        stored
        for stored in store.findings(document_id=named[INVOICE], kind=FindingKind.AMOUNT)
        if stored.finding.role == "tax"
    ]
    store.decide(found.finding_id, Decision.REJECTED)
    made = Asker(store, starter, lambda: NOON).again(kept, Control(), [].append)
    assert [said.text for said in made.gone] == ["1682.50 GBP"]
    store.decide(found.finding_id, Decision.OPEN)


# ------------------------------------------------------------------ stopping and refusing


class StoppingAt(list):
    """Stops the work at the first event of a kind."""

    def __init__(self, kind, control):
        self.kind, self.control = kind, control

    def append(self, event):
        if isinstance(event, self.kind):
            self.control.stop()


def test_a_question_stopped_before_its_answer_keeps_nothing(store, named, speaking):
    control = Control()
    before = store.answers.all()
    scope = Scope((named[INVOICE],))
    told = StoppingAt(Looking, control)
    answer = asked(store, speaking, "What was invoiced?", scope, told, control)
    assert answer.outcome is Outcome.STOPPED
    assert store.answers.all() == before
    assert asked(store, speaking, "What was invoiced?", scope).outcome is Outcome.ANSWERED


def test_a_stop_while_the_model_answers_leaves_it_loaded(store, named, speaking):
    control = Control()
    scope = Scope((named[INVOICE],))
    assert asked(store, speaking, "What was invoiced?", scope).outcome is Outcome.ANSWERED
    pid = speaking.model_pid
    told = StoppingAt(Quoted, control)
    answer = asked(store, speaking, "What was invoiced?", scope, told, control)
    assert answer.outcome in (Outcome.STOPPED, Outcome.ANSWERED), "it may just have ended"
    assert asked(store, speaking, "What was invoiced?", scope).outcome is Outcome.ANSWERED
    assert speaking.model_pid == pid


def test_a_stop_before_the_model_is_loaded_ends_the_question(store, named, sample_vault):
    control = Control()
    eyes = Eyes(sample_vault, starter_model)
    control.stop()
    try:
        scope = Scope((named[INVOICE],))
        answer = asked(
            store, eyes, "What is the total?", scope, control=control, is_model_wanted=True
        )
    finally:
        eyes.close()
    assert answer.outcome is Outcome.STOPPED
    assert answer.looks == ()


@pytest.mark.parametrize("question", ["", " \n", "?!", "word " * 101, "a\x1bb"])
def test_what_is_no_question_is_refused(store, starter, question):
    with pytest.raises(QuestionError):
        asked(store, starter, question)


def test_a_page_that_is_not_there_and_a_matter_without_pages_are_named(
    store, named, starter, sample_vault
):
    with pytest.raises(NoSuchPageError):
        asked(store, starter, "Who signed?", Scope((named[INVOICE],), 99))
    empty = sample_vault.store_of(sample_vault.create_matter("1", "2", "empty").matter_id)
    with pytest.raises(NothingReadError):
        asked(empty, starter, "Who signed?")


def hand_made(store, text, *found):
    """A document of one page with these findings: kind, mention, what else is said of it."""
    document, _ = store.admit(origin(text.encode()), text.encode())
    page = reading(1, text)
    store.start_reading(document.document_id, 1)
    made = [finding(kind, page, mention, **facts) for kind, mention, facts in found]
    store.store_pages(document.document_id, [(page, made, {})])
    return document.document_id


def test_the_only_date_of_a_document_is_its_date_and_one_of_two_is_not(sample_vault, starter):
    store = sample_vault.store_of(sample_vault.create_matter("1", "4", "dates").matter_id)
    dates = [(FindingKind.DATE, mention, {}) for mention in ("1 May 2024", "2 May 2024")]
    one = hand_made(store, "Thank you, 1 May 2024", dates[0])
    two = hand_made(store, "From 1 May 2024, until 2 May 2024", *dates)
    (said,) = asked(store, starter, "Date?", Scope((one,))).statements
    assert (said.text, said.field) == ("1 May 2024", "date")
    assert Asker(store, starter, lambda: NOON)._found("Date?", Scope((two,))) == ()


def test_what_two_readers_dispute_is_said_to_be_disputed(sample_vault, starter):
    store = sample_vault.store_of(sample_vault.create_matter("1", "3", "disputed").matter_id)
    facts = {"agreement": Agreement.DIFFERENT, "role": "tax"}
    hand_made(store, "Tax 4.00 EUR", (FindingKind.AMOUNT, "4.00 EUR", facts))
    (said,) = asked(store, starter, "How much tax?").statements
    assert said.is_disputed


def test_two_who_ask_over_one_vault_have_one_model_and_it_stays_for_the_other(sample_vault):
    shared = SharedModel(vision_worker_command())
    questions, fields = (Eyes(sample_vault, starter_model, shared) for _ in range(2))
    try:
        assert questions.model() == fields.model()
        assert questions.model_pid == fields.model_pid == shared.pid is not None
        questions.halt()
        questions.close()
        assert fields.model_pid is not None
    finally:
        fields.close()
    assert shared.pid is None
