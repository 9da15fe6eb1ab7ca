"""Licence and territory: a model that its licence does not open needs a recorded decision.

Decisions are appended to a file beside the settings, one JSON object a line. They hold for the hash
of the weights they were made about, never for a name.
"""

import getpass
import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.casework.models.catalogue import Catalogue
from desktop.domain.errors import (
    LicenceGateError,
    ModelUnsupportedError,
    SettingsError,
)
from desktop.domain.imported_model import ImportedModel
from desktop.domain.model_catalogue import Gate, Override

MAX_FILE_BYTES = 1 << 20
MAX_REASON_CHARS = 500

_decoder = msgspec.json.Decoder(Override)


class LicenceGate:
    """Says whether a model may be used, and keeps who decided so.

    Args:
        file: Of the decisions; need not exist.
        catalogue: Knows the licences.
    """

    def __init__(self, file: Path, catalogue: Catalogue) -> None:
        """Read nothing yet."""
        self._file = file
        self._catalogue = catalogue

    def overrides(self) -> tuple[Override, ...]:
        """Every decision, oldest first.

        Raises:
            SettingsError: The file cannot be read or understood.
        """
        try:
            with self._file.open("rb") as opened:
                raw = opened.read(MAX_FILE_BYTES)
            return tuple(_decoder.decode(line) for line in raw.splitlines() if line.strip())
        except FileNotFoundError:
            return ()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            raise SettingsError(
                "The file of decisions about licences of models cannot be read."
            ) from None

    def override_of(self, model: ImportedModel) -> Override | None:
        """The latest decision about these weights and this gate."""
        gate = self._catalogue.gate_of(model)
        fitting = [
            decision
            for decision in self.overrides()
            if decision.weights_sha256 == model.weights_sha256 and decision.gate is gate
        ]
        return fitting[-1] if fitting else None

    def demand_open(self, model: ImportedModel) -> None:
        """Refuse a model that may not be used.

        Raises:
            ModelUnsupportedError: The engine cannot run its kind.
            LicenceGateError: Its licence does not allow it, and nobody has recorded a decision.
        """
        gate = self._catalogue.gate_of(model)
        if not gate.can_be_overridden:
            raise ModelUnsupportedError
        if not gate.is_open and self.override_of(model) is None:
            raise LicenceGateError

    def record(self, model: ImportedModel, why: str, now: datetime) -> Override:
        """Keep a decision to use a model in spite of its gate.

        Args:
            model: To be used.
            why: In the words of whoever decides.
            now: In UTC.

        Raises:
            ModelUnsupportedError: No decision opens this one.
            SettingsError: There is no reason, or the decision cannot be kept.
        """
        gate = self._catalogue.gate_of(model)
        if not gate.can_be_overridden:
            raise ModelUnsupportedError
        reason = " ".join(why.split())
        if not reason or len(reason) > MAX_REASON_CHARS or not reason.isprintable():
            raise SettingsError(
                "A decision about a licence needs a reason.",
                remedy=f"Say in at most {MAX_REASON_CHARS} letters who allowed it and why.",
            )
        decision = Override(
            model_id=model.model_id,
            weights_sha256=model.weights_sha256,
            gate=gate,
            who=_account(),
            when=now.isoformat(timespec="seconds"),
            why=reason,
        )
        self._append(msgspec.json.encode(decision))
        return decision

    def needs_decision(self, model: ImportedModel) -> Gate | None:
        """The gate that a decision would have to open; None where none stands."""
        gate = self._catalogue.gate_of(model)
        return None if gate.is_open or self.override_of(model) is not None else gate

    def _append(self, line: bytes) -> None:
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(self._file, flags, 0o600), "ab") as opened:
                opened.write(line + b"\n")
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:
            raise SettingsError(
                "The decision about the model's licence cannot be kept.",
                remedy="Check the rights on the folder of the settings.",
            ) from None


def _account() -> str:
    """The account that decides, from the system itself: environments can say anything."""
    if sys.platform == "win32":
        return getpass.getuser()
    import pwd  # noqa: PLC0415 - there is none on Windows

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"account {os.getuid()}"
