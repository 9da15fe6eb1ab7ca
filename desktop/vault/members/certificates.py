"""What seals the certificates of whole matters, so that those of walled ones stay behind a wall.

A certificate tells the matter's number and the names of its documents. Of a matter that was open to
the whole vault it is sealed with the registry data key. Of one behind a wall it is sealed with a
random key of its own, of which each member who was inside has a copy: the matter's key, which
sealed the matter's record, is destroyed with the matter.

    certificate_copy    disposal_id; member_id; the key of the kind "lasting-key", sealed to the
                        member (`copies`); place: no matter, "certificate_copy", "copy", row id
                        disposal id and member id one behind the other, version 1
"""

import secrets
from collections.abc import Sequence

from desktop.domain.disposal import DisposalId
from desktop.domain.errors import MatterWalledError, VaultDamagedError, WrongKeyError
from desktop.domain.member import MemberId
from desktop.vault.database import Database
from desktop.vault.keys import KEY_BYTES, DataKey, LastingKey
from desktop.vault.members.copies import opened_copy, sealed_to
from desktop.vault.members.own import Insider
from desktop.vault.members.records import Admitted
from desktop.vault.place import Place


class CertificateKeys:
    """The keys of certificates in one registry.

    Args:
        registry: Open.
        data_key: Of the registry.
        insider: What this account opens as a member.
    """

    def __init__(self, registry: Database, data_key: DataKey, insider: Insider) -> None:
        """Read nothing yet."""
        self._registry = registry
        self._data_key = data_key
        self._insider = insider

    def key_of(self, disposal_id: DisposalId) -> DataKey:
        """What seals a certificate.

        Raises:
            MatterWalledError: The matter was behind a wall, and this account was not inside.
            VaultDamagedError: The copy of this member was altered.
        """
        row_id = bytes.fromhex(disposal_id)
        copies = dict(
            self._registry.rows(
                "SELECT member_id, copy FROM certificate_copy WHERE disposal_id = ?", row_id
            )
        )
        if not copies:
            return self._data_key
        own = self._insider.own
        copy = None if own is None else copies.get(bytes.fromhex(own.member_id))
        if own is None or copy is None:
            raise MatterWalledError("The matter was behind a wall, and this account was outside.")
        place = _place(disposal_id, own.member_id)
        try:
            key = opened_copy(self._insider.vault_id, own.key, copy, place, LastingKey)
        except WrongKeyError:
            raise VaultDamagedError from None
        return DataKey(key.reveal())

    def is_behind_wall(self, disposal_id: DisposalId) -> bool:
        """Whether a certificate opens for members who were inside, this account's or another's."""
        return (
            self._registry.row(
                "SELECT 1 FROM certificate_copy WHERE disposal_id = ?", bytes.fromhex(disposal_id)
            )
            is not None
        )

    def enter(self, disposal_id: DisposalId, admitted: Sequence[Admitted]) -> None:
        """Make the key of a certificate for those inside, within the caller's transaction."""
        key = LastingKey(secrets.token_bytes(KEY_BYTES))
        self._registry.change_many(
            "INSERT INTO certificate_copy (disposal_id, member_id, copy) VALUES (?, ?, ?)",
            [
                (
                    bytes.fromhex(disposal_id),
                    bytes.fromhex(each.member_id),
                    sealed_to(
                        self._insider.vault_id,
                        each.public_key,
                        key,
                        _place(disposal_id, each.member_id),
                    ),
                )
                for each in admitted
            ],
        )


def _place(disposal_id: DisposalId, member_id: MemberId) -> Place:
    row_id = bytes.fromhex(disposal_id) + bytes.fromhex(member_id)
    return Place("", "certificate_copy", "copy", row_id, 1)
