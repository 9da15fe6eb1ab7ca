"""The ways into the open vault, as the window lists and changes them."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.bridge.renewing import Renewing
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.works import KeyWorks
from desktop.domain.errors import InCameraError
from desktop.domain.ways_in import WayIn

log = logging.getLogger(__name__)

LOOK, PASSPHRASE, SHEET, PROOF, ENROL, REMOVE = (
    "look",
    "passphrase",
    "sheet",
    "proof",
    "enrol",
    "remove",
)
"""What can be done; `done` names it."""

RANK_GLANCE = 5
"""What the analyst looks at goes before a reminder."""


class KeyRing(QObject):
    """Runs what a person does with the ways in on the thread that owns the vault.

    Signals:
        listed(object): tuple of WayIn, after everything that was done or looked at.
        glanced(object): tuple of WayIn, of which none says whether it holds here.
        done(str): What was done.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.

    Attributes:
        renewing: New keys for the vault and its matters.
    """

    listed = Signal(object)
    glanced = Signal(object)
    done = Signal(str)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        works: KeyWorks,
        calls: VaultCalls,
        new_control: Callable[[], ControlLike],
        parent: QObject | None = None,
    ) -> None:
        """Nothing is asked for before `look`."""
        super().__init__(parent)
        self.renewing = Renewing(new_control, self)
        self._works = works
        self._calls = calls
        self._waiting = 0
        calls.opened.connect(self._on_opened)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._waiting > 0

    def look(self) -> None:
        """List the ways in."""
        self._do(LOOK, lambda _: None)

    def glance(self) -> None:
        """List the ways in without asking the keyring, once nothing else is asked for."""
        self._calls.ask(self._works.written, self.glanced.emit, rank=RANK_GLANCE)

    def set_passphrase(self, passphrase: str, *, with_keyring: bool) -> None:
        """Let a passphrase open the vault, alone or besides this computer's keyring."""
        works = self._works
        act = works.demand_passphrase if with_keyring else works.add_passphrase
        self._do(PASSPHRASE, lambda vault: act(vault, passphrase))

    def make_sheet(self, target: Path) -> None:
        """Write a recovery sheet to a new file."""
        self._do(SHEET, lambda vault: self._works.make_sheet(vault, target))

    def prove_sheet(self, typed: str) -> None:
        """Let a sheet count that was typed back."""
        self._do(PROOF, lambda vault: self._works.prove_sheet(vault, typed))

    def enrol(self) -> None:
        """Make a key in this computer's keyring."""
        self._do(ENROL, self._works.enrol)

    def remove(self, way_id: str) -> None:
        """Remove a way in."""
        self._do(REMOVE, lambda vault: self._works.remove(vault, way_id))

    def forget(self) -> None:
        """The vault was shut: what was to be done is not done, and nothing is told of it."""
        self._waiting = 0
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal

    def _do(self, what: str, act: Callable[[VaultLike], object]) -> None:
        def errand(vault: VaultLike) -> tuple[Exception | None, tuple[WayIn, ...]]:
            try:
                act(vault)
            except Exception as error:  # noqa: BLE001 - shown or logged by whoever asked
                return error, self._works.listing(vault)
            return None, self._works.listing(vault)

        self._waiting += 1
        self.busy_changed.emit(True)  # noqa: FBT003 - a Qt signal
        self._calls.ask(errand, lambda answer: self._on_answer(what, *answer))

    def _on_opened(self, _vault: VaultLike) -> None:
        """Begin anew: what was asked of the vault before it was closed is never answered."""
        self._waiting = 0

    def _on_answer(self, what: str, error: Exception | None, ways: tuple[WayIn, ...]) -> None:
        self._waiting -= 1
        self.listed.emit(ways)
        if error is None:
            self.done.emit(what)
        else:
            if not isinstance(error, InCameraError):
                log.error("Defect in work on the ways in.", exc_info=error)
            self.failed.emit(error)
        self.busy_changed.emit(self.is_busy)
