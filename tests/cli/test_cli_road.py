"""The command line on the sample matter, as a person would use it: real processes, real keyring."""

import csv
import json
import stat
from pathlib import Path

import pytest

from resources.samples import demo

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def read_matter(incamera, samples):
    """A vault with the sample matter read from beginning to end."""
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "Brandt v. Meridian").returncode == 0
    added = incamera("add", str(samples), "--json")
    incamera.added = json.loads(added.stdout)
    incamera.added_code = added.returncode
    return incamera


def answer(incamera, *arguments, code=0):
    done = incamera(*arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_adding_the_samples_reads_every_page_and_says_what_was_refused(read_matter):
    added = read_matter.added
    assert read_matter.added_code == 1, "one sample is refused on purpose"
    assert added["phase"] == "done"
    assert added["pages_done"] == added["pages_total"] > 0
    assert added["pages_failed"] == 0
    assert added["duplicates"] == 1
    assert added["refused"] == 1
    assert added["vision_error"] == ""


def test_the_demo_shows_what_it_promises(read_matter, tmp_path):
    assert read_matter.added_code in demo.ADDED
    for arguments, expected in demo.QUESTIONS:
        here = [word.replace(str(demo.HOME), str(tmp_path)) for word in arguments]
        done = read_matter(*here)
        assert done.returncode in expected, (here, done.stdout, done.stderr)
        assert done.stdout.strip(), here


def test_progress_is_silent_when_piped(read_matter):
    done = read_matter("add")
    assert done.returncode == 0
    assert done.stderr == ""


def test_status_counts_and_explains(read_matter):
    status = answer(read_matter, "status")
    assert status["matter"] == "1042-0007"
    assert status["documents"]["waiting"] == status["documents"]["reading"] == 0
    assert status["pages"] == status["pages_read"]
    assert status["to_decide"] == len(answer(read_matter, "decide"))
    (refused,) = status["refused"]
    assert refused["code"].startswith("INTAKE-")
    assert refused["reason"]
    assert refused["remedy"]


def test_list_says_what_each_document_is(read_matter, expected):
    kinds = {row["name"]: row["kind"] for row in answer(read_matter, "list")}
    listed = (*expected["file"], *expected["inside"])
    assert kinds == {Path(entry["path"]).name: entry["kind"] for entry in listed}


def test_show_says_how_each_page_was_read(read_matter):
    shown = answer(read_matter, "show", "receipt.jpg")
    (page,) = shown["page_list"]
    assert page["state"] == "read"
    assert page["read_by"] == "ocr"
    assert float(page["confidence"]) > 0.5


def test_the_text_of_a_page_can_be_shown(read_matter):
    done = read_matter("show", "invoice.pdf", "--page", "1")
    assert done.returncode == 0
    assert len(done.stdout.split()) > 30


def test_every_hit_of_a_search_has_its_place(read_matter):
    result = answer(read_matter, "search", "Meridian")
    assert result["hits"]
    for hit in result["hits"]:
        assert hit["page"] >= 1
        assert hit["boxes_pt"]
        start, end = hit["marks"][0]
        assert "meridian" in hit["snippet"][start:end].casefold()


def test_a_search_for_nothing_finds_nothing(read_matter):
    assert answer(read_matter, "search", "zyxwvut")["hits"] == []


def test_highly_sensitive_values_are_masked_until_asked_for(read_matter):
    masked = answer(read_matter, "findings", "--kind", "iban")
    shown = answer(read_matter, "findings", "--kind", "iban", "--show-high")
    assert len(masked) == len(shown) > 0
    for hidden, open_ in zip(masked, shown, strict=True):
        assert "••••" in hidden["value"]
        assert open_["value"] not in hidden["value"]
        assert open_["value"].isalnum()


def test_words_around_a_hit_hide_highly_sensitive_values_until_asked_for(read_matter):
    (shown, *_) = answer(read_matter, "findings", "--kind", "iban", "--show-high")
    for option, is_shown in (((), False), (("--show-high",), True)):
        (hit, *_) = answer(read_matter, "search", shown["value"], *option)["hits"]
        assert (shown["mention"] in hit["snippet"]) is is_shown
        assert ("••••" in hit["snippet"]) is not is_shown


def test_every_number_with_check_digits_is_found_in_its_place(read_matter, expected):
    found = {
        (row["document"], row["page"], row["kind"], row["value"])
        for row in answer(read_matter, "findings", "--show-high")
    }
    wanted = {
        (Path(entry["path"]).name, value["page"], value["kind"], value["value"])
        for entry in expected["file"]
        for value in entry["values"]
        if value.get("is_checked")
    }
    assert wanted - found == set()


def test_most_of_what_stands_in_the_samples_is_found(read_matter, expected):
    """Names and addresses have no check digit: what OCR misreads of them may be missed."""
    found = {
        (row["document"], row["page"], row["kind"], row["value"])
        for row in answer(read_matter, "findings", "--show-high")
    }
    wanted = {
        (Path(entry["path"]).name, value["page"], value["kind"], value["value"])
        for entry in expected["file"]
        for value in entry["values"]
    }
    assert len(wanted & found) >= 0.9 * len(wanted), sorted(wanted - found)


def test_export_writes_what_findings_shows(read_matter, tmp_path):
    wanted = answer(read_matter, "findings", "--show-high")
    held = [row for row in wanted if row.pop("needs_decision")]
    wanted = [row for row in wanted if row not in held]
    target = tmp_path / "findings.json"
    said = answer(read_matter, "export", str(target), code=1 if held else 0)
    assert (said["findings"], said["held_back"]) == (len(wanted), len(held))
    assert json.loads(target.read_text("utf-8")) == wanted
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert read_matter("export", str(tmp_path / "f.csv"), "--format", "csv").returncode < 2
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["mention"].removeprefix("'") for row in rows] == [row["mention"] for row in wanted]


def test_a_question_is_answered_with_its_places_and_can_be_asked_again(read_matter):
    given = answer(read_matter, "ask", "How much was tax?", "--document", "invoice.pdf")
    (said,) = given["statements"]
    assert said["text"] == "1682.50 GBP"
    (cited,) = said["citations"]
    assert (cited["document"], cited["page"], cited["quote"]) == ("invoice.pdf", 1, "£1,682.50")
    assert cited["boxes_pt"]
    assert answer(read_matter, "ask", "--again", given["id"])["is_equal"]
    (kept,) = (row for row in answer(read_matter, "ask", "--list") if row["id"] == given["id"])
    assert kept["question"] == "How much was tax?"


def test_the_model_on_board_answers_what_it_was_trained_for(read_matter):
    arguments = ("What is the total?", "--document", "invoice.pdf", "--page", "1", "--model")
    given = answer(read_matter, "ask", *arguments)
    assert given["statements"][0]["text"] == "£10,095.00"
    assert given["pages"][0]["receipts"][0]["prompt_id"] == "trained-field/1"
    done = read_matter("ask", *arguments)
    assert "total: £10,095.00" in done.stdout
    assert 'invoice.pdf, page 1: "£10,095.00"' in done.stdout


def test_what_the_pages_do_not_say_has_an_exit_code_of_its_own(read_matter):
    arguments = ("Which date?", "--document", "contrat-de-prestation.pdf", "--page", "5", "--model")
    given = answer(read_matter, "ask", *arguments, code=4)
    assert given["outcome"] in ("not_there", "unsupported")
    assert given["statements"] == []
    assert "Not on these pages" in read_matter("ask", *arguments).stdout


def test_highly_sensitive_answers_are_masked_until_asked_for(read_matter):
    question = ("ask", "IBAN?", "--document", "invoice.pdf")
    hidden, shown = read_matter(*question).stdout, read_matter(*question, "--show-high").stdout
    assert "GB22THGB99006031926819" in shown
    assert "GB22" not in hidden
    assert "••••" in hidden


def test_the_fields_of_every_sample_are_those_that_stand_there(read_matter, expected):
    """But for one of the worn identity card: it is left to a person, not given as sure."""
    extracted = answer(read_matter, "extract", "--show-high")
    gold = {Path(entry["path"]).name: entry["fields"] for entry in expected["file"]}
    assert {row["document"] for row in extracted} == gold.keys()
    differing = {
        (row["document"], field["name"])
        for row in extracted
        for field in row["fields"]
        if [value["value"] for value in field["values"]]
        != gold[row["document"]].get(field["name"], [])
    }
    assert differing <= {("identity-card.png", "given_names")}
    assert all(
        field["needs_person"]
        for row in extracted
        for field in row["fields"]
        if (row["document"], field["name"]) in differing
    )
    for row in extracted:
        for value in (value for field in row["fields"] for value in field["values"]):
            assert value["boxes_pt"]
            assert value["page"] in row["pages"]


def test_extracted_fields_are_kept_masked_and_said_to_be_missing(read_matter):
    first = answer(read_matter, "extract", "invoice.pdf", "--anew")
    again = answer(read_matter, "extract", "invoice.pdf")
    assert first == again, "what still holds is not made anew: not even its time differs"
    (invoice,) = again
    by_name = {field["name"]: field for field in invoice["fields"]}
    assert "••••" in by_name["iban"]["values"][0]["value"]
    shown = read_matter("extract", "receipt.jpg", "--schema", "letter")
    assert shown.returncode == 0
    assert "missing; a person should look" in shown.stdout
    assert read_matter("extract", "invoice.pdf", "--schema", "nda").returncode == 3


def test_a_firms_own_schema_is_checked_and_used(read_matter):
    schemas = answer(read_matter, "schema", "list")
    assert {row["name"] for row in schemas} >= {"receipt", "invoice", "contract"}
    field = '[[field]]\nname = "dues"\nlabel = { en = "Dues" }\ntype = "amount"\n'
    text = (
        f'kind = "invoice"\nlabel = {{ en = "Dues" }}\n{field}question = "sum"\nroles = ["total"]\n'
    )
    own = read_matter.home / "schemas"
    own.mkdir()
    (own / "dues.toml").write_text(text.replace("amount", "money"))
    wrong = read_matter("schema", "check", own / "dues.toml")
    assert wrong.returncode == 3
    assert "field 1, type (line 6)" in wrong.stderr
    (own / "dues.toml").write_text(text)
    assert answer(read_matter, "schema", "show", "dues")["is_own"]
    (made,) = answer(read_matter, "extract", "invoice.pdf", "--schema", "dues")
    assert made["fields"][0]["values"][0]["value"] == "10095.00 GBP"


def test_a_person_decides_and_the_export_takes_what_was_decided(read_matter, tmp_path):
    first, second, *rest = answer(read_matter, "decide")
    assert first["second_reading"] != first["read"]
    assert answer(read_matter, "decide", first["finding_id"][:10], "--accept")["decided_by"]
    assert answer(read_matter, "decide", second["finding"], "--reject")["decision"] == "rejected"
    target = tmp_path / "decided.json"
    said = answer(read_matter, "export", str(target), code=1)
    assert said["held_back"] == len(rest)
    rows = {row["finding_id"]: row for row in json.loads(target.read_text("utf-8"))}
    assert rows[first["finding_id"]]["decision"] == "accepted"
    assert rows[second["finding_id"]]["decision"] == "rejected"
    assert not rows.keys() & {row["finding_id"] for row in rest}
    for one in (first, second):
        answer(read_matter, "decide", one["finding_id"], "--reopen")
    assert len(answer(read_matter, "decide")) == len(rest) + 2


def test_both_readings_of_a_page_can_be_shown(read_matter):
    ledger = answer(read_matter, "show", "letter.pdf", "--page", "1", "--readings")
    assert ledger["first_reader"] == "rapidocr"
    assert {len(ledger[name]) for name in ("weights_sha256", "projector_sha256")} == {64}
    for shown in ledger["comparisons"]:
        assert len(shown["crop_sha256"]) == len(shown["receipt"]) == 64
    shown = read_matter("show", "letter.pdf", "--page", "1", "--readings").stdout
    assert "different" in shown
    only_one = read_matter("show", "invoice.pdf", "--page", "1", "--readings").stdout
    assert only_one == "Only one reader read this page.\n"


def test_a_decision_needs_a_finding(read_matter):
    done = read_matter("decide", "--accept")
    assert done.returncode == 2
    assert "name the finding" in done.stderr
    assert read_matter("decide", "00000000", "--accept").returncode == 3


def test_verify_finds_everything_whole(read_matter):
    checked = answer(read_matter, "verify")
    assert checked["problems"] == []
    assert checked["checked"] > 0


def test_models_shows_what_the_vision_model_is(read_matter):
    model = answer(read_matter, "model", "show")
    assert model["is_starter"]
    assert len(model["weights_sha256"]) == 64


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nothing.pdf"), "VAULT-"),
        (("status", "--matter", "9-9"), "VAULT-"),
        (("search", '"unclosed'), "SEARCH-"),
        (("ask", "What is the notice period?"), "ASK-02"),
        (("ask", "Total?", "--page", "1"), "ASK-01"),
        (("ask", "--again", "0000"), "ASK-03"),
        (("vault", "create"), "VAULT-"),
    ],
)
def test_an_error_is_a_sentence_a_remedy_and_a_code(read_matter, arguments, code):
    done = read_matter(*arguments)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("incamera: ")
    assert f"[{code}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_is_not_understood_is_a_usage_error(read_matter):
    assert read_matter("unheard-of").returncode == 2
