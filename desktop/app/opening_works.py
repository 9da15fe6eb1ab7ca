"""Opening and making the vault as the window asks for it."""

from pathlib import Path

from desktop.app.clock import now
from desktop.bridge.shapes import VaultLike
from desktop.bridge.works import Offer
from desktop.casework.members.desk import join
from desktop.casework.members.folder import use_folder
from desktop.casework.opening import create_vault, open_vault, way_by_passphrase, way_by_sheet
from desktop.domain.member import Member
from desktop.domain.ways_in import WayKind
from desktop.vault.slots.ways import Way


def opened(folder: Path, offer: Offer) -> VaultLike:
    """The vault of a folder, opened with what a person offers; see `open_vault`."""
    return open_vault(folder, now, _way_of(offer))


def made(folder: Path) -> VaultLike:
    """A new vault in a folder, open; see `create_vault`."""
    return create_vault(folder, now)


def joined(folder: Path, code: str, passphrase: str | None) -> Member:
    """This account as a member of the vault in a folder, which it uses from now on; see `join`."""
    member = join(folder, now, code, passphrase)
    use_folder(folder)
    return member


def _way_of(offer: Offer) -> Way | None:
    """What the vault is opened with; None: the keyring alone."""
    match offer.kind:
        case WayKind.KEYRING:
            return None
        case WayKind.KEYRING_AND_PASSPHRASE | WayKind.PASSPHRASE:
            return way_by_passphrase(offer.text)
        case WayKind.SHEET:
            return way_by_sheet(offer.text)
