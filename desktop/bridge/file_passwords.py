"""The passwords of a matter's files, as the window lists, gives and forgets them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shapes import VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.domain.errors import InCameraError
from desktop.domain.file_password import KeptPassword, PasswordsGiven
from desktop.domain.identity import MatterId


@dataclass(frozen=True, slots=True)
class PasswordWorks:
    """What a person does with the passwords of files; each of them by vault and matter.

    Attributes:
        listing: When each was given, the last first; never the words.
        give: Keeps one, and has locked documents tried again.
        forget: Deletes one by its identity.
        forget_all: Deletes every one.
    """

    listing: Callable[[VaultLike, MatterId], Sequence[KeptPassword]]
    give: Callable[[VaultLike, MatterId, str], PasswordsGiven]
    forget: Callable[[VaultLike, MatterId, str], None]
    forget_all: Callable[[VaultLike, MatterId], object]


class FilePasswords(QObject):
    """Runs what a person does with passwords on the thread that owns the vault.

    Signals:
        listed(str, object): Matter and its tuple of KeptPassword, after everything that was done.
        given(str, object): Matter and the PasswordsGiven; its locked documents are to be read.
        failed(object): Exception of what was to be done.
    """

    listed = Signal(str, object)
    given = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self, works: PasswordWorks, calls: VaultCalls, parent: QObject | None = None
    ) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._works = works
        self._calls = calls

    def look(self, matter_id: MatterId) -> None:
        """List the passwords that are kept."""
        self._do(matter_id, lambda _: None)

    def give(self, matter_id: MatterId, password: str) -> None:
        """Keep a password, and try it on the documents that are locked."""
        self._do(matter_id, lambda vault: self._works.give(vault, matter_id, password))

    def forget(self, matter_id: MatterId, password_id: str) -> None:
        """Delete one; what was read stays."""
        self._do(matter_id, lambda vault: self._works.forget(vault, matter_id, password_id))

    def forget_all(self, matter_id: MatterId) -> None:
        """Delete every one; likewise."""
        self._do(matter_id, lambda vault: self._works.forget_all(vault, matter_id))

    def _do(self, matter_id: MatterId, act: Callable[[VaultLike], object]) -> None:
        def errand(vault: VaultLike) -> tuple[object, Sequence[KeptPassword]]:
            try:
                outcome = act(vault)
            except InCameraError as error:
                outcome = error
            return outcome, self._works.listing(vault, matter_id)

        self._calls.ask(errand, lambda answer: self._on_answer(matter_id, *answer))

    def _on_answer(
        self, matter_id: MatterId, outcome: object, kept: Sequence[KeptPassword]
    ) -> None:
        self.listed.emit(matter_id, kept)
        if isinstance(outcome, InCameraError):
            self.failed.emit(outcome)
        elif isinstance(outcome, PasswordsGiven):
            self.given.emit(matter_id, outcome)
