"""Starts the program as a person does, and prints how long its window and its matters took.

Arguments: the time (seconds of the epoch) at which this process was started. Prints one line of
JSON with `window_s`, the first painting of the window, `matters_s`, the list of matters, and
`loaded`, the modules that were there before the vault was opened; then closes the window.
"""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject
from typing_extensions import override

from desktop.app import application
from desktop.app.main import main
from desktop.ui.main_window import MainWindow

STARTED_S = float(sys.argv[1])
times = {}


class Probe(QObject):
    """Notes the first time that the window is painted."""

    @override
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            times.setdefault("window_s", time.time() - STARTED_S)
        return super().eventFilter(watched, event)


class ProbedWindow(MainWindow):
    """Closes itself once the matters are listed."""

    def begin(self):
        times["loaded"] = sorted(sys.modules)
        self._probe = Probe(self)
        self.opening.installEventFilter(self._probe)
        self.workspace.installEventFilter(self._probe)
        self._session.matters_listed.connect(self._on_listed)
        super().begin()

    def _on_listed(self, _matters):
        times["matters_s"] = time.time() - STARTED_S
        if "window_s" not in times:
            self.repaint()
        sys.stdout.write(json.dumps(times) + "\n")
        sys.stdout.flush()
        self.close()


application.MainWindow = ProbedWindow
sys.exit(main([]))
