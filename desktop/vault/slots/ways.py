"""The ways in: what a person or this computer offers, and the vault key that it opens.

    way                              opens slots of the kind
    KeyringWay(key store)            keyring
    PassphraseWay(passphrase)        passphrase
    PassphraseWay(.., key store)     passphrase, and keyring-and-passphrase
    SheetWay(text)                   sheet, proven or not

A slot that this keyring does not know belongs to another account or computer and is passed over. A
slot that was altered does not keep a sound one from opening.
"""

from dataclasses import dataclass, field

from desktop.domain.errors import (
    InCameraError,
    KeyMissingError,
    VaultDamagedError,
    WayAbsentError,
    WrongKeyError,
    WrongPassphraseError,
    WrongSheetError,
)
from desktop.domain.ways_in import WayKind
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import (
    KeyEncryptionKey,
    KeyringAndPassphrase,
    KeyringSecret,
    VaultKey,
    derive,
)
from desktop.vault.labels import Label
from desktop.vault.place import Place
from desktop.vault.slots.file import (
    KeyringAndPassphraseSlot,
    KeyringSlot,
    PassphraseSlot,
    SheetSlot,
    Slot,
    SlotFile,
    place_in,
)
from desktop.vault.slots.kinds import kinds_of
from desktop.vault.slots.receiving import opening_key
from desktop.vault.slots.sheet_code import secret_of
from desktop.vault.slots.stretching import Costs, stretched
from desktop.vault.wrapping import (
    unwrap,
)


@dataclass(frozen=True, slots=True)
class KeyringWay:
    """The keyring of the operating system alone."""

    key_store: KeyStore


@dataclass(frozen=True, slots=True)
class PassphraseWay:
    """A passphrase; with a key store also where a slot asks for both."""

    passphrase: str = field(repr=False)
    key_store: KeyStore | None = None


@dataclass(frozen=True, slots=True)
class SheetWay:
    """What was typed from a recovery sheet, or read from its QR code."""

    text: str = field(repr=False)


Way = KeyringWay | PassphraseWay | SheetWay


def vault_key_of(slot_file: SlotFile, way: Way) -> VaultKey:
    """Open the vault key with the first slot that this way opens.

    Raises:
        KeyMissingError: The keyring holds the secret of no slot.
        WayAbsentError: No slot asks for a passphrase, or for a sheet.
        WrongPassphraseError: The passphrase opens no slot.
        SheetMistypedError: A group of the sheet is not as printed.
        WrongSheetError: The sheet opens no slot.
        WrongKeyError: The secret in the keyring does not belong to the slot.
        VaultDamagedError: The slot was altered, or what the keyring holds is no secret of ours.
        KeyStoreError: The keyring cannot be used.
    """
    if isinstance(way, SheetWay):
        secret_of(way.text)  # A mistyped group is named, whatever slots there are.
    first_error: InCameraError | None = None
    has_tried = False
    for slot in slot_file.slots:
        try:
            kek = slot_key_of(slot_file.vault_id, slot, way)
            if kek is not None:
                has_tried = True
                kek = opening_key(slot, slot_file.vault_id, kek)
                return unwrap(kek, slot.wrapped, place_of(slot_file), VaultKey)
        except (WrongKeyError, VaultDamagedError) as error:
            first_error = _more_telling(first_error, error)
    raise first_error_of(way, first_error, slot_file, has_tried=has_tried)


def slot_key_of(vault_id: str, slot: Slot, way: Way) -> KeyEncryptionKey | None:
    """The key-encryption key of a slot; None where the slot asks for something else.

    Raises:
        VaultDamagedError: What the keyring holds is no secret of ours.
        KeyStoreError: The keyring cannot be used.
        SheetMistypedError: A group of the sheet is not as printed.
    """
    match slot, way:
        case KeyringSlot(), KeyringWay(key_store):
            secret = _kept_secret(key_store, slot.key_name)
            return None if secret is None else keyring_key(vault_id, secret)
        case PassphraseSlot(), PassphraseWay(passphrase):
            return passphrase_key(vault_id, passphrase, slot.costs)
        case KeyringAndPassphraseSlot(), PassphraseWay(passphrase, key_store) if key_store:
            secret = _kept_secret(key_store, slot.key_name)
            if secret is None:
                return None
            return keyring_and_passphrase_key(vault_id, secret, passphrase, slot.costs)
        case SheetSlot(), SheetWay(text):
            return derive(secret_of(text), Label.SHEET_KEK, vault_id.encode("ascii"))
        case _:
            return None


def keyring_key(vault_id: str, secret: KeyringSecret) -> KeyEncryptionKey:
    """The key of a slot that asks for the keyring alone."""
    return derive(secret, Label.KEYRING_KEK, vault_id.encode("ascii"))


def passphrase_key(vault_id: str, passphrase: str, costs: Costs) -> KeyEncryptionKey:
    """The key of a slot that asks for a passphrase alone."""
    return derive(stretched(passphrase, costs), Label.PASSPHRASE_KEK, vault_id.encode("ascii"))


def keyring_and_passphrase_key(
    vault_id: str, secret: KeyringSecret, passphrase: str, costs: Costs
) -> KeyEncryptionKey:
    """The key of a slot that asks for both."""
    both = KeyringAndPassphrase(secret.reveal() + stretched(passphrase, costs).reveal())
    return derive(both, Label.KEYRING_AND_PASSPHRASE_KEK, vault_id.encode("ascii"))


def place_of(slot_file: SlotFile) -> Place:
    """Where the wrapped key of each slot of a file lives."""
    return place_in(slot_file.vault_id, slot_file.key_epoch)


def first_error_of(
    way: Way, error: InCameraError | None, slot_file: SlotFile, *, has_tried: bool
) -> InCameraError:
    """What to tell about a way that opened nothing.

    Args:
        way: What was offered.
        error: What the slots that were tried said.
        slot_file: Names the ways that there are.
        has_tried: Whether any slot was tried.
    """
    kinds = kinds_of(slot_file)
    if isinstance(error, VaultDamagedError) or (error and isinstance(way, KeyringWay)):
        return error
    if has_tried:
        return WrongPassphraseError() if isinstance(way, PassphraseWay) else WrongSheetError()
    if isinstance(way, KeyringWay) or (
        isinstance(way, PassphraseWay) and WayKind.KEYRING_AND_PASSPHRASE in kinds
    ):
        return KeyMissingError(remedy=_remedy(kinds))
    wanted = "passphrase" if isinstance(way, PassphraseWay) else "recovery sheet"
    return WayAbsentError(f"The vault has no {wanted}.")


def _more_telling(one: InCameraError | None, other: InCameraError) -> InCameraError:
    """Damage says more than a key that is not the right one."""
    return other if one is None or isinstance(other, VaultDamagedError) else one


def _remedy(kinds: tuple[WayKind, ...]) -> str:
    others = [
        words
        for kind, words in (
            (WayKind.PASSPHRASE, "with the passphrase"),
            (WayKind.SHEET, "with the recovery sheet"),
        )
        if kind in kinds
    ]
    if not others:
        return KeyMissingError.remedy
    return f"Open the vault {' or '.join(others)}; `incamera key enrol` then makes a new key here."


def _kept_secret(key_store: KeyStore, name: str) -> KeyringSecret | None:
    secret = key_store.get(name)
    if secret is None:
        return None
    try:
        return KeyringSecret(secret)
    except ValueError:
        raise VaultDamagedError("The key in the keyring was altered.") from None
