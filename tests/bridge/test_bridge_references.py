"""Qt's binding gives back what it borrows: PySide6 6.12.0 on Python 3.11 did not (decision 62)."""

import sys

from PySide6.QtCore import QAbstractListModel, QObject, Signal

ROUNDS = 50
NOISE = 10
"""Other threads of the tests hold a few references for a while."""


class Sender(QObject):
    said = Signal(object)


class Rows(QAbstractListModel):
    def rowCount(self, _parent=None):  # noqa: N802 - Qt's name
        return 1

    def data(self, _index, _role=0):
        return None


class Hearer(QObject):
    def hear(self, _what):
        """Take it."""


def lost(thing, call):
    before = sys.getrefcount(thing)
    for _ in range(ROUNDS):
        call()
    return before - sys.getrefcount(thing)


def test_a_signal_takes_no_reference_from_true():
    sender, hearer = Sender(), Hearer()
    sender.said.connect(hearer.hear)
    assert lost(True, lambda: sender.said.emit(5)) < NOISE


def test_a_call_that_returns_nothing_takes_no_reference_from_none():
    sender = Sender()
    assert lost(None, lambda: sender.setObjectName("x")) < NOISE


def test_a_model_that_answers_nothing_takes_no_reference_from_none():
    rows = Rows()
    index = rows.index(0)
    assert lost(None, lambda: index.data(0)) < NOISE
