"""A real window over a real vault; its keys are held in memory instead of a keyring."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.app import works_of
from desktop.bridge.session import Session
from desktop.casework.control import Control
from desktop.casework.ingest import ingest
from desktop.settings import Settings, Theme
from desktop.ui import theme
from desktop.ui.about_page import About, Wall
from desktop.ui.main_window import MainWindow
from desktop.vault.vault import Vault

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "brandt-v-meridian"
FAST = Settings(theme=Theme.LIGHT, is_vision_used=False, reading_workers=2)
"""Two readers, and no vision model: it is loaded by the tests that are about it."""

LONG_MS = 90_000
"""A bound for what takes seconds on a machine that is busy with other things."""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.ui)
            # A line that Qt's off-screen platform writes for every window.
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


class KeysInMemory:
    """A key store for tests that are not about the keyring."""

    def __init__(self):
        self.secrets = {}

    def put(self, name, secret):
        self.secrets[name] = secret

    def get(self, name):
        return self.secrets.get(name)

    def remove(self, name):
        self.secrets.pop(name, None)


@dataclass(frozen=True)
class ReadVault:
    """A vault with the sample matter read, to be copied."""

    folder: Path
    keys: KeysInMemory


@pytest.fixture(scope="session")
def read_vault(tmp_path_factory):
    """The sample matter, read once for all tests by real workers."""
    made = ReadVault(tmp_path_factory.mktemp("read") / "vault", KeysInMemory())
    vault = Vault.create(made.folder, made.keys, clock=lambda: NOON)
    matter = vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
    reports = ingest(
        vault,
        matter.matter_id,
        [SAMPLES],
        settings=FAST,
        control=Control(),
        clock=lambda: NOON,
    )
    assert list(reports)[-1].pages_failed == 0
    vault.close()
    return made


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def works(folder, keys):
    """The real functions, over a vault whose keys are in memory."""
    return replace(
        works_of(folder, lambda: FAST),
        open_vault=lambda: Vault.open(folder, keys, clock=lambda: NOON),
        create_vault=lambda: Vault.create(folder, keys, clock=lambda: NOON),
    )


@pytest.fixture
def about(folder):
    return About("0.1.0", folder, "the keyring of your account", (Wall("A wall.", stands=True),))


@pytest.fixture(scope="session")
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
def make_window(qtbot, works, about, taken, dressed):
    """Makes windows, each over a session of its own, and closes them."""
    made = []
    assert dressed.style().name() == "fusion"

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
def read_window(qtbot, make_window, read_vault, folder, keys):
    """A window over the sample matter, read, with its first document open."""
    shutil.copytree(read_vault.folder, folder)
    keys.secrets.update(read_vault.keys.secrets)
    window = make_window()
    with qtbot.waitSignal(window.session.findings_listed, timeout=LONG_MS):
        window.begin()
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
