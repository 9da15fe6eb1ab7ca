"""The models that were brought to this workstation: a folder for each, its record beside its files.

models/
  <model id>/          the two files under their own names, perhaps manifest.toml
    record.json        what is known of them (`ImportedModel`)
  .incoming/           files on their way; emptied whenever nobody is at it
  .lock                held by whoever changes the folder
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from desktop.domain.errors import ModelCopyError, ModelsBusyError, NoSuchModelError
from desktop.domain.imported_model import ImportedModel

RECORD_NAME = "record.json"
MANIFEST_NAME = "manifest.toml"
MAX_RECORD_BYTES = 64 << 10

_decoder = msgspec.json.Decoder(ImportedModel)


class ModelFolder:
    """Knows what is in the models folder.

    Args:
        folder: Made when something first comes in.
    """

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self.folder = folder

    @property
    def incoming(self) -> Path:
        """Where files on their way lie."""
        return self.folder / ".incoming"

    def models(self) -> tuple[ImportedModel, ...]:
        """Every imported model, by its name; records that cannot be understood are passed over."""
        found = []
        for record in sorted(self.folder.glob(f"*/{RECORD_NAME}")):
            with contextlib.suppress(NoSuchModelError):
                found.append(self.model(record.parent.name))
        return tuple(found)

    def model(self, model_id: str) -> ImportedModel:
        """One model.

        Raises:
            NoSuchModelError: None has that name, or its record cannot be understood.
        """
        if not model_id or model_id != Path(model_id).name or model_id.startswith("."):
            raise NoSuchModelError
        try:
            with (self.folder / model_id / RECORD_NAME).open("rb") as file:
                model = _decoder.decode(file.read(MAX_RECORD_BYTES))
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            raise NoSuchModelError from None
        if model.model_id != model_id:
            raise NoSuchModelError
        return model

    def model_with(self, one_sha256: str, other_sha256: str) -> ImportedModel | None:
        """The model that has these two files, in either order."""
        wanted = {one_sha256, other_sha256}
        return next(
            (
                model
                for model in self.models()
                if {model.weights_sha256, model.projector_sha256} == wanted
            ),
            None,
        )

    def paths_of(self, model: ImportedModel) -> tuple[Path, Path]:
        """Its weights and its projector."""
        home = self.folder / model.model_id
        return home / model.weights_file, home / model.projector_file

    def keep(self, model: ImportedModel) -> ImportedModel:
        """Write the record of a model in one step.

        Raises:
            ModelCopyError: It cannot be written.
        """
        target = self.folder / model.model_id / RECORD_NAME
        beside = target.with_name(f"{RECORD_NAME}.new")
        try:
            with os.fdopen(os.open(beside, _NEW_FILE, 0o600), "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(model), indent=2))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError:
            raise ModelCopyError("What is known of the model could not be kept.") from None
        return model

    def settle(self, model: ImportedModel) -> ImportedModel:
        """Give the files that have come in their place; the lock is held.

        Raises:
            ModelCopyError: They cannot be moved.
        """
        target = self.folder / model.model_id
        try:
            self.incoming.replace(target)
        except OSError:
            raise ModelCopyError from None
        return self.keep(model)

    def remove(self, model_id: str) -> None:
        """Delete a model and its record.

        Raises:
            NoSuchModelError: There is none.
            ModelsBusyError: Another process changes the folder.
        """
        with self.changing():
            home = self.folder / self.model(model_id).model_id
            (home / RECORD_NAME).unlink()  # without it nobody takes the rest for a model
            shutil.rmtree(home, ignore_errors=True)

    def tidy(self) -> None:
        """Clear what an interrupted import has left behind, unless somebody is at it."""
        if self.folder.is_dir():
            with contextlib.suppress(ModelsBusyError, ModelCopyError), self.changing():
                pass

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the folder's lock; what an interrupted import has left behind goes first.

        Raises:
            ModelsBusyError: Another process holds it.
            ModelCopyError: The folder cannot be made.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = (self.folder / ".lock").open("ab")
        except OSError:
            raise ModelCopyError("The folder of models cannot be made.") from None
        with file:
            if not _lock(file):
                raise ModelsBusyError
            self._clear()
            yield

    def _clear(self) -> None:
        shutil.rmtree(self.incoming, ignore_errors=True)
        for home in self.folder.iterdir():
            if home.is_dir() and not (home / RECORD_NAME).exists():
                shutil.rmtree(home, ignore_errors=True)


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


def _lock(file: IO[bytes]) -> bool:
    """Take a lock that ends with the process; False where another one has it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
