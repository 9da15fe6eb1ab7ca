"""Stretching a passphrase with Argon2id (RFC 9106), so that each guess costs time and memory.

A passphrase is brought to Unicode's form NFKC and UTF-8 first: the same keys pressed on two systems
give the same bytes. Parameters stand in the slot, in clear; altering them gives another key, so
that the slot no longer opens.

    result  = Argon2id(passphrase, salt, memory, iterations, lanes), 32 bytes, version 0x13

Source: RFC 9106, section 4, second recommended option (64 MiB, 3 passes, 4 lanes): nothing less is
made or read. OWASP's floor (19 MiB, 2 passes) lies below it.
"""

import secrets
import time
import unicodedata
from typing import Annotated

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop.domain.errors import WeakPassphraseError
from desktop.vault.keys import StretchedPassphrase

SALT_BYTES = 16
LANES = 4
LEAST_ITERATIONS, MOST_ITERATIONS = 3, 64
LEAST_MEMORY_KIB, MOST_MEMORY_KIB = 64 << 10, 1 << 20
"""What is read: at most 1 GiB, so that an altered slot file cannot take the computer's memory."""

CHOSEN_MEMORY_KIB = 256 << 10
"""What is made at most: enough to hurt graphics cards, and there on every workstation."""

TARGET_S = 0.5
"""A person waits so long at each unlocking; someone who guesses pays it for each guess."""

CALIBRATING_RUNS = 3

LEAST_CHARACTERS, MOST_CHARACTERS = 14, 1_024
LEAST_DIFFERENT_CHARACTERS = 6


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What one guess costs.

    Attributes:
        salt: 16 random bytes.
        memory_kib: Memory, in KiB.
        iterations: Passes over it.
        lanes: Parts that are filled at the same time.
    """

    salt: Annotated[bytes, msgspec.Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]
    memory_kib: Annotated[int, msgspec.Meta(ge=LEAST_MEMORY_KIB, le=MOST_MEMORY_KIB)]
    iterations: Annotated[int, msgspec.Meta(ge=LEAST_ITERATIONS, le=MOST_ITERATIONS)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)] = LANES


def stretched(passphrase: str, costs: Costs) -> StretchedPassphrase:
    """Stretch a passphrase; takes about half a second and the memory that the costs say."""
    argon = Argon2id(
        salt=costs.salt,
        length=StretchedPassphrase.LENGTH_BYTES,
        iterations=costs.iterations,
        lanes=costs.lanes,
        memory_cost=costs.memory_kib,
    )
    return StretchedPassphrase(argon.derive(_as_bytes(passphrase)))


def demand_strength(passphrase: str) -> None:
    """Refuse a passphrase that can be guessed from a stolen disk in spite of the stretching.

    Length alone is asked for, and not all the same: rules about digits and signs make passphrases
    that are written on a note. Source: NIST SP 800-63B, section 5.1.1.2.

    Raises:
        WeakPassphraseError: It is too short or of too few different characters.
    """
    plain = unicodedata.normalize("NFKC", passphrase)
    if len(plain) < LEAST_CHARACTERS or len(set(plain)) < LEAST_DIFFERENT_CHARACTERS:
        raise WeakPassphraseError
    if len(plain) > MOST_CHARACTERS:
        raise WeakPassphraseError(
            "This passphrase is too long.", remedy=f"Take at most {MOST_CHARACTERS} characters."
        )


def calibrated() -> Costs:
    """Costs that take this computer about half a second, and never less than the floor.

    The faster of a few runs at the floor tells the speed: another program may have slowed one down.
    Time grows with memory and with passes alike.
    """
    floor = Costs(
        salt=secrets.token_bytes(SALT_BYTES),
        memory_kib=LEAST_MEMORY_KIB,
        iterations=LEAST_ITERATIONS,
    )
    return costs_for(min(_timed_s(floor) for _ in range(CALIBRATING_RUNS)))


def costs_for(floor_s: float) -> Costs:
    """Fresh costs for a computer that takes `floor_s` seconds for the least ones."""
    memory_kib, spare = LEAST_MEMORY_KIB, TARGET_S / max(floor_s, 1e-3)
    while spare >= 2 and memory_kib < CHOSEN_MEMORY_KIB:
        memory_kib, spare = memory_kib * 2, spare / 2
    iterations = min(max(LEAST_ITERATIONS, int(LEAST_ITERATIONS * spare)), MOST_ITERATIONS // 4)
    return Costs(salt=secrets.token_bytes(SALT_BYTES), memory_kib=memory_kib, iterations=iterations)


def _timed_s(costs: Costs) -> float:
    begun_s = time.perf_counter()
    stretched("the time that this takes", costs)
    return time.perf_counter() - begun_s


def _as_bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
