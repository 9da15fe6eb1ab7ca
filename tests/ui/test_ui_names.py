"""Every control has a name for screen readers, in every state and dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QProgressBar,
    QSlider,
    QWidget,
)

from desktop.settings import Settings
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.file_dialogs import name_controls
from desktop.ui.help_sheet import HelpSheet
from desktop.ui.matter_dialog import MatterDialog
from desktop.ui.refused_dialog import RefusedDialog
from desktop.ui.settings_dialog import SettingsDialog

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSlider,
)


def is_inside_another_control(widget):
    """The field inside a spin box, the list and the view inside a combo box."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QAbstractSpinBox, QComboBox, QLineEdit)):
            return True
        if parent.metaObject().className() == "QComboBoxPrivateContainer":
            return True
        parent = parent.parentWidget()
    return False


def nameless(root):
    """Controls, and other things that take the focus, without a name."""
    found = []
    for widget in root.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView):
            is_control = takes_focus
        else:
            is_control = isinstance(widget, CONTROLS)
        if not is_control or is_inside_another_control(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = widget.accessibleName() or (
            interface.text(QAccessible.Text.Name) if interface else ""
        )
        if not name.strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("state", ["empty_window", "window", "read_window"])
def test_every_control_of_the_window_has_a_name(request, state):
    assert nameless(request.getfixturevalue(state)) == []


def test_every_control_of_every_dialog_has_a_name(qtbot, about, window):
    for dialog in (
        SettingsDialog(Settings(), about, window.session.models),
        HelpSheet(),
        MatterDialog(),
        RefusedDialog(),
        ConfirmDialog(None, "Remove?", "It is removed.", "Remove"),
    ):
        qtbot.addWidget(dialog)
        assert nameless(dialog) == [], type(dialog).__name__


def test_every_control_of_the_file_dialog_has_a_name(qtbot):
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    name_controls(dialog)
    assert nameless(dialog) == []


def test_every_entry_of_a_menu_has_words(read_window):
    actions = [action for action in read_window.findChildren(QAction) if action.menu() is None]
    menus = [read_window.workspace.documents.menu]
    for menu in menus:
        assert all(action.text() or action.isSeparator() for action in menu.actions())
    assert actions


def test_rows_of_lists_have_words_for_screen_readers(read_window):
    for view in read_window.findChildren(QListView):
        model = view.model()
        for row in range(min(model.rowCount(), 20)):
            words = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
            words = words or model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)
            assert words, view.objectName()
