"""Families in the window: set in below their head, told to screen readers, opened by passwords."""

from email.message import EmailMessage
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.document import DocumentState
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.id_rows import IdRows
from tests.ui.test_ui_names import nameless

LONG_MS = 90_000


def shown(rows):
    """What screen readers are told of the rows of a list."""
    model, role = rows.model(), Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def pdf(text, **save):
    drawn, out = BytesIO(), BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.drawString(72, 720, f"{text} of 12 March 2024.")
    canvas.save()
    with pikepdf.open(drawn) as document:
        document.save(out, **save)
    return out.getvalue()


def message():
    """A message with an offer, a locked contract, and a message that was forwarded with it."""
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "clara@example.com", "Rent"
    inner.set_content("The rent of 1,250.00 EUR is due.")
    inner.add_attachment(pdf("Lease"), maintype="a", subtype="b", filename="lease.pdf")
    made = EmailMessage()
    made["From"], made["Subject"] = "Anna Müller <anna@example.com>", "Übergabe"
    made.set_content("Dear Bruno,\n\nplease find the papers attached.")
    made.add_alternative('<p style="display:none">unseen words here</p>', subtype="html")
    locked = pdf("Contract", encryption=pikepdf.Encryption(user="twelve", owner="o"))
    for name, content in (("<b>offer</b>.pdf", pdf("Offer")), ("contract.pdf", locked)):
        made.add_attachment(content, maintype="a", subtype="b", filename=name)
    made.add_attachment(inner)
    return made.as_bytes()


def names(space):
    panel = space.documents
    families = panel._delegate.families
    return [
        "  " * families.depth_of(each.document_id) + each.origin.name for each in panel.documents()
    ]


@pytest.fixture
def mail_window(qtbot, window, tmp_path):
    """A window whose matter holds the message, read."""
    (tmp_path / "mail.eml").write_bytes(message())
    space = window.workspace
    space._session.add_files(space.matter_id, [tmp_path / "mail.eml"])
    qtbot.waitUntil(
        lambda: (
            len(space.documents.documents()) == 5
            and all(
                each.state in {DocumentState.READ, DocumentState.LOCKED}
                for each in space.documents.documents()
            )
        ),
        timeout=LONG_MS,
    )
    return window


def test_a_family_in_the_window(qtbot, mail_window, activate, monkeypatch):
    space = mail_window.workspace
    panel = space.documents
    assert names(space) == [
        "mail.eml",
        "  <b>offer</b>.pdf",
        "  contract.pdf",
        "  Rent.eml",
        "    lease.pdf",
    ]
    mail, _offer, contract, rent, _lease = panel.documents()
    words = panel._rows.index_of(mail.document_id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "3 attachments" in words
    assert "text that its author made invisible" in words
    words = panel._rows.index_of(contract.document_id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "contract.pdf, waits for its password, inside another document, level 1"
    qtbot.waitUntil(lambda: "1 document waits" in space.banner.words, timeout=LONG_MS)

    panel.choose(mail.document_id)
    space.files.show_document()
    sheet = space.files.dialog
    qtbot.waitUntil(sheet.isVisible)
    facts = dict(sheet.facts)
    assert facts["Attachment 1"] == "<b>offer</b>.pdf"
    assert len(sheet.notes) == 2
    sheet.close_button.click()

    activate(mail_window)
    qtbot.keyClick(
        mail_window,
        Qt.Key.Key_K,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = space.passwords.dialog
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.keep_button.isEnabled()
    assert "1 document waits" in dialog.waiting.text()
    assert nameless(dialog) == []
    qtbot.keyClicks(dialog.password, "twelve")
    assert dialog.password.displayText() != "twelve"
    dialog.keep_button.click()
    qtbot.waitUntil(
        lambda: panel.document(contract.document_id).state is DocumentState.READ, timeout=LONG_MS
    )

    qtbot.waitUntil(lambda: not space.banner.isVisible(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "No document waits" in dialog.waiting.text(), timeout=LONG_MS)
    assert dialog.password.text() == ""
    (row,) = shown(dialog.list)
    assert row.startswith("given on ")
    assert "twelve" not in row

    said = []
    monkeypatch.setattr(ConfirmDialog, "ask", lambda *words: said.append(words[2]) or True)
    dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
    dialog.forget_button.click()
    qtbot.waitUntil(lambda: dialog.rows == (), timeout=LONG_MS)
    assert "What was read stays" in said.pop()
    assert not dialog.forget_all_button.isEnabled()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: space.passwords.dialog is None)

    panel.choose(rent.document_id)
    panel.removal_wanted.emit(rent.document_id)
    qtbot.waitUntil(lambda: len(panel.documents()) == 3, timeout=LONG_MS)
    assert "So is what came inside it: 1 document." in said[0]
    assert "its original holds the same bytes" in said[0]


def test_rows_that_come_between_others_are_inserted_and_no_view_begins_anew(qtbot):
    rows = IdRows(str, str)
    rows.show(["a", "d", "e"])
    with qtbot.assertNotEmitted(rows.modelReset), qtbot.waitSignals([rows.rowsInserted] * 2):
        rows.show(["a", "b", "c", "d", "e", "f"])
    assert list(rows.items) == ["a", "b", "c", "d", "e", "f"]
    assert rows.index_of("d").row() == 3
    with qtbot.waitSignal(rows.modelReset):
        rows.show(["b", "a"])
