"""Families and passwords from the command line: listed, shown, exported, unlocked, disposed of."""

import io
import json

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.process


def pdf(text, parts=(), **save):
    drawn, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.drawString(72, 720, f"{text}: write to clara.brandt@example.com by 12 March 2024.")
    canvas.save()
    with pikepdf.open(drawn) as document:
        for name, content in parts:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, content)
        document.save(out, **save)
    return out.getvalue()


@pytest.fixture(scope="module")
def added(incamera, tmp_path_factory):
    """A deed with two annexes, one of them locked, read from the command line."""
    folder = tmp_path_factory.mktemp("received")
    locked = pdf("Offer", encryption=pikepdf.Encryption(user="Zwölf", owner="owner"))
    deed = pdf("Deed", [("annex.pdf", pdf("Annex")), ("offer.pdf", locked)])
    (folder / "deed.pdf").write_bytes(deed)
    incamera("vault", "create")
    incamera("matter", "new", "1042", "0007", "Brandt")
    incamera.added = incamera("add", folder)
    return incamera


def answer(incamera, *arguments, code=0):
    done = incamera(*arguments, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_a_family_is_listed_shown_and_exported_and_a_locked_one_opened(added, tmp_path):
    assert added.added.returncode == 1
    assert "Came inside them, and are documents too: 2." in added.added.stdout
    assert "Waiting for a password: 1." in added.added.stdout
    listing = added("list").stdout.splitlines()
    assert [line[10:22].rstrip() for line in listing[1:]] == [
        "deed.pdf",
        "  annex.pdf",
        "  offer.pdf",
    ]

    (tmp_path / "passwords.txt").write_text("wrong\nZwölf\n", "utf-8")
    given = answer(added, "password", "add", "--list", tmp_path / "passwords.txt")
    assert given == {"new": 2, "waiting": 1}
    assert answer(added, "add")["pages_done"] == 1
    newest, _ = answer(added, "password", "list")
    assert "Zwölf" not in str(newest)
    assert answer(added, "password", "forget", newest["id"]) == {"forgotten": 1}
    refused = added("password", "add")
    assert refused.returncode == 3, "a password is typed on a terminal, never an argument"

    deed, annex, offer = answer(added, "list")
    assert (deed["attachments"], deed["depth"], annex["depth"]) == (2, 0, 1)
    assert annex["parent_id"] == annex["family_id"] == deed["document_id"]
    assert [note["note"] for note in offer["notes"]] == ["opened_with_password"]
    shown = added("show", "deed.pdf").stdout
    assert f"In it   annex.pdf ({annex['id']})" in shown
    assert "Files are embedded in it" in shown

    added("export", tmp_path / "findings.json")
    rows = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    of_annex = next(row for row in rows if row["document"] == "annex.pdf")
    assert of_annex["parent_id"] == of_annex["family_id"] == deed["document_id"]
    of_deed = next(row for row in rows if row["document"] == "deed.pdf")
    assert of_deed["attachments"] == [annex["document_id"], offer["document_id"]]


def test_an_annex_goes_apart_only_when_that_is_said(added):
    order = ("--reason", "Retention", "--confirm", "1042-0007")
    refused = added("dispose", "annex.pdf", *order)
    assert refused.returncode == 3
    assert "FAMILY-01" in refused.stderr
    assert added("dispose", "annex.pdf", "--apart", *order).returncode == 0
    assert [row["name"] for row in answer(added, "list")] == ["deed.pdf", "offer.pdf"]
