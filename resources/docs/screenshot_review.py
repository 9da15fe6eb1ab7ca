"""A review in hand for `make screenshots`: some findings decided by keys, and then as before."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui.workspace import Workspace
from resources.docs.waiting import wait


def review(space: Workspace) -> Iterator[str]:
    """The name of the picture, while the first findings of the open document are decided."""
    rows, findings = space.findings.rows, space.findings

    def other_than(before: int) -> Callable[[], bool]:
        return lambda: rows.decided != before

    findings.step(1)
    for key in (Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_R):
        before = rows.decided
        QTest.keyClick(findings.list, key)
        wait(other_than(before))
    findings.list.setFocus()
    yield "review"
    while before := rows.decided:
        space.review.take_back()
        wait(other_than(before))
