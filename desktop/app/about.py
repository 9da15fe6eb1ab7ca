"""What the about page says of this computer."""

import sys

from desktop import __version__, offline
from desktop.domain.walls import WORDS, walls_of
from desktop.paths import vault_folder
from desktop.ui.about_page import About, Wall
from desktop.walls.offered import offered_walls

KEYRINGS = {"win32": "the Windows Credential Manager", "darwin": "the macOS keychain"}
OTHER_KEYRING = "the keyring of your account"

UNTRIED = frozenset({"win32", "darwin"})
"""Systems whose walls are written but were never tried."""


def about_here() -> About:
    """Version, places, and every wall of this system with what stands where it is missing."""
    offered = () if sys.platform in UNTRIED else offered_walls()
    return About(
        version=__version__,
        vault_folder=vault_folder(),
        keyring_name=KEYRINGS.get(sys.platform, OTHER_KEYRING),
        walls=(
            Wall(
                "In Camera itself cannot make a socket that leaves this computer.",
                stands=offline.SECCOMP in offline.close_network(),
                instead="its code in Python is refused sockets",
            ),
            *(
                Wall(
                    f"A worker cannot {WORDS[wall].refuses}.",
                    stands=wall in offered,
                    instead=WORDS[wall].instead,
                )
                for wall in walls_of(sys.platform)
            ),
        ),
    )
