"""The ways into an open vault: listed, added, proven, removed; never the last proven one.

The slot file is changed while the registry's write lock is held, so that two processes that change
it follow each other. A secret is in the keyring before its slot is in the file, and leaves the
keyring after it: a crash in between leaves an entry in the keyring that opens nothing, never a slot
without a secret.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from typing_extensions import override

from desktop.domain.audit import Act, Detail
from desktop.domain.errors import (
    KeysChangedError,
    KeyStoreError,
    LastWayError,
    NoSuchWayError,
    WayAbsentError,
    WrongKeyError,
    WrongSheetError,
)
from desktop.domain.ways_in import IN_KEYRING, WayIn, WayKind
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import (
    VaultKey,
    derive,
)
from desktop.vault.labels import Label
from desktop.vault.slots.file import (
    KeyringAndPassphraseSlot,
    KeyringSlot,
    SheetSlot,
    Slot,
    SlotFile,
    read_slots,
    slot_id_of,
    write_slots,
)
from desktop.vault.slots.kinds import kind_of
from desktop.vault.slots.making import (
    new_keyring_and_passphrase_slot,
    new_keyring_slot,
    new_passphrase_slot,
    new_sheet_slot,
)
from desktop.vault.slots.receiving import opening_key
from desktop.vault.slots.sheet_code import groups_of, secret_of
from desktop.vault.slots.stretching import demand_strength
from desktop.vault.slots.ways import place_of
from desktop.vault.wrapping import (
    unwrap,
)


@dataclass(frozen=True, slots=True)
class OpenKey:
    """What changing slots needs of the open vault.

    Attributes:
        folder: Of the vault.
        vault_id: Its identity.
        key: The vault key.
        key_epoch: Its epoch.
        today: The day, in UTC.
        locked: Holds the registry's write lock.
        note: Writes an entry into the vault's log.
    """

    folder: Path
    vault_id: str
    key: VaultKey
    key_epoch: int
    today: Callable[[], date]
    locked: Callable[[], AbstractContextManager[None]]
    note: Callable[[Act, str, dict[str, Detail]], None]


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A recovery sheet that is to be printed; it counts once it was typed back.

    Attributes:
        way: Its entry among the ways in.
        groups: What it says.
    """

    way: WayIn
    groups: tuple[str, ...]

    @override
    def __repr__(self) -> str:
        """Without what it says."""
        return f"<PrintedSheet {self.way.way_id[:8]}>"


class WaysIn:
    """The ways into one open vault."""

    def __init__(self, opened: OpenKey) -> None:
        """Take the open vault's key."""
        self._opened = opened

    def all(self, key_store: KeyStore | None = None) -> tuple[WayIn, ...]:
        """Every way in, the oldest first.

        Args:
            key_store: This computer's keyring, to tell which ways hold here; one that does not
                answer leaves that open.

        Raises:
            VaultError: The key slots cannot be read.
        """
        look = _Look(key_store)
        return tuple(_way_in(slot, look) for slot in read_slots(self._opened.folder).slots)

    def add_keyring(self, key_store: KeyStore) -> WayIn:
        """Make a key in this computer's keyring.

        Raises:
            KeyStoreError: The keyring cannot be used, or would not keep it safe.
            VaultError: The slot could not be written.
        """
        opened = self._opened
        with opened.locked():
            slot_file = self._present()
            slot = new_keyring_slot(
                opened.vault_id, opened.key, key_store, key_epoch=opened.key_epoch, day=self._day()
            )
            return self._added(slot_file, slot, key_store)

    def add_passphrase(self, passphrase: str) -> WayIn:
        """Let a passphrase alone open the vault, on any computer; takes about a second.

        Raises:
            WeakPassphraseError: It could be guessed.
            VaultError: The slot could not be written.
        """
        demand_strength(passphrase)
        opened = self._opened
        slot = new_passphrase_slot(
            opened.vault_id, opened.key, passphrase, key_epoch=opened.key_epoch, day=self._day()
        )
        with opened.locked():
            return self._added(self._present(), slot, None)

    def demand_passphrase(self, passphrase: str, key_store: KeyStore) -> WayIn:
        """Ask for a passphrase besides the keyring from now on, on this account.

        What opened with this keyring alone is removed, since it would leave a way around.

        Raises:
            WeakPassphraseError: It could be guessed.
            KeyStoreError: The keyring cannot be used.
            VaultError: The slot could not be written.
        """
        demand_strength(passphrase)
        opened = self._opened
        with opened.locked():
            slot_file = self._present()
            around = [
                slot
                for slot in slot_file.slots
                if isinstance(slot, KeyringSlot) and key_store.get(slot.key_name) is not None
            ]
            slot = new_keyring_and_passphrase_slot(
                opened.vault_id,
                opened.key,
                passphrase,
                key_store,
                key_epoch=opened.key_epoch,
                day=self._day(),
            )
            kept = tuple(other for other in slot_file.slots if other not in around)
            way = self._added(msgspec.structs.replace(slot_file, slots=kept), slot, key_store)
            for gone in around:
                self._note_removed(gone)
        for gone in around:
            key_store.remove(gone.key_name)
        return way

    def add_sheet(self) -> PrintedSheet:
        """Make a recovery sheet; older sheets that were never typed back give way to it.

        Raises:
            VaultError: The slot could not be written.
        """
        opened = self._opened
        slot, secret = new_sheet_slot(
            opened.vault_id, opened.key, key_epoch=opened.key_epoch, day=self._day()
        )
        with opened.locked():
            slot_file = self._present()
            kept = tuple(
                other
                for other in slot_file.slots
                if not isinstance(other, SheetSlot) or other.is_proven
            )
            way = self._added(msgspec.structs.replace(slot_file, slots=kept), slot, None)
            for gone in slot_file.slots:
                if gone not in kept:
                    self._note_removed(gone)
        return PrintedSheet(way, groups_of(secret))

    def prove_sheet(self, typed: str) -> WayIn:
        """Let a sheet count, now that it was typed back.

        Raises:
            SheetMistypedError: A group is not as printed; it names the groups.
            WayAbsentError: The vault has no sheet.
            WrongSheetError: It is a sheet of another vault, or one that was withdrawn.
            VaultError: The slot could not be written.
        """
        kek = derive(secret_of(typed), Label.SHEET_KEK, self._opened.vault_id.encode("ascii"))
        with self._opened.locked():
            slot_file = self._present()
            sheets = [slot for slot in slot_file.slots if isinstance(slot, SheetSlot)]
            if not sheets:
                raise WayAbsentError("The vault has no recovery sheet.")
            for slot in sheets:
                try:
                    opening = opening_key(slot, slot_file.vault_id, kek)
                    unwrap(opening, slot.wrapped, place_of(slot_file), VaultKey)
                except WrongKeyError:
                    continue
                proven = msgspec.structs.replace(slot, is_proven=True)
                slots = tuple(proven if each is slot else each for each in slot_file.slots)
                write_slots(self._opened.folder, msgspec.structs.replace(slot_file, slots=slots))
                self._opened.note(Act.KEY_WAY_CONFIRMED, slot.slot_id, {})
                return _way_in(proven, _Look(None))
        raise WrongSheetError

    def remove(self, way_id: str, key_store: KeyStore | None = None) -> WayIn:
        """Remove a way in; with it the secret in this computer's keyring.

        Args:
            way_id: Its identity, or its first digits.
            key_store: This computer's keyring: tells what else holds here.

        Raises:
            NoSuchWayError: None has this identity, or several begin so.
            LastWayError: No other proven way would be left.
            KeyStoreError: The keyring did not give the secret up; the slot is gone all the same.
            VaultError: The slot file could not be written.
        """
        look = _Look(key_store)
        with self._opened.locked():
            slot_file = self._present()
            fitting = [
                slot for slot in slot_file.slots if way_id and slot_id_of(slot).startswith(way_id)
            ]
            if len(fitting) != 1:
                raise NoSuchWayError
            (gone,) = fitting
            if not any(_counts(slot, look) for slot in slot_file.slots if slot is not gone):
                raise LastWayError
            way = _way_in(gone, look)
            self._put_without(slot_file, gone)
        if key_store is not None and way.is_here and not isinstance(gone, SheetSlot):
            _forget(gone, key_store)
        return way

    def take_back(self, way_id: str, key_store: KeyStore | None) -> None:
        """Remove a way that was just made for somebody who may not have it: all is as before it.

        Args:
            way_id: Its whole identity.
            key_store: This computer's keyring, where the way is in it.

        Raises:
            KeyStoreError: The keyring did not give the secret up; the slot is gone all the same.
            VaultError: The slot file could not be written.
        """
        with self._opened.locked():
            slot_file = self._present()
            gone = next((slot for slot in slot_file.slots if slot_id_of(slot) == way_id), None)
            if gone is None:
                return
            self._put_without(slot_file, gone)
        if key_store is not None:
            _forget(gone, key_store)

    def _put_without(self, slot_file: SlotFile, gone: Slot) -> None:
        kept = tuple(slot for slot in slot_file.slots if slot is not gone)
        write_slots(self._opened.folder, msgspec.structs.replace(slot_file, slots=kept))
        self._note_removed(gone)

    def _present(self) -> SlotFile:
        """The slot file as it is now.

        Raises:
            KeysChangedError: The vault key was rotated by another process.
        """
        slot_file = read_slots(self._opened.folder)
        if slot_file.key_epoch != self._opened.key_epoch:
            raise KeysChangedError
        return slot_file

    def _added(self, slot_file: SlotFile, slot: Slot, key_store: KeyStore | None) -> WayIn:
        try:
            changed = msgspec.structs.replace(
                slot_file, format=max(slot_file.format, 2), slots=(*slot_file.slots, slot)
            )
            write_slots(self._opened.folder, changed)
        except BaseException:
            if key_store is not None:
                _forget(slot, key_store)
            raise
        self._opened.note(Act.KEY_WAY_ADDED, slot_id_of(slot), {"kind": kind_of(slot).value})
        return _way_in(slot, _Look(key_store))

    def _note_removed(self, slot: Slot) -> None:
        """Write into the log that a way is gone: an older slot file gives itself away by that."""
        self._opened.note(Act.KEY_WAY_REMOVED, slot_id_of(slot), {"kind": kind_of(slot).value})

    def _day(self) -> str:
        return self._opened.today().isoformat()


class _Look:
    """Whether this keyring holds a secret; asked once for each name."""

    def __init__(self, key_store: KeyStore | None) -> None:
        self._key_store = key_store
        self._seen: dict[str, bool | None] = {}

    def is_here(self, slot: Slot) -> bool | None:
        """None for a way that is in no keyring, and where the keyring does not answer."""
        if not isinstance(slot, (KeyringSlot, KeyringAndPassphraseSlot)):
            return None
        if self._key_store is None:
            return None
        if slot.key_name not in self._seen:
            try:
                self._seen[slot.key_name] = self._key_store.get(slot.key_name) is not None
            except KeyStoreError:
                self._seen[slot.key_name] = None
        return self._seen[slot.key_name]


def _counts(slot: Slot, look: _Look) -> bool:
    """Whether somebody could get in with this slot, as far as is known."""
    if isinstance(slot, SheetSlot):
        return slot.is_proven
    return kind_of(slot) is WayKind.PASSPHRASE or bool(look.is_here(slot))


def _way_in(slot: Slot, look: _Look) -> WayIn:
    kind = kind_of(slot)
    return WayIn(
        way_id=slot_id_of(slot),
        kind=kind,
        made_on=_day_of(slot.made_on),
        is_proven=not isinstance(slot, SheetSlot) or slot.is_proven,
        is_here=look.is_here(slot) if kind in IN_KEYRING else None,
    )


def _day_of(text: str) -> date | None:
    """The day; None for one that is not known, or that no calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _forget(slot: Slot, key_store: KeyStore) -> None:
    if isinstance(slot, (KeyringSlot, KeyringAndPassphraseSlot)):
        key_store.remove(slot.key_name)
