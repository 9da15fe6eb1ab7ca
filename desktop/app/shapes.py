"""From the shapes that the bridge knows to the real things behind them."""

from typing import TYPE_CHECKING

from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.casework.control import Control

if TYPE_CHECKING:
    from desktop.vault.vault import Vault


def real(vault: VaultLike) -> "Vault":
    """The vault itself behind the shape that the bridge knows."""
    from desktop.vault.vault import Vault

    if not isinstance(vault, Vault):
        raise TypeError
    return vault


def own(control: ControlLike) -> Control:
    """The control itself behind the shape that the bridge knows."""
    if not isinstance(control, Control):
        raise TypeError
    return control
