"""Ctrl-C ends a question in good order, and on a terminal its answer is shown as it comes."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.keyring]

PROJECT = Path(__file__).parents[2]
QUESTION = ("ask", "What is the total?", "--model")


class OnTerminal:
    """A command whose output goes to a terminal."""

    def __init__(self, incamera, *arguments):
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop.cli.main", *arguments],
            cwd=PROJECT,
            env=incamera._environment,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.shown = ""

    def read_until(self, text=None):
        """Read until `text` is shown, or to the end."""
        while text is None or text not in self.shown:
            try:
                data = os.read(self._ours, 4096)
            except OSError:  # Linux says so when the last process has closed its end
                break
            if not data:
                break
            self.shown += data.decode("utf-8", "replace")

    def end(self):
        self.read_until()
        os.close(self._ours)
        return self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def invoice_read(incamera, samples):
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", "x").returncode == 0
    assert incamera("add", str(samples / "invoice.pdf")).returncode == 0
    return incamera


def test_an_answer_is_shown_with_its_place_and_the_page_that_is_looked_at(invoice_read):
    terminal = OnTerminal(invoice_read, *QUESTION)
    assert terminal.end() == 0
    assert "Looking at invoice.pdf, page 1  1 of 1" in terminal.shown
    assert "total: £10,095.00" in terminal.shown


def test_an_interrupt_ends_the_question_and_leaves_everything_sound(invoice_read):
    kept = invoice_read("ask", "--list").stdout
    terminal = OnTerminal(invoice_read, *QUESTION)
    terminal.read_until("Looking at")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Stopped; nothing was kept." in terminal.shown
    assert invoice_read("ask", "--list").stdout == kept
    assert invoice_read("verify").returncode == 0
    assert invoice_read(*QUESTION).returncode == 0
