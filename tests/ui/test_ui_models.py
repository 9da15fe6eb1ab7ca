"""Models from outside, in the settings: brought in, tested, chosen, removed."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.casework.models.folder import ModelFolder
from desktop.domain.imported_model import ModelProgress, ModelState, ModelStep
from desktop.paths import models_folder
from desktop.ui import model_words
from desktop.ui.decision_dialog import DecisionDialog
from desktop.ui.models_page import Shelf
from desktop.ui.settings_dialog import SettingsDialog
from tests.models.tiny_pairs import smolvlm_pair
from tests.ui.conftest import FAST, LONG_MS

STARTER = Path(__file__).parents[2] / "models" / "starter"
LAYERS = {"weights": "model", "projector": "projector"}
"""How Ollama calls the two files of a pair."""


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    for name in ("model-q8_0.gguf", "mmproj-q8_0.gguf", "manifest.toml"):
        shutil.copy(STARTER / name, folder)
    return folder


@pytest.fixture
def open_page(qtbot, window, about):
    """Opens the settings at the models page, once it has looked."""
    opened = []

    def open_it(settings=FAST):
        bench = window.session.models
        with qtbot.waitSignal(bench.listed, timeout=LONG_MS):
            dialog = SettingsDialog(replace(settings, is_vision_used=True), about, bench)
        qtbot.addWidget(dialog)
        opened.append(dialog)
        names = [dialog.rooms.item(row).text() for row in range(dialog.rooms.count())]
        dialog.show_room(names.index("Vision model"))
        dialog.show()
        qtbot.waitUntil(lambda: not bench.is_busy, timeout=LONG_MS)
        return dialog

    return open_it


@pytest.fixture
def wait_for_end(qtbot, window):
    """Does something that begins an errand, and waits until the list is fresh."""

    def wait(act):
        bench = window.session.models
        with qtbot.waitSignal(bench.listed, timeout=LONG_MS):
            act()
        qtbot.waitUntil(lambda: not bench.is_busy, timeout=LONG_MS)

    return wait


def named(page):
    return {row.model_id: row for row in page.rows if row.is_here}


def test_without_imports_the_catalogue_is_shown_with_what_fits(open_page):
    page = open_page().models
    assert page.machine.text().startswith("This machine: ")
    rows = {row.model_id: row for row in page.rows}
    assert "GB" in rows["qwen3-vl-4b-instruct-q4km"].detail
    assert "for research only" in rows["qwen2.5-vl-3b"].detail
    assert "cannot be run here" in rows["idefics2"].detail
    assert not any(button.isEnabled() for button in page._of_a_model)
    trap = list(rows).index("qwen2.5-vl-3b")
    page.list.setCurrentIndex(page.list.model().index(trap, 0))
    assert "Apache-2.0" in page.advice.text()


def test_a_model_is_brought_in_chosen_and_taken_by_the_settings(open_page, wait_for_end, stick):
    dialog = open_page()
    page = dialog.models
    wait_for_end(lambda: page.bring(stick))
    (row,) = named(page).values()
    assert (row.state, row.is_ready, row.needs_decision) == ("ready", True, False)
    assert "is ready" in page.banner.words
    assert dialog.settings().vision_model == ""
    page.use_button.click()
    assert dialog.settings().vision_model == row.model_id
    assert dialog.settings().is_vision_used
    wait_for_end(page.measure_button.click)
    assert "pages an hour" in named(page)[row.model_id].detail
    assert "the median of 3" in page.banner.words


def test_the_starter_is_tested_and_timed_where_it_is_chosen(open_page, wait_for_end):
    page = open_page().models
    choice = page._used
    wait_for_end(choice.test_button.click)
    assert page.banner.words.startswith("The starter model works on this machine.")
    wait_for_end(choice.measure_button.click)
    assert "pages an hour" in page.banner.words
    page.choice.setCurrentIndex(page.choice.findData("-"))
    assert choice.test_button.isHidden()
    assert choice.measure_button.isHidden()


def test_a_model_that_does_not_read_is_refused_with_the_reason(open_page, wait_for_end, tmp_path):
    page = open_page().models
    smolvlm_pair(tmp_path)
    wait_for_end(lambda: page.bring(tmp_path / "smol-text.gguf"))
    (row,) = named(page).values()
    assert row.state == "refused"
    assert "BUNDLE-09" in row.detail
    assert "BUNDLE-09" in page.banner.words
    assert not page.use_button.isEnabled()
    assert page.remove_button.isEnabled()


def test_a_place_without_a_pair_is_said(open_page, wait_for_end, tmp_path):
    page = open_page().models
    wait_for_end(lambda: page.bring(tmp_path / "nothing"))
    assert "BUNDLE-02" in page.banner.words


@pytest.fixture
def ollama(tmp_path, monkeypatch):
    """A folder as Ollama keeps it, with a pair of random weights in it."""
    folder = tmp_path / "ollama"
    (folder / "blobs").mkdir(parents=True)
    (tmp_path / "pair").mkdir()
    layers = []
    for kind, path in smolvlm_pair(tmp_path / "pair")._asdict().items():
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        shutil.move(path, folder / "blobs" / f"sha256-{sha256}")
        media_type = f"application/vnd.ollama.image.{LAYERS[kind]}"
        layers.append({"mediaType": media_type, "digest": f"sha256:{sha256}"})
    page = folder / "manifests" / "some.host" / "library" / "tiny" / "latest"
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps({"layers": layers}))
    monkeypatch.setenv("OLLAMA_MODELS", str(folder))
    return folder


def test_what_another_program_keeps_here_is_listed_and_imported_from_the_keyboard(
    qtbot, open_page, wait_for_end, ollama, activate
):
    page = open_page().models
    assert page.shelves[Shelf.FOUND].text() == "Found here 1"
    assert page.shelves[Shelf.FOUND].isChecked(), "nothing was imported, so it is opened"
    (row,) = page.rows
    assert (row.name, row.state) == ("tiny:latest", "Ollama")
    assert "left as it is" in page.advice.text()
    before = {path: path.stat() for path in ollama.rglob("*")}
    activate(page.window())
    page.list.setFocus()
    qtbot.waitUntil(page.list.hasFocus)
    wait_for_end(lambda: qtbot.keyClick(page.list, Qt.Key.Key_Return))
    assert "BUNDLE-09" in page.banner.words, "random weights read nothing"
    assert page.shelves[Shelf.IMPORTED].text() == "Imported 1"
    assert {path: path.stat() for path in ollama.rglob("*")}.keys() == before.keys()
    page.shelves[Shelf.FOUND].click()
    (row,) = page.rows
    assert row.state == "imported"
    assert not page.bring_button.isEnabled()


@pytest.mark.usefixtures("ollama")
def test_a_pair_that_is_not_what_its_list_says_is_not_imported(open_page, wait_for_end):
    page = open_page().models
    first = page.rows[0].found.first
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    wait_for_end(page.bring_button.click)
    assert "BUNDLE-05" in page.banner.words or "checksum" in page.banner.words
    assert page.shelves[Shelf.IMPORTED].text() == "Imported"


def test_the_catalogue_can_be_narrowed_to_what_fits_and_may_be_used(open_page):
    page = open_page().models
    assert page.shelves[Shelf.KNOWN].isChecked()
    every = page.rows
    page.fitting.click()
    assert 0 < len(page.rows) < len(every)
    details = " ".join(row.detail for row in page.rows)
    for reason in ("too large", "research only", "cannot be run", "terms of its own"):
        assert reason not in details


def test_what_a_licence_asks_is_said_in_a_sentence(open_page):
    page = open_page().models
    rows = {row.model_id: row for row in page.rows}
    assert "for research only" in rows["qwen2.5-vl-3b"].advice
    assert (
        "Licence: Apache-2.0. Nothing in it stands against its use."
        in rows["smolvlm-256m-instruct-q8"].advice
    )


def test_work_says_how_far_it_has_come():
    said = model_words.progress
    assert said(ModelProgress(ModelStep.COPYING, 1_200_000_000, 3_400_000_000)) == (
        "Copying, 1.2 GB of 3.4 GB"
    )
    assert said(ModelProgress(ModelStep.TESTING, 2, 4)) == "Reading the test page, 2 of 4"
    assert said(ModelProgress(ModelStep.DONE, 3, 3)) == "Done"


def test_a_model_of_unknown_licence_is_chosen_only_with_a_recorded_reason(
    open_page, wait_for_end, tmp_path
):
    page = open_page().models
    smolvlm_pair(tmp_path)
    wait_for_end(lambda: page.bring(tmp_path / "smol-text.gguf"))
    models = ModelFolder(models_folder())
    (model,) = models.models()
    # As if it had read the page: what matters here is its licence.
    models.keep(replace(model, state=ModelState.READY, reason_code=""))
    dialog = open_page()
    page = dialog.models
    assert named(page)[model.model_id].needs_decision
    assert "somebody must read its licence" in named(page)[model.model_id].advice
    assert page.choice.findData(model.model_id) < 0
    wait_for_end(lambda: page.decide(model.model_id, "made by ourselves"))
    assert dialog.settings().vision_model == model.model_id
    assert "decided" in named(page)[model.model_id].detail
    assert "made by ourselves" in named(page)[model.model_id].advice


def test_an_import_that_is_stopped_leaves_nothing(window, open_page, wait_for_end, stick):
    page = open_page().models
    bench = window.session.models
    bench.progressed.connect(bench.stop)
    wait_for_end(lambda: page.bring(stick))
    bench.progressed.disconnect(bench.stop)
    assert named(page) == {} or not next(iter(named(page).values())).is_ready
    assert not page.stop_button.isVisible()


def test_a_model_is_removed_from_the_keyboard_after_a_question(
    qtbot, open_page, wait_for_end, stick, monkeypatch
):
    page = open_page().models
    wait_for_end(lambda: page.bring(stick))
    asked = []
    monkeypatch.setattr(
        "desktop.ui.models_page.ConfirmDialog.ask", lambda *words: asked.append(words) or True
    )
    page.window().activateWindow()
    page.list.setFocus()
    qtbot.waitUntil(page.list.hasFocus)
    wait_for_end(lambda: qtbot.keyClick(page.list, Qt.Key.Key_Delete))
    assert len(asked) == 1
    assert named(page) == {}


def test_every_control_has_a_name_and_every_button_can_be_reached_by_key(open_page, qtbot):
    page = open_page().models
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName(), button.objectName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    dialog = DecisionDialog("Ours", "licence unknown")
    qtbot.addWidget(dialog)
    assert dialog.reason.accessibleName()
    assert not dialog.record_button.isEnabled()
    dialog.reason.setText("  ")
    assert not dialog.record_button.isEnabled()
    dialog.reason.setText("general counsel, 2 March")
    assert dialog.record_button.isEnabled()
