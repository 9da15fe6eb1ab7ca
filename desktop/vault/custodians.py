"""The custodians of a matter: those whose documents they are, by name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop.domain.errors import MatterNumberError
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.vault import records
from desktop.vault.inside import VaultInside, record_place
from desktop.vault.members.walled import named_matter, opened_walled, put_record
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
    named = _named(names)
    if named.left_out:
        raise MatterNumberError(
            "These are no names of custodians.",
            remedy=f"Give each on one line of at most {MAX_NAME_CHARACTERS} characters.",
        )
    with inside.registry.transaction():
        return _put(inside, matter.matter_id, named.names)


def add_custodians(
    inside: VaultInside, matter_id: MatterId, names: Sequence[str]
) -> tuple[int, int]:
    """Name custodians besides those that are named.

    Args:
        inside: The open vault.
        matter_id: The matter.
        names: As they were named in another vault.

    Returns:
        How many are new here, and how many were left out: they are no names that a person could
        have given, or more than a matter has.

    Raises:
        NoSuchMatterError: It is not in this vault.
        MatterWalledError: The matter is behind a wall, and this account is not admitted.
        VaultDamagedError: What the registry says of it was altered.
    """
    with inside.registry.transaction():
        present = named_matter(inside, matter_id).custodians
        arriving = _named([name for name in names if name.strip() not in present])
        new = arriving.names[: max(0, MAX_CUSTODIANS - len(present))]
        if new:
            _put(inside, matter_id, (*present, *new))
    return len(new), arriving.left_out + len(arriving.names) - len(new)


def with_named_custodians(matter: Matter) -> tuple[Matter, int]:
    """A matter from another vault with the custodians that a person could have named here.

    Returns:
        The matter, and how many of its custodians were left out.
    """
    named = _named(matter.custodians)
    return replace(matter, custodians=named.names), named.left_out


class _Named(NamedTuple):
    names: tuple[str, ...]
    left_out: int


def _named(names: Sequence[str]) -> _Named:
    """Each name once, as many as a matter has; and how many are beyond, or are no names."""
    each_once = tuple(dict.fromkeys(name.strip() for name in names))
    kept = tuple(filter(_is_name, each_once))[:MAX_CUSTODIANS]
    return _Named(kept, len(each_once) - len(kept))


def _put(inside: VaultInside, matter_id: MatterId, names: tuple[str, ...]) -> Matter:
    """Enter the names in what is known of a matter now, within the caller's transaction."""
    changed = replace(named_matter(inside, matter_id), custodians=names)
    row = inside.matter_row(matter_id)
    if row.is_walled:
        walled = opened_walled(inside, row)._replace(matter=changed)
        put_record(inside, walled, row.key_epoch, inside.matter_key(row))
    else:
        sealed = seal(inside.data_key, records.matter_record(changed), record_place(matter_id))
        inside.registry.change(
            "UPDATE matter SET record = ? WHERE matter_id = ?", sealed, bytes.fromhex(matter_id)
        )
    return changed


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= MAX_NAME_CHARACTERS and name.isprintable()
