"""The custodians of a matter: those whose documents they are, by name."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.errors import MatterNumberError
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.vault import records
from desktop.vault.inside import VaultInside, record_place
from desktop.vault.members.walled import opened_walled, put_record
from desktop.vault.new_matter import MAX_NAME_CHARACTERS
from desktop.vault.seal import seal

MAX_CUSTODIANS = 200


def set_custodians(inside: VaultInside, matter: Matter, names: Sequence[str]) -> Matter:
    """Name the custodians of a matter, in place of those named before.

    Args:
        inside: The open vault.
        matter: The matter.
        names: Each once, in the order given.

    Raises:
        MatterNumberError: One is empty, too long, or holds control characters; or too many.
        MatterWalledError: The matter is behind a wall, and this account is not admitted.
    """
    kept = tuple(dict.fromkeys(name.strip() for name in names))
    if len(kept) > MAX_CUSTODIANS or not all(_is_name(name) for name in kept):
        raise MatterNumberError(
            "These are no names of custodians.",
            remedy=f"Give each on one line of at most {MAX_NAME_CHARACTERS} characters.",
        )
    return _changed(inside, matter, kept)


def add_custodians(inside: VaultInside, matter: Matter, names: Sequence[str]) -> int:
    """Name custodians besides those that are named; how many are new.

    Nobody is left out, however many there are then: they come from another vault, where each was
    named by a person.

    Args:
        inside: The open vault.
        matter: As it is here.
        names: As they were named there.

    Raises:
        MatterWalledError: The matter is behind a wall, and this account is not admitted.
    """
    every = tuple(dict.fromkeys((*matter.custodians, *names)))
    count = len(every) - len(matter.custodians)
    if count:
        _changed(inside, matter, every)
    return count


def _changed(inside: VaultInside, matter: Matter, names: tuple[str, ...]) -> Matter:
    changed = replace(matter, custodians=names)
    with inside.registry.transaction():
        row = inside.matter_row(matter.matter_id)
        if row.is_walled:
            walled = opened_walled(inside, row)._replace(matter=changed)
            put_record(inside, walled, row.key_epoch, inside.matter_key(row))
        else:
            _put(inside, matter.matter_id, changed)
    return changed


def _put(inside: VaultInside, matter_id: MatterId, matter: Matter) -> None:
    sealed = seal(inside.data_key, records.matter_record(matter), record_place(matter_id))
    inside.registry.change(
        "UPDATE matter SET record = ? WHERE matter_id = ?", sealed, bytes.fromhex(matter_id)
    )


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= MAX_NAME_CHARACTERS and name.isprintable()
