"""The vault of an account: a folder with the registry of matters and one file a matter.

    vault/
        slots.json        the ways to open the vault key (`desktop.vault.slots.file`)
        registry.db       SQLCipher: matters and their wrapped keys
        matters/<id>.db   SQLCipher: everything of one matter

`slots.json` is written last: a folder without it is no vault yet.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Self

from desktop.domain.audit import Act, Detail
from desktop.domain.errors import VaultExistsError, VaultOnNetworkError
from desktop.domain.identity import MatterId, new_identity
from desktop.domain.matter import Matter
from desktop.domain.rotation import RotationPhase
from desktop.domain.ways_in import WayKind
from desktop.vault.audit.anchor import KeyringAnchor
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.registry_check import registry_problems
from desktop.vault.audit.ways import removed_ways
from desktop.vault.damaged_rows import damaged_rows
from desktop.vault.database import Database
from desktop.vault.disposal.matters import MatterDisposals
from desktop.vault.drive import is_on_network
from desktop.vault.inside import MATTERS_FOLDER, MatterRow, VaultInside
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import VaultKey, new_vault_key
from desktop.vault.matter_file import MatterFile
from desktop.vault.matter_store import MatterStore
from desktop.vault.members.certificates import CertificateKeys
from desktop.vault.members.own import Insider, identified
from desktop.vault.members.walled import (
    NewFile,
    named_matter,
    note_in_new_file,
    put_renewed,
)
from desktop.vault.new_matter import enter_matter, matter_of_numbers
from desktop.vault.open_registry import OpenRegistry
from desktop.vault.root import Root, root_keys
from desktop.vault.rotation.matter_key import PutKey, rotate_matter
from desktop.vault.rotation.renewals import Renewals
from desktop.vault.slots.file import (
    KeyringSlot,
    SlotFile,
    read_slots,
    slot_id_of,
    write_slots,
)
from desktop.vault.slots.kinds import is_vault, kind_of, kinds_in
from desktop.vault.slots.making import first_slot
from desktop.vault.slots.ways import (
    PassphraseWay,
    Way,
    vault_key_of,
)
from desktop.vault.slots.ways_in import OpenKey, WaysIn
from desktop.vault.stores import OpenStores
from desktop.vault.vault_folder import clear_unfinished, make_folders

Clock = Callable[[], datetime]


class Vault:
    """An open vault; belongs to one thread, `sibling` makes one for another.

    Its files are opened when they are first needed, by the thread that needs them.
    """

    def __init__(
        self, folder: Path, vault_id: str, vault_key: VaultKey, clock: Clock, *, key_epoch: int = 1
    ) -> None:
        """Take what `create` and `open` found."""
        self._folder = folder
        self._vault_id = vault_id
        self._clock = clock
        self._root = Root(root_keys(vault_id, vault_key, key_epoch))
        self._registry = OpenRegistry(folder, self._root, clock)
        self._insider = Insider(vault_id)
        self._stores = OpenStores(self.inside, lambda: self._registry, clock)

    @classmethod
    def create(cls, folder: Path, first: KeyStore | PassphraseWay, *, clock: Clock) -> Self:
        """Make a vault with one way in.

        Args:
            folder: Made where it is not there.
            first: The operating system's keyring; or, where there is none, a passphrase.
            clock: Tells the time, in UTC.

        Raises:
            VaultExistsError: There is one already.
            VaultDamagedError: There is one already, without its key slots.
            VaultOnNetworkError: The folder lies on a network drive.
            VaultReadOnlyError: The folder cannot be written.
            KeyStoreError: The keyring cannot be used.
            WeakPassphraseError: The passphrase could be guessed.
        """
        if cls.exists(folder):
            raise VaultExistsError
        if is_on_network(folder):
            raise VaultOnNetworkError
        make_folders(folder)
        clear_unfinished(folder)
        vault_id, vault_key = new_identity(), new_vault_key()
        slot = first_slot(vault_id, vault_key, first, clock().date())
        vault = cls(folder, vault_id, vault_key, clock)
        try:
            vault._registry.create()
            details: dict[str, Detail] = {"way": kind_of(slot).value}
            vault.audit.add(Act.VAULT_CREATED, subject=[slot_id_of(slot)], details=details)
            write_slots(folder, SlotFile(vault_id=vault_id, slots=(slot,)))
        except BaseException:
            vault.close()
            if isinstance(slot, KeyringSlot) and not isinstance(first, PassphraseWay):
                first.remove(slot.key_name)
            raise
        return vault

    @classmethod
    def open(cls, folder: Path, way: Way, *, clock: Clock) -> Self:
        """Open a vault.

        Args:
            folder: Where it lies.
            way: What opens it: a keyring, a passphrase or a recovery sheet.
            clock: Tells the time, in UTC.

        Raises:
            VaultAbsentError: There is none.
            VaultOnNetworkError: The folder lies on a network drive.
            KeyStoreError: The keyring does not give the key.
            WayInError: The passphrase or the sheet does not open it, for the reason named by the
                class.
            VaultError: It cannot be used, for the reason named by the class.
        """
        slot_file = read_slots(folder)
        if is_on_network(folder):
            raise VaultOnNetworkError
        key, epoch = vault_key_of(slot_file, way), slot_file.key_epoch
        vault = cls(folder, slot_file.vault_id, key, clock, key_epoch=epoch)
        vault._open_registry()
        return vault

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a vault in the folder."""
        return is_vault(folder)

    @staticmethod
    def ways(folder: Path) -> tuple[WayKind, ...]:
        """What the ways in ask for, without opening anything; each kind once.

        Raises:
            VaultAbsentError: There is no vault.
            VaultError: Its key slots cannot be read, for the reason named by the class.
        """
        return kinds_in(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every file; called by the thread that owns the vault."""
        self._stores.close_all()
        self._registry.close()

    def sibling(self) -> "Vault":
        """The same vault for another thread: same keys, connections of its own."""
        keys = self._root.keys
        sibling = Vault(self._folder, self._vault_id, keys.key, self._clock, key_epoch=keys.epoch)
        sibling._share(self._root)
        sibling._insider = self._insider
        sibling._registry.anchor = self._registry.anchor
        sibling._registry.is_older_accepted = self._registry.is_older_accepted
        return sibling

    def identify(self, key_store: KeyStore, passphrase: str | None = None) -> None:
        """Find out which member this account is, so that it opens what that member is admitted to.

        Args:
            key_store: The operating system's keyring; not asked where the vault has no members.
            passphrase: Tried where the keyring has no member's key.

        Raises:
            KeyStoreError: The keyring does not answer, and the passphrase opens no member's key.
        """
        registry, data_key = self._open_registry(), self._root.keys.data
        self._insider.own = identified(registry, data_key, self._vault_id, key_store, passphrase)

    def guard(self, key_store: KeyStore, *, is_older_accepted: bool = False) -> None:
        """Compare the vault with what the keyring says of it, and tell the keyring from now on.

        Args:
            key_store: The operating system's keyring.
            is_older_accepted: Whether a person said that older files are to be taken as they are.

        Raises:
            OlderStateError: The registry or the slot file is older than when it was left.
            KeyStoreError: The keyring does not answer; the vault is not guarded then.
        """
        back = removed_ways(self.audit.entries(), map(slot_id_of, read_slots(self._folder).slots))
        anchor = KeyringAnchor(key_store, self._vault_id)
        self._registry.is_older_accepted = is_older_accepted
        if self._registry.guard is not None:
            self._registry.guard.demand_registry(anchor, back, is_older_accepted=is_older_accepted)
            self._registry.anchor = anchor

    def note_opened(self, way: WayKind) -> None:
        """Write into the log that the vault was opened; by itself, that is not told to the keyring.

        Args:
            way: What opened it.
        """
        details: dict[str, Detail] = {
            "way": way.value,
            "is_guarded": self._registry.anchor is not None,
        }
        self.audit.add(Act.VAULT_OPENED, details=details)
        if self._registry.guard is not None:
            self._registry.guard.pass_over()

    @property
    def audit(self) -> AuditLog:
        """The log of the vault; `desktop.vault.audit.log` says how to write to it."""
        return self._registry.audit

    @property
    def vault_id(self) -> str:
        """Its random identity, 32 hexadecimal digits."""
        return self._vault_id

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    @property
    def ways_in(self) -> WaysIn:
        """The ways into this vault: to list, add, prove and remove them."""
        keys = self._root.keys
        return WaysIn(
            OpenKey(
                folder=self._folder,
                vault_id=self._vault_id,
                key=keys.key,
                key_epoch=keys.epoch,
                today=lambda: self._clock().date(),
                locked=lambda: self._open_registry().transaction(),
                note=lambda act, way_id, details: self.audit.add(
                    act, subject=[way_id], details=details
                ),
            )
        )

    def registry_problems(self) -> Iterator[str]:
        """What is not whole of the vault itself: its registry, its log, its ways in."""
        registry = self._open_registry()
        if self._registry.guard is not None:
            ways = {slot_id_of(slot) for slot in read_slots(self._folder).slots}
            yield from registry_problems(registry, self._registry.guard.state, self.audit, ways)
        yield from damaged_rows(self.inside(), self.disposals, self.audit)

    def inside(self) -> VaultInside:
        """What backups and the moving of matters work with, and nothing else should."""
        keys, registry = self._root.keys, self._open_registry()
        while keys is not self._root.keys:  # Another thread has given the vault a new one.
            keys, registry = self._root.keys, self._open_registry()
        return VaultInside(
            folder=self._folder,
            vault_id=self._vault_id,
            vault_key=keys.key,
            data_key=keys.data,
            wrapping_key=keys.wrapping,
            registry=registry,
            insider=self._insider,
        )

    def matters(self) -> tuple[Matter, ...]:
        """Every matter that this account opens, in the order in which they were opened."""
        return self.inside().matters()

    def matter(self, reference_or_id: str) -> Matter:
        """A matter by its client and matter number ("1042-0007"), or by its identity.

        Raises:
            NoSuchMatterError: There is none, as far as this account is told.
            MatterWalledError: It is behind a wall of which this account is told.
            VaultDamagedError: What the registry says of it was altered.
        """
        return named_matter(self.inside(), reference_or_id)

    def damaged_matters(self) -> tuple[MatterId, ...]:
        """Matters of which the registry no longer says what they are; the rest is listed."""
        return self.inside().damaged_matters()

    def create_matter(self, client_number: str, matter_number: str, name: str) -> Matter:
        """Open a new matter, with a key and a file of its own.

        Args:
            client_number: The firm's number of the client.
            matter_number: The firm's number of the matter, unique for the client.
            name: Short name.

        Raises:
            MatterNumberError: One of them is empty, too long, or holds control characters.
            MatterExistsError: There is a matter with these numbers.
            DiskFullError: There is no room.
        """
        matter = matter_of_numbers((client_number, matter_number, name), self._clock())
        with self._open_registry().transaction():
            enter_matter(self.inside(), matter)
            self.audit.add(Act.MATTER_CREATED, subject=[matter.matter_id])
        return matter

    def store_of(self, matter_id: MatterId) -> MatterStore:
        """What is kept of a matter; the same object at each call while it has the same key.

        Raises:
            NoSuchMatterError: There is no such matter.
            MatterWalledError: It is behind a wall, and this account is not admitted.
            VaultError: Its file cannot be used, for the reason named by the class.
        """
        return self._stores.of(matter_id)

    @property
    def disposals(self) -> MatterDisposals:
        """The end of whole matters, and disposals that were begun anywhere in the vault."""
        folder = self._folder / MATTERS_FOLDER
        registry = self._open_registry()
        keys = CertificateKeys(registry, self._root.keys.data, self._insider)
        return MatterDisposals(registry, keys, folder, self._clock)

    def close_store(self, matter_id: MatterId) -> None:
        """Close the file of a matter, where this vault has it open."""
        self._stores.close(matter_id)

    @property
    def renewals(self) -> Renewals:
        """New keys for all that lies in the vault."""
        return Renewals(self.inside, self.close_store, self._registry, self._root, self._clock)

    def rotate_matter_key(
        self, matter_id: MatterId, put_key: PutKey | None = None
    ) -> Generator[RotationPhase, None, None]:
        """Give a matter a new key (`desktop.vault.rotation.matter_key`), step by step.

        Args:
            matter_id: The matter.
            put_key: Enters the new key, where it is not to be wrapped as the old one was.

        Raises:
            NoSuchMatterError: There is no such matter.
            MatterWalledError: It is behind a wall, and this account is not admitted.
            VaultBusyError: Somebody is writing to it.
            VaultError: It could not be done; the old key is the present one.
        """
        self.close_store(matter_id)
        is_walled = self.inside().matter_row(matter_id).is_walled
        is_open = put_key is None and not is_walled
        if put_key is None and is_walled:
            put_key = self._put_noted
        with closing(rotate_matter(self.inside(), matter_id, put_key)) as steps:
            for phase in steps:
                if phase is RotationPhase.MARKED and is_open:
                    self.audit.add(Act.MATTER_KEY_ROTATED, subject=[matter_id])
                yield phase

    def _put_noted(self, row: MatterRow, new: NewFile) -> None:
        """Enter the new key of a walled matter, and write it into the log behind the wall."""
        inside, matter_id = self.inside(), row.matter_id

        def note(matter: MatterFile) -> None:
            log = AuditLog(matter.database, matter.audit_keys, self._clock)
            log.add(Act.MATTER_KEY_ROTATED, subject=[matter_id])

        note_in_new_file(inside, matter_id, new, note)
        put_renewed(inside, row, new)

    def _open_registry(self) -> Database:
        return self._registry.database

    def _share(self, root: Root) -> None:
        """Follow the keys of the vault that this one is a sibling of."""
        self._root = root
        self._registry = OpenRegistry(self._folder, root, self._clock)
