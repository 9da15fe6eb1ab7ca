"""How long a matter is kept, and whether it is closed: every change a row, the last one counts.

retention    topic: 1 rule, 2 closing; the sealed record of what was said about it
"""

from desktop.domain.errors import VaultDamagedError
from desktop.domain.identity import new_identity
from desktop.domain.keeping import Closing, RetentionRule
from desktop.vault.disposal import records
from desktop.vault.matter_file import MatterFile

_RULE, _CLOSING = 1, 2
_COLUMNS = {_RULE: "rule", _CLOSING: "closing"}


class Retention:
    """The retention of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def set_rule(self, rule: RetentionRule | None) -> None:
        """Let a rule hold from now on; None lifts the one there is."""
        self._add(_RULE, records.rule_record(rule))

    def set_closing(self, closing: Closing | None) -> None:
        """Note that the matter is closed; None: that it is open again."""
        self._add(_CLOSING, records.closing_record(closing))

    def rule(self) -> RetentionRule | None:
        """The rule that holds; None where there is none.

        Raises:
            VaultDamagedError: It was altered.
        """
        plain = self._last(_RULE)
        return None if plain is None else records.rule_of(plain)

    def closing(self) -> Closing | None:
        """Who closed the matter, and when; None while it is open.

        Raises:
            VaultDamagedError: It was altered.
        """
        plain = self._last(_CLOSING)
        return None if plain is None else records.closing_of(plain)

    def demand_whole(self) -> None:
        """Open everything that was ever said.

        Raises:
            VaultDamagedError: Part of it was altered.
        """
        for topic, row_id, sealed in self._database.rows(
            "SELECT topic, retention_id, record FROM retention"
        ):
            self._matter.open_for_matter(sealed, "retention", _column(topic), row_id)

    def _add(self, topic: int, plain: bytes) -> None:
        row_id = bytes.fromhex(new_identity())
        self._database.change(
            "INSERT INTO retention (retention_id, topic, record) VALUES (?, ?, ?)",
            row_id,
            topic,
            self._matter.seal_for_matter(plain, "retention", _column(topic), row_id),
        )

    def _last(self, topic: int) -> bytes | None:
        row = self._database.row(
            "SELECT retention_id, record FROM retention WHERE topic = ?"
            " ORDER BY retention_row DESC LIMIT 1",
            topic,
        )
        if row is None:
            return None
        row_id, sealed = row
        return self._matter.open_for_matter(sealed, "retention", _column(topic), row_id)


def _column(topic: int) -> str:
    """The column named in the place: a record of one topic does not open as another's."""
    if topic not in _COLUMNS:
        raise VaultDamagedError
    return _COLUMNS[topic]
