"""A locked window holds no key, shows nothing of a document, and gives all back as it was."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractProxyModel, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget

from desktop.bridge.lock import LockState
from desktop.bridge.lock_cause import LockCause
from desktop.bridge.works import Offer
from desktop.domain.document import Document
from desktop.domain.errors import VaultDamagedError, WrongPassphraseError
from desktop.domain.finding import StoredFinding
from desktop.domain.matter import Matter
from desktop.domain.page import Pixels
from desktop.domain.ways_in import WayKind
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.page_zoom import Fit
from desktop.vault.keys import Key, MatterKey, VaultKey
from desktop.vault.vault import Vault
from tests.ui.living import living

LONG_MS = 90_000
LARGEST_ICON_PX = 256

SAID = (
    "Brandt",
    "Meridian",
    "1042",
    "contrat",
    "lohnabrechnung",
    "invoice",
    "Kontorbank",
    "Steuer",
)
"""Words of the sample matter: its name and number, of documents and of what stands in them."""


def pictures():
    """Pictures in memory that are too large for an icon."""
    return [
        image
        for image in living(QImage, QPixmap)
        if max(image.width(), image.height()) > LARGEST_ICON_PX
    ]


def model_texts(model):
    roles = [int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)]
    roles += [int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.UserRole) + 1]
    for row in range(model.rowCount()):
        for role in roles:
            yield repr(model.index(row, 0).data(role))


def texts():
    """Every text of every widget and every model of the application, shown or not."""
    for top in QApplication.topLevelWidgets():
        for thing in (top, *top.findChildren(QObject)):
            if isinstance(thing, QWidget):
                yield thing.windowTitle()
                yield thing.toolTip()
                yield thing.accessibleName()
                yield thing.accessibleDescription()
            if isinstance(thing, QAbstractItemModel) and not isinstance(thing, QAbstractProxyModel):
                yield from model_texts(thing)
            for name in ("text", "toPlainText", "placeholderText", "message", "title"):
                read = getattr(thing, name, None)
                if callable(read) and isinstance(thing, QWidget):
                    yield str(read())
            if isinstance(thing, QLineEdit) and thing.isUndoAvailable():
                yield "an undo gives text back"
    yield QApplication.clipboard().text()


def said_of_matter():
    return sorted({word for text in texts() for word in SAID if word.lower() in text.lower()})


@pytest.fixture
def lock(qtbot):
    """Locks a window and waits until the keys are gone."""

    def lock_it(window, cause=LockCause.BY_HAND):
        with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
            window.lock.lock(cause)
        qtbot.waitUntil(lambda: not window.findChildren(QWidget, "Workspace")[1:], timeout=LONG_MS)

    return lock_it


@pytest.fixture
def unlock(qtbot):
    """Unlocks a window by its button and waits until a page is in view."""

    def unlock_it(window):
        with qtbot.waitSignal(window.lock.opened, timeout=LONG_MS):
            window.lock_page.button.click()
        canvas = window.workspace.pages.canvas
        qtbot.waitUntil(lambda: canvas.has_picture, timeout=LONG_MS)

    return unlock_it


def see_everything(qtbot, window, open_document):
    """Look at pages, findings, search results, fields, questions and a card, and copy a value."""
    space = window.workspace
    open_document(window, "lohnabrechnung.pdf")
    first = next(item for item in space.findings.rows.rows if isinstance(item, StoredFinding))
    space.findings.choose(first.finding_id)
    space.findings.toggle_shown(first.finding_id)
    with qtbot.waitSignal(window.session.searched, timeout=LONG_MS):
        qtbot.keyClicks(space.search, "Meridian")
    with qtbot.waitSignal(window.session.extracting.listed, timeout=LONG_MS):
        space.side.open_fields()
    space.ask.field.setText("What does Kontorbank owe?")
    space.show_note("Brandt v. Meridian")
    clipboard = QApplication.clipboard()
    clipboard.setText("Brandt")
    if not clipboard.ownsClipboard():
        clipboard.clear()  # Qt's off-screen platform cannot tell whose it is


def test_a_locked_window_holds_no_key_no_picture_and_no_word(
    qtbot, read_window, open_document, lock
):
    see_everything(qtbot, read_window, open_document)
    kinds = {type(key) for key in living(Key)}
    assert {VaultKey, MatterKey} & kinds, "what is looked for can be found"
    assert pictures() != []
    assert len(said_of_matter()) > 4
    lock(read_window)
    assert living(Key) == []
    assert living(Vault) == []
    assert living(Pixels, Matter, Document, StoredFinding) == []
    assert pictures() == []
    assert said_of_matter() == []
    assert read_window.state is read_window.lock_page
    assert read_window.windowTitle() == "In Camera"


def test_the_page_is_out_of_sight_before_anything_is_waited_for(read_window):
    read_window.lock.lock(LockCause.BY_HAND)
    assert read_window.state is read_window.lock_page
    assert read_window.lock.state is LockState.LOCKING
    assert not read_window.lock_page.button.isEnabled()
    assert said_in(read_window.lock_page) == []


def said_in(root):
    words = " ".join(label.text() for label in root.findChildren(QLabel)).lower()
    return [word for word in SAID if word.lower() in words]


def test_what_was_open_comes_back_as_it_was(qtbot, read_window, open_document, lock, unlock):
    document = open_document(read_window, "contrat-de-prestation.pdf")
    pages = read_window.workspace.pages
    pages.go_to(3)
    qtbot.waitUntil(lambda: pages.canvas.has_picture, timeout=LONG_MS)
    pages.canvas.set_zoom(1.5)
    pages.canvas.rotate()
    matter_id = read_window.workspace.matter_id
    lock(read_window)
    unlock(read_window)
    space = read_window.workspace
    assert space.matter_id == matter_id
    assert (space.pages.document_id, space.pages.number) == (document.document_id, 3)
    assert (space.pages.canvas.fit, space.pages.canvas.zoom) == (Fit.FREE, 1.5)
    assert space.pages.canvas.turn_deg == 90
    qtbot.waitUntil(lambda: bool(space.pages.canvas.marks.findings), timeout=LONG_MS)


def test_a_window_locks_and_unlocks_again_and_again(read_window, lock, unlock):
    for _ in range(2):
        lock(read_window)
        assert living(Key) == []
        unlock(read_window)
    assert read_window.lock.state is LockState.OPEN


def test_ctrl_l_and_the_button_lock(qtbot, window, activate):
    assert "Ctrl+L" in window.workspace.top.lock_button.toolTip()
    activate(window)
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.lock.opened, timeout=LONG_MS):
        qtbot.keyClick(window.lock_page.button, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        window.workspace.top.lock_button.click()


def test_dialogs_and_menus_close_and_no_key_of_the_window_acts(qtbot, window, activate):
    seen = []

    def lock_now():
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HelpSheet))
        seen.append(dialog.isVisible())
        window.lock.lock(LockCause.IDLE)

    QTimer.singleShot(0, lock_now)
    window.show_help()
    assert seen == [True]
    qtbot.waitUntil(lambda: window.lock.state is LockState.SHUT, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not window.findChildren(QWidget, "Workspace")[1:], timeout=LONG_MS)
    assert living(Key) == []
    activate(window)
    for key in (Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_E, Qt.Key.Key_Comma):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    assert not any(dialog.isVisible() for dialog in dialogs)


def test_reading_stops_and_goes_on_at_the_next_page(qtbot, window, samples, lock, unlock):
    with qtbot.waitSignal(window.session.reading.progressed, timeout=LONG_MS):
        window.add((samples / "kontoauszug.tiff", samples / "contrat-de-prestation.pdf"))
    lock(window)
    assert not window.session.reading.is_running
    assert living(Key) == []
    assert "kontoauszug" not in " ".join(texts())
    unlock(window)
    documents = window.workspace.documents.documents
    qtbot.waitUntil(
        lambda: (
            len(documents()) == 2
            and all(d.page_count and d.pages_read == d.page_count for d in documents())
        ),
        timeout=LONG_MS,
    )


def test_reading_goes_on_behind_the_lock_where_the_settings_say_so_but_not_in_sleep(
    qtbot, window, samples
):
    window._settings = replace(window._settings, reads_while_locked=True)
    reading = window.session.reading
    with qtbot.waitSignal(reading.progressed, timeout=LONG_MS):
        window.add((samples / "kontoauszug.tiff", samples / "contrat-de-prestation.pdf"))
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        window.lock.lock(LockCause.IDLE)
    assert reading.is_running
    assert "Reading goes on" in window.lock_page.words
    assert living(VaultKey) != [], "reading needs them"
    assert said_of_matter() == []
    with qtbot.waitSignal(window.lock.keys_gone, timeout=LONG_MS):
        window.lock.lock(LockCause.SLEEP)
    assert "Reading goes on" not in window.lock_page.words
    assert not reading.is_running
    assert living(Key) == []


def test_keys_that_reading_needed_go_when_it_has_come_to_its_end(qtbot, window, samples):
    window._settings = replace(window._settings, reads_while_locked=True)
    with qtbot.waitSignal(window.session.reading.progressed, timeout=LONG_MS):
        window.add((samples / "letter.pdf",))
    with qtbot.waitSignal(window.lock.keys_gone, timeout=LONG_MS):
        window.lock.lock(LockCause.IDLE)
    assert not window.session.reading.is_running
    assert living(Key) == []


def test_a_cause_that_comes_while_the_vault_is_opened_locks_as_soon_as_it_is(
    qtbot, make_window, works
):
    works.create_vault().close()
    window = make_window()
    opened = []
    window.lock.opened.connect(lambda: opened.append(True))
    with qtbot.waitSignal(window.lock.locked, timeout=LONG_MS):
        window.begin()
        window.lock.lock(LockCause.SESSION_LOCKED)
    assert opened == []
    assert window.state is window.lock_page
    assert living(Key) == []


@pytest.fixture
def guarded(make_window, works):
    """A window over a vault that opens with a passphrase; the right one is "right"."""
    works.create_vault().close()
    by_keyring = works.open_vault

    def by_passphrase(offer):
        if offer.kind is WayKind.PASSPHRASE and offer.text != "right":
            raise WrongPassphraseError
        return by_keyring(Offer(WayKind.KEYRING))

    object.__setattr__(works, "ways", lambda: (WayKind.PASSPHRASE, WayKind.SHEET))
    object.__setattr__(works, "open_vault", by_passphrase)
    window = make_window()
    window.begin()
    assert window.state is window.lock_page
    return window


def type_in(qtbot, window, text):
    field = window.lock_page.fields[WayKind.PASSPHRASE]
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_wrong_passphrase_waits_and_the_right_one_opens(qtbot, guarded):
    page = guarded.lock_page
    field = page.fields[WayKind.PASSPHRASE]
    assert field.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(guarded.lock.refused, timeout=LONG_MS):
        type_in(qtbot, guarded, "wrong")
    assert WrongPassphraseError.code in page.words
    assert "Try again in 0:01" in page.words
    assert field.text() == ""
    assert not field.isEnabled()
    guarded.lock.unlock(Offer(WayKind.PASSPHRASE, "right"))
    assert guarded.lock.state is LockState.SHUT, "nobody gets round the wait"
    qtbot.waitUntil(field.isEnabled)
    with qtbot.waitSignal(guarded.lock.opened, timeout=LONG_MS):
        type_in(qtbot, guarded, "right")
    assert guarded.state is guarded.workspace
    assert field.text() == ""
    assert guarded.lock.wait_s == 0


def test_what_is_no_guess_makes_nobody_wait(qtbot, guarded, works):
    def fail(_offer):
        raise VaultDamagedError

    object.__setattr__(works, "open_vault", fail)
    with qtbot.waitSignal(guarded.lock.refused, timeout=LONG_MS):
        type_in(qtbot, guarded, "right")
    assert guarded.lock.wait_s == 0
    assert VaultDamagedError.code in guarded.lock_page.words
    assert guarded.lock_page.button.isEnabled()


def test_each_way_has_its_field_and_is_reached_by_keys(qtbot, guarded):
    page = guarded.lock_page
    assert page.chips[WayKind.KEYRING].isHidden()
    page.chips[WayKind.SHEET].click()
    assert page.way is WayKind.SHEET
    assert page.fields[WayKind.SHEET].isVisible()
    assert not page.fields[WayKind.PASSPHRASE].isVisible()
    assert page.fields[WayKind.SHEET].accessibleName()
    qtbot.keyClicks(page.fields[WayKind.SHEET], "ABCD")
    page.chips[WayKind.PASSPHRASE].click()
    assert page.fields[WayKind.SHEET].text() == ""
