"""The command line on the sample matter, as a person would use it: real processes, real keyring."""

import csv
import json
import stat
from pathlib import Path

import pytest

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


def test_progress_is_silent_when_piped(read_matter):
    done = read_matter("add")
    assert done.returncode == 0
    assert done.stderr == ""


def test_status_counts_and_explains(read_matter):
    status = answer(read_matter, "status")
    assert status["matter"] == "1042-0007"
    assert status["documents"]["waiting"] == status["documents"]["reading"] == 0
    assert status["pages"] == status["pages_read"]
    (refused,) = status["refused"]
    assert refused["code"].startswith("INTAKE-")
    assert refused["reason"]
    assert refused["remedy"]


def test_list_says_what_each_document_is(read_matter, expected):
    kinds = {row["name"]: row["kind"] for row in answer(read_matter, "list")}
    assert kinds == {Path(entry["path"]).name: entry["kind"] for entry in expected["file"]}


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
    target = tmp_path / "findings.json"
    assert answer(read_matter, "export", str(target))["findings"] == len(wanted)
    assert json.loads(target.read_text("utf-8")) == wanted
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert read_matter("export", str(tmp_path / "f.csv"), "--format", "csv").returncode == 0
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["mention"].removeprefix("'") for row in rows] == [row["mention"] for row in wanted]


def test_verify_finds_everything_whole(read_matter):
    checked = answer(read_matter, "verify")
    assert checked["problems"] == []
    assert checked["checked"] > 0


def test_models_shows_what_the_vision_model_is(read_matter):
    model = answer(read_matter, "models", "--test")
    assert model["is_starter"]
    assert len(model["weights_sha256"]) == 64


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nothing.pdf"), "VAULT-"),
        (("status", "--matter", "9-9"), "VAULT-"),
        (("search", '"unclosed'), "SEARCH-"),
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
