"""Both readings of every line that two readers read are shown, also where nothing was found."""

import re
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.casework.opening import open_vault
from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.finding import MASK
from desktop.domain.ledger import Comparison, Ledger
from tests.ui.conftest import LONG_MS, NOON

NAME = "lohnabrechnung.pdf"


def compared(text, line, second):
    """What two readers saw of a line."""
    (box,) = text.boxes_between(*line.span())[:1]
    stretches = side_by_side(line[0], second, line.start())
    verdict = of_all(stretches)
    hashes = ("12" * 32, second, verdict, 0.9, "read/1", "34" * 32, stretches)
    return Comparison(line.start(), line.end(), box, 100, *hashes)


def misread(line):
    """A line in which the last word was seen otherwise."""
    return " ".join([*line.split()[:-1], "Xqzw"])


@pytest.fixture
def lines():
    """The lines that were compared: the first of all, the one of the account, the second."""
    return {}


@pytest.fixture
def compared_window(qtbot, make_window, read_vault, folder, open_document, lines):
    """The sample matter, one page of which a second reader saw partly otherwise."""
    shutil.copytree(read_vault, folder)
    vault = open_vault(folder, lambda: NOON, is_older_accepted=True)
    (matter,) = vault.matters()
    store = vault.store_of(matter.matter_id)
    document = next(d for d in store.documents() if d.origin.name == NAME)
    page = store.page(document.document_id, 1)
    every = [
        line
        for line in re.finditer(r"[^\n]+", page.text.text)
        if len(page.text.boxes_between(*line.span())) == 1
    ]
    iban = next(
        f.finding for f in store.page_findings(document.document_id, 1) if f.finding.kind == "iban"
    )
    account = next(line for line in every if line.start() <= iban.start < line.end())
    plain, same = [line for line in every if line is not account][:2]
    lines.update(plain=plain[0], account=account[0], same=same[0], iban=iban.mention)
    comparisons = sorted(
        (
            compared(page.text, plain, misread(plain[0])),
            compared(page.text, account, misread(account[0])),
            compared(page.text, same, same[0]),
        ),
        key=lambda comparison: comparison.start,
    )
    ledger = Ledger("rapidocr", "starter", "ab" * 32, "cd" * 32, "build", tuple(comparisons))
    store.keep_ledger(document.document_id, 1, ledger)
    vault.close()
    window = make_window()
    with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
        window.begin()
    open_document(window, NAME)
    panel = window.workspace.side.readings
    qtbot.waitUntil(lambda: bool(panel.rows.items), timeout=LONG_MS)
    return window


def row_of(panel, words):
    """The row whose first reading begins with some words."""
    return next(row for row in panel.rows.items if row.readings[0][:4] == words.strip()[:4])


def choose(qtbot, window, words):
    panel = window.workspace.side.readings
    with qtbot.waitSignal(window.session.pages.crop_rendered, timeout=LONG_MS):
        panel.list.setCurrentIndex(panel.rows.index_of(row_of(panel, words).identity))
    return panel


def test_lines_on_which_the_readers_differ_are_listed_and_counted_on_the_tab(
    compared_window, lines
):
    side = compared_window.workspace.side
    assert side.readings_tab.text() == "Readings 2"
    assert len(side.readings.rows.items) == 2
    row = row_of(side.readings, lines["plain"])
    assert row.verdict == "they differ"
    assert row.readings == (" ".join(lines["plain"].split()), misread(lines["plain"]))
    side.readings.every.click()
    assert len(side.readings.rows.items) == 3
    assert row_of(side.readings, lines["same"]).verdict == "the same"


def test_a_line_is_chosen_by_keys_and_shown_with_the_page_between_its_readings(
    qtbot, compared_window, lines, activate
):
    window, side = compared_window, compared_window.workspace.side
    activate(window)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_D, modifiers)
    qtbot.waitUntil(side.readings.list.hasFocus)
    panel = choose(qtbot, window, lines["plain"])
    assert panel.detail.words == (" ".join(lines["plain"].split()), misread(lines["plain"]))
    qtbot.waitUntil(lambda: panel.detail.has_crop, timeout=LONG_MS)
    assert not panel.detail.other_button.isVisible()
    shown = panel.chosen().line.shown
    assert window.workspace.pages.canvas.marks.hits == (shown.box,)
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.workspace.pages.canvas.hasFocus)


def test_what_is_highly_sensitive_is_hidden_in_both_readings_and_on_the_page(
    qtbot, compared_window, lines
):
    window = compared_window
    window.workspace.side.open_readings()
    panel = choose(qtbot, window, lines["account"])
    digits = re.sub(r"\D", "", lines["iban"])[-8:]

    def says_it():
        texts = [*panel.detail.words, *panel.chosen().readings]
        return any(digits in re.sub(r"\D", "", text) for text in texts)

    assert MASK in panel.detail.words[0]
    assert panel.detail.words[1] == MASK
    assert not says_it()
    spoken = panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert digits not in re.sub(r"\D", "", spoken)
    qtbot.waitUntil(lambda: panel.detail.has_crop, timeout=LONG_MS)
    with qtbot.waitSignal(window.session.pages.crop_rendered, timeout=LONG_MS):
        qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert says_it()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert not says_it()


def test_a_page_of_one_reader_says_so(qtbot, compared_window, open_document):
    side = compared_window.workspace.side
    side.open_readings()
    open_document(compared_window, "invoice.pdf")
    qtbot.waitUntil(
        lambda: any(
            label.text() == "Read by one reader"
            for label in side.readings.nothing.findChildren(QLabel)
        ),
        timeout=LONG_MS,
    )
    assert side.readings_tab.text() == "Readings"
    assert not side.readings.rows.items


def test_another_matter_shows_no_reading_of_this_one(qtbot, compared_window):
    side = compared_window.workspace.side
    with qtbot.waitSignal(compared_window.session.matter_created, timeout=LONG_MS):
        compared_window.session.create_matter("1", "2", "other")
    qtbot.waitUntil(lambda: not side.readings.rows.items, timeout=LONG_MS)
    assert side.readings.detail.words == ("", "") or not side.readings.detail.isVisible()
