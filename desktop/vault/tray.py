"""The tray of refused files of a matter."""

from collections.abc import Callable
from datetime import datetime

from desktop.domain.document import Refusal
from desktop.domain.errors import InCameraError
from desktop.domain.identity import new_identity
from desktop.vault import records
from desktop.vault.matter_file import MatterFile


class Tray:
    """What was not let in, and why."""

    def __init__(self, matter: MatterFile, clock: Callable[[], datetime]) -> None:
        """Take the open matter and a clock that tells UTC."""
        self._matter = matter
        self._database = matter.database
        self._clock = clock

    def add(self, name: str, folder: str, sha256: str, error: InCameraError) -> None:
        """Note that a file was refused."""
        plain = records.refusal_record(name, folder, sha256, error, self._clock())
        row_id = bytes.fromhex(new_identity())
        self._database.change(
            "INSERT INTO refusal (refusal_id, record) VALUES (?, ?)",
            row_id,
            self._matter.seal_for_matter(plain, "refusal", "record", row_id),
        )

    def all(self) -> tuple[Refusal, ...]:
        """Everything in the tray, the oldest first."""
        rows = self._database.rows(
            "SELECT refusal_row, refusal_id, record FROM refusal ORDER BY refusal_row"
        )
        return tuple(
            records.refusal_of(
                number, self._matter.open_for_matter(sealed, "refusal", "record", row_id)
            )
            for number, row_id, sealed in rows
        )

    def clear(self, refusal_row: int) -> None:
        """Take one out; one that is gone already is no error."""
        self._database.change("DELETE FROM refusal WHERE refusal_row = ?", refusal_row)
