"""A real window over a real vault, with real workers."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from desktop.app.works import works_of
from desktop.bridge.collector import Collector
from desktop.bridge.session import Session
from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.opening import create_vault, open_vault
from desktop.paths import HOME_VARIABLE
from desktop.settings import Settings, Theme
from desktop.ui import theme
from desktop.ui.about_page import About, Wall
from desktop.ui.main_window import MainWindow

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FAST = Settings(theme=Theme.LIGHT, is_vision_used=False, reading_workers=2)
"""Two readers, and no vision model: it is loaded by the tests that are about it."""

ANYWHERE = {"start", "theme", "kept_place"}
"""Files about what a platform could do otherwise: the start, colours, sizes."""

LONG_MS = 90_000
"""A bound for what takes seconds on a machine that is busy with other things."""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.ui)
            if item.path.stem.removeprefix("test_ui_") in ANYWHERE:
                item.add_marker(pytest.mark.anywhere)
            # What Qt's off-screen platform writes for every window.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


def prove_a_sheet(vault):
    """A second way in, without which the window reminds of one."""
    vault.ways_in.prove_sheet(" ".join(vault.ways_in.add_sheet().groups))


@pytest.fixture(scope="session")
def read_once(tmp_path_factory, keyring_environment):
    """Makes vaults with a matter that real workers have read, for tests that look at copies."""

    def read_once(path, then=lambda _store: None):
        folder = tmp_path_factory.mktemp("read") / "vault"
        with pytest.MonkeyPatch.context() as patch:
            for name, value in keyring_environment.items():
                patch.setenv(name, value)
            vault = create_vault(folder, lambda: NOON)
        prove_a_sheet(vault)
        matter = vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
        reports = ingest(
            vault,
            matter.matter_id,
            [path],
            settings=FAST,
            control=Control(),
            clock=lambda: NOON,
        )
        assert list(reports)[-1].pages_failed == 0
        then(vault.store_of(matter.matter_id))
        vault.close()
        return folder

    return read_once


@pytest.fixture(scope="session")
def read_vault(read_once, samples):
    """The folder of a vault with the sample matter."""
    return read_once(samples)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def works(folder, key_store, tmp_path, monkeypatch):
    """The real functions, over a vault whose key lies in a real keyring on a private bus."""
    assert key_store is not None
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return works_of(folder, lambda: FAST)


@pytest.fixture
def about(folder):
    return About("0.1.0", folder, "the keyring of your account", (Wall("A wall.", stands=True),))


@pytest.fixture(scope="module", autouse=True)
def collected_on_this_thread(qapp):
    """Widgets in cycles are destroyed on the thread that made them, as in the program itself."""
    collector = Collector(qapp)
    yield
    # Closed widgets wait for an event loop to end them in Qt's order: a splitter that is collected
    # by Python after the handles that a test has seen ends the process.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    collector.end()


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp):
    """The application as `desktop.app` dresses it."""
    qapp.setStyle("Fusion")
    qapp.setFont(theme.interface_font())
    theme.apply(qapp, Theme.LIGHT)
    return qapp


@pytest.fixture
def taken():
    """Settings that were saved, newest last."""
    return []


@pytest.fixture
def make_window(qtbot, works, about, taken):
    """Makes windows, each over a session of its own, and closes them."""
    made = []

    def make(settings=FAST):
        session = Session(works)
        window = MainWindow(session, settings, about, taken.append)
        qtbot.addWidget(window)
        window.session = session
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def empty_window(qtbot, make_window, works):
    """A window over an open vault without matters."""
    works.create_vault().close()
    window = make_window()
    with qtbot.waitSignal(window.session.matters_listed, timeout=LONG_MS):
        window.begin()
    return window


@pytest.fixture
def window(qtbot, make_window, works):
    """A window over an open vault with one matter, which is empty."""
    vault = works.create_vault()
    vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
    vault.close()
    window = make_window()
    with qtbot.waitSignal(window.session.documents_listed, timeout=LONG_MS):
        window.begin()
    return window


@pytest.fixture
def window_over(qtbot, make_window, folder):
    """Makes windows over a copy of a vault that was read, with its first document open."""

    def over(read):
        shutil.copytree(read, folder)
        # The keyring may know a later state of this vault: an earlier test has written to its copy.
        open_vault(folder, lambda: NOON, is_older_accepted=True).close()
        window = make_window()
        with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
            window.begin()
        return window

    return over


@pytest.fixture
def read_window(qtbot, window_over, read_vault):
    """A window over the sample matter, read, with its first document open."""
    window = window_over(read_vault)
    qtbot.waitUntil(lambda: window.workspace.pages.canvas.has_picture, timeout=LONG_MS)
    return window


@pytest.fixture
def open_document(qtbot):
    """Opens a document of a window by its name and waits for its page and findings."""

    def open_it(window, name):
        space = window.workspace
        document = next(d for d in space.documents.documents() if d.origin.name == name)
        if document.document_id != space.pages.document_id:
            with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
                space.documents.choose(document.document_id)
        qtbot.waitUntil(
            lambda: space.pages.canvas.has_picture and bool(space.pages.canvas.marks.findings),
            timeout=LONG_MS,
        )
        return document

    return open_it


@pytest.fixture
def activate(qtbot):
    """Gives a window the keyboard: without a window manager it comes a moment after the asking."""

    def activate_it(window):
        with qtbot.waitActive(window, timeout=LONG_MS):
            window.activateWindow()

    return activate_it
