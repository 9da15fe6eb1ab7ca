"""`incamera search` in real processes: the language, saved searches and lists of terms."""

import csv
import json

import pytest
from reportlab.pdfgen import canvas

from desktop.cli.search_help import language
from desktop.domain.search_help import GROUPS

pytestmark = pytest.mark.process

PAGES = (
    ("Lease between Anna Maier and Meridian Ltd", "Deposit of EUR 1,234.50 due on 2024-03-15"),
    ("Letter of Joerg Meier about the deposits", "IBAN DE89 3704 0044 0532 0130 00"),
)


@pytest.fixture(scope="module")
def lease(incamera, tmp_path_factory):
    """A vault with one document of two pages."""
    path = tmp_path_factory.mktemp("received") / "lease 2024.pdf"
    drawn = canvas.Canvas(str(path))
    for lines in PAGES:
        drawn.setFont("Helvetica", 14)
        for number, line in enumerate(lines):
            drawn.drawString(72, 700 - 30 * number, line)
        drawn.showPage()
    drawn.save()
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "x").returncode == 0
    assert incamera("add", path).returncode == 0
    return incamera


def pages(incamera, *arguments):
    done = incamera("search", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return sorted(hit["page"] for hit in json.loads(done.stdout)["hits"])


def test_the_language_is_understood_from_the_command_line(lease):
    for query, wanted in (
        ("depos*", [1, 2]),
        ("~meyer NOT lease", [2]),
        ("amount:>=1000 EUR date:2024-03", [1]),
        ("kind:iban OR lease", [1, 2]),
        ('document:lease "letter of"', [2]),
    ):
        assert pages(lease, query) == wanted, query


def test_help_shows_the_whole_language():
    shown = language()
    for group in GROUPS:
        for row in group.rows:
            assert row.example in shown
    assert len(shown.splitlines()) < 45


def test_what_cannot_be_read_names_the_place(lease):
    done = lease("search", "lease AND kind:ibam")
    assert done.returncode == 3
    assert "At character 11" in done.stderr
    assert "iban" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [[], ["--saved", "--batch", "x.csv"], ["a", "--forget", "b"], ["a", "--report", "b"]],
)
def test_a_command_line_that_says_nothing_or_too_much_is_refused(lease, arguments):
    done = lease("search", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("incamera search: ")


def test_a_search_is_kept_listed_run_and_removed(lease):
    assert lease("search", "depos*", "--save", "Deposits").returncode == 0
    (row,) = json.loads(lease("search", "--saved", "--json").stdout)
    assert (row["name"], row["search"], row["new_pages"]) == ("Deposits", "depos*", 0)
    assert pages(lease, "--saved", "Deposits") == [1, 2]
    assert lease("search", "--forget", "Deposits").returncode == 0
    assert "SEARCH-03" in lease("search", "--forget", "Deposits").stderr


def test_a_list_of_terms_gives_a_report(lease, tmp_path):
    terms = tmp_path / "terms.csv"
    terms.write_text("term;label\nDE89370400440532013000;account\n~maier;\n;x\n=zzz;y\n", "utf-8")
    target = tmp_path / "report.csv"
    done = lease("search", "--batch", terms, "--report", target, "--json")
    assert done.returncode == 0, done.stderr
    found = {row["term"]: row for row in json.loads(done.stdout)["terms"]}
    assert found["~maier"]["pages"] == 2
    assert found["DE89370400440532013000"]["on"][0]["page"] == 2
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows] == ["account", "", "y"]
    assert rows[2]["term"] == "'=zzz"
    terms.write_text("fine\n(broken OR\n", "utf-8")
    done = lease("search", "--batch", terms)
    assert (done.returncode, "Row 2" in done.stderr) == (3, True)
