"""An export says how far it is, is complete or not there at all, and is read by other programs."""

import csv
import json
import re
import stat
from pathlib import Path

import pytest

from desktop.casework.control import Control
from desktop.casework.exporting import COLUMNS, REPORT_EVERY, export_findings
from desktop.domain.errors import ExportError
from desktop.domain.export_form import ExportForm
from desktop.domain.finding import Agreement, Decision, FindingKind
from desktop.domain.geometry import Box
from desktop.domain.ledger import Comparison, Ledger, Stretch
from desktop.domain.progress import Phase
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, finding, origin, reading

MANY = REPORT_EVERY * 2 + 1
ODD = "Rue\u2028de la\u2029Paix\x85 =1+1"


@pytest.fixture
def matter_and_store(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        yield matter, vault.store_of(matter.matter_id)


def stored(store, mentions, name="letter.pdf", agreement=Agreement.NOT_COMPARED):
    """A document of one page with a person for each mention."""
    document, _ = store.admit(origin(name.encode(), name), name.encode())
    store.start_reading(document.document_id, 1)
    page = reading(1, " ".join(mentions))
    found = [
        finding(FindingKind.PERSON, page, mention, agreement=agreement) for mention in mentions
    ]
    store.store_pages(document.document_id, [(page, found, {})])


def exported(matter_and_store, target, form, control=None):
    return list(export_findings(*matter_and_store, target, form, control or Control()))


@pytest.mark.parametrize("form", ExportForm)
def test_progress_tells_how_many_of_how_many_are_written(matter_and_store, tmp_path, form):
    stored(matter_and_store[1], [f"Person{number}" for number in range(MANY)])
    reports = exported(matter_and_store, tmp_path / "f", form)
    assert [each.findings_done for each in reports] == [0, REPORT_EVERY, 2 * REPORT_EVERY, MANY]
    assert {each.findings_total for each in reports} == {MANY}
    assert [each.phase for each in reports] == [Phase.EXPORTING] * 3 + [Phase.DONE]
    assert {each.current for each in reports} == {"f"}


def test_json_is_one_list_whatever_stands_in_a_value(matter_and_store, tmp_path):
    stored(matter_and_store[1], ["Anna", ODD])
    stored(matter_and_store[1], ["Carla"], "other.pdf")
    exported(matter_and_store, tmp_path / "f.json", ExportForm.JSON)
    text = (tmp_path / "f.json").read_text("utf-8")
    rows = json.loads(text)
    assert [row["mention"] for row in rows] == ["Anna", ODD, "Carla"]
    assert [row["document"] for row in rows] == ["letter.pdf", "letter.pdf", "other.pdf"]
    assert text == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def test_every_column_is_described_and_no_other():
    page = Path(__file__).parents[2] / "resources" / "docs" / "export.md"
    assert tuple(re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)) == COLUMNS


def test_csv_has_its_columns_and_no_cell_that_is_a_formula(matter_and_store, tmp_path):
    stored(matter_and_store[1], ["=cmd", "Anna"])
    exported(matter_and_store, tmp_path / "f.csv", ExportForm.CSV)
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS
    assert [row[COLUMNS.index("mention")] for row in rows] == ["'=cmd", "Anna"]


@pytest.mark.parametrize("form", ExportForm)
@pytest.mark.parametrize("agreement", [Agreement.DIFFERENT, Agreement.ONLY_ONE])
def test_what_two_readers_dispute_is_held_back_until_a_person_has_decided(
    matter_and_store, tmp_path, form, agreement
):
    store = matter_and_store[1]
    stored(store, ["Anna"])
    stored(store, ["Berta", "Carla", "Dora"], "b.pdf", agreement)
    last = exported(matter_and_store, tmp_path / "f", form)[-1]
    assert (last.findings_done, last.findings_held) == (1, 3)
    text = (tmp_path / "f").read_text("utf-8-sig")
    assert "Anna" in text
    assert not {"Berta", "Carla", "Dora"} & set(text.replace('"', " ").split())
    berta, carla, _ = store.findings(is_undecided=True)
    store.decide(berta.finding_id, Decision.ACCEPTED, decided_by="a.analyst")
    store.decide(carla.finding_id, Decision.CORRECTED, correction=("Karla", "Karla"))
    last = exported(matter_and_store, tmp_path / "f", form)[-1]
    assert (last.findings_done, last.findings_held) == (3, 1)
    text = (tmp_path / "f").read_text("utf-8-sig")
    assert all(word in text for word in ("Anna", "Berta", "Karla", "Carla", "a.analyst"))


def test_a_row_names_both_readers_what_they_saw_and_what_was_decided(matter_and_store, tmp_path):
    store = matter_and_store[1]
    stored(store, ["Anna"], agreement=Agreement.DIFFERENT)
    (one,) = store.findings()
    stretch = Stretch(0, 4, "Anna", "Anita", Agreement.DIFFERENT)
    box = Box(0.0, 0.0, 9.0, 9.0)
    shown = Comparison(
        0,
        4,
        box,
        100,
        "12" * 32,
        "Anita",
        Agreement.DIFFERENT,
        0.9,
        "read/1",
        "34" * 32,
        (stretch,),
    )
    ledger = Ledger("rapidocr", "starter", "ab" * 32, "cd" * 32, "build", (shown,))
    store.keep_ledger(one.document_id, one.page, ledger)
    store.decide(one.finding_id, Decision.CORRECTED, decided_by="a", correction=("Anke", "Anke"))
    exported(matter_and_store, tmp_path / "f", ExportForm.JSON)
    (row,) = json.loads((tmp_path / "f").read_text("utf-8"))
    assert row["value"] == row["mention"] == "Anke"
    assert row["read_value"] == row["read_mention"] == "Anna"
    assert row["second_reading"] == "Anita"
    assert (row["first_reader"], row["second_reader"]) == ("rapidocr", "starter")
    assert (row["weights_sha256"], row["projector_sha256"]) == ("ab" * 32, "cd" * 32)
    assert row["crop_sha256"] == "12" * 32
    assert (row["decision"], row["decided_by"]) == ("corrected", "a")
    assert row["decided_at"].startswith("2026-03-02T12:00:00")


@pytest.mark.parametrize("form", ExportForm)
def test_a_matter_without_findings_gives_a_file_without_findings(matter_and_store, tmp_path, form):
    reports = exported(matter_and_store, tmp_path / "f", form)
    assert reports[-1].phase is Phase.DONE
    text = (tmp_path / "f").read_text("utf-8-sig")
    assert text == "[]\n" if form is ExportForm.JSON else text.count("\n") == 1


def test_only_this_account_can_read_it(matter_and_store, tmp_path):
    exported(matter_and_store, tmp_path / "f", ExportForm.JSON)
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o600


@pytest.mark.parametrize("form", ExportForm)
def test_what_was_stopped_leaves_the_file_there_was(matter_and_store, tmp_path, form):
    stored(matter_and_store[1], [f"Person{number}" for number in range(MANY)])
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "f").write_text("before", "utf-8")
    control = Control()
    reports = export_findings(*matter_and_store, folder / "f", form, control)
    assert next(reports).phase is Phase.EXPORTING
    assert next(reports).findings_done == REPORT_EVERY
    control.stop()
    (last,) = reports
    assert (last.phase, last.findings_done) == (Phase.STOPPED, REPORT_EVERY)
    assert [(path.name, path.read_text("utf-8")) for path in folder.iterdir()] == [("f", "before")]


def test_an_export_that_is_given_up_leaves_nothing_behind(matter_and_store, tmp_path):
    stored(matter_and_store[1], [f"Person{number}" for number in range(MANY)])
    folder = tmp_path / "out"
    folder.mkdir()
    reports = export_findings(*matter_and_store, folder / "f", ExportForm.CSV, Control())
    next(reports)
    next(reports)
    assert len(list(folder.iterdir())) == 1
    reports.close()
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(matter_and_store, tmp_path):
    with pytest.raises(ExportError):
        exported(matter_and_store, tmp_path / "absent" / "f", ExportForm.CSV)
