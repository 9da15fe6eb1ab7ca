"""A model's two files are copied into the models folder, and their hashes found on the way."""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.models.catalogue import Catalogue
from desktop.casework.models.folder import MANIFEST_NAME, ModelFolder
from desktop.casework.models.sources import FoundPair
from desktop.domain.errors import ModelCopyError, ModelSpaceError, NoPairError
from desktop.domain.imported_model import ImportedModel, ModelProgress, ModelStep

CHUNK_BYTES = 4 << 20
REPORT_EVERY_BYTES = 64 << 20
"""About 0.1 s of a fast disk, 2 s of a slow stick."""

SPARE_BYTES = 1 << 30
"""Left free on the disk for everything else."""

MAX_MODEL_BYTES = 1 << 40
"""Ten times the largest open model as it is quantised for workstations."""

MAX_MANIFEST_BYTES = 64 << 10

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}\.gguf", re.IGNORECASE)
_NOT_ID = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class _Copied:
    sha256: str
    size_bytes: int


def import_pair(
    found: FoundPair,
    models: ModelFolder,
    catalogue: Catalogue,
    control: Control,
    clock: Callable[[], datetime],
) -> Iterator[ModelProgress]:
    """Copy a pair and write its record; what was stopped or failed leaves nothing.

    Args:
        found: The two files.
        models: Where they go.
        catalogue: Recognises them by their hashes.
        control: Pauses and stops.
        clock: Tells the time, in UTC.

    Yields:
        Progress in bytes; the last one has the model, which may have been here before, or says
        STOPPED.

    Raises:
        NoPairError: They are no ordinary files.
        ModelSpaceError: The disk has no room.
        ModelCopyError: They cannot be read or written, changed meanwhile, or are not what their
            source says.
        ModelsBusyError: Another process is importing.
    """
    with models.changing():
        sizes = tuple(_size_of(path) for path in (found.first, found.second))
        _demand_room(models.folder, sum(sizes))
        names = _names_of(found)
        copied: list[_Copied] = []
        try:
            models.incoming.mkdir(mode=0o700)
            told = (found.first_sha256, found.second_sha256)
            for source, name, size, sha256 in zip(
                (found.first, found.second), names, sizes, told, strict=True
            ):
                before = sum(file.size_bytes for file in copied)
                for step in _copy(source, models.incoming / name, size, control):
                    if step is None:
                        yield ModelProgress(ModelStep.STOPPED, before, sum(sizes))
                        return
                    if isinstance(step, _Copied):
                        copied.append(step)
                    else:
                        yield ModelProgress(ModelStep.COPYING, before + step, sum(sizes))
                if sha256 and copied[-1].sha256 != sha256:
                    raise ModelCopyError("A file is not the one that its folder says it is.")
            manifest_sha256 = _take_manifest(found, models.incoming)
            yield _settled(found, names, copied, manifest_sha256, models, catalogue, clock)
        except OSError as error:
            raise ModelCopyError from error
        finally:
            shutil.rmtree(models.incoming, ignore_errors=True)


def hash_of(path: Path, control: Control) -> Iterator[int | str | None]:
    """Hash a file.

    Yields:
        Bytes done so far, then the SHA-256 as hexadecimal; None where it was stopped.
    """
    digest = hashlib.sha256()
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            if not control.may_go_on():
                yield None
                return
            digest.update(chunk)
            done += len(chunk)
            if done % REPORT_EVERY_BYTES < CHUNK_BYTES:
                yield done
    yield digest.hexdigest()


def _settled(
    found: FoundPair,
    names: tuple[str, str],
    copied: list[_Copied],
    manifest_sha256: str,
    models: ModelFolder,
    catalogue: Catalogue,
    clock: Callable[[], datetime],
) -> ModelProgress:
    first, second = copied
    total = first.size_bytes + second.size_bytes
    here = models.model_with(first.sha256, second.sha256)
    if here is not None:
        return ModelProgress(ModelStep.DONE, total, total, here)
    row = catalogue.row_with_hashes(first.sha256, second.sha256)
    model = ImportedModel(
        model_id=_free_id(row.id if row else found.title, first.sha256, models, is_known=bool(row)),
        name=row.name if row else found.title[:120],
        weights_file=names[0],
        projector_file=names[1],
        weights_sha256=first.sha256,
        projector_sha256=second.sha256,
        weights_bytes=first.size_bytes,
        projector_bytes=second.size_bytes,
        imported_at=clock().isoformat(timespec="seconds"),
        came_from=found.came_from,
        manifest_sha256=manifest_sha256,
        known_id=row.id if row else "",
    )
    return ModelProgress(ModelStep.DONE, total, total, models.settle(model))


def _copy(
    source: Path, target: Path, size_bytes: int, control: Control
) -> Iterator[int | _Copied | None]:
    """Bytes so far, then what was copied; None where it was stopped."""
    digest = hashlib.sha256()
    done = 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with source.open("rb") as reading, os.fdopen(os.open(target, flags, 0o600), "wb") as writing:
        while chunk := reading.read(CHUNK_BYTES):
            if not control.may_go_on():
                yield None
                return
            done += len(chunk)
            if done > size_bytes:
                raise ModelCopyError("A file grew while it was copied.")
            digest.update(chunk)
            writing.write(chunk)
            if done % REPORT_EVERY_BYTES < CHUNK_BYTES:
                yield done
        writing.flush()
        os.fsync(writing.fileno())
    if done != size_bytes:
        raise ModelCopyError("A file ended too early while it was copied.")
    yield _Copied(digest.hexdigest(), done)


def _size_of(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError:
        raise NoPairError from None
    if not path.is_file() or not 0 < size <= MAX_MODEL_BYTES:
        raise NoPairError
    return size


def _demand_room(folder: Path, needed_bytes: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed_bytes + SPARE_BYTES > free:
        raise ModelSpaceError(
            f"The model takes {needed_bytes / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free on "
            "the disk, of which 1 GB is to stay free."
        )


def _names_of(found: FoundPair) -> tuple[str, str]:
    """The files' own names, which a manifest refers to, as far as they are harmless."""
    names = (found.first.name, found.second.name)
    if names[0].lower() != names[1].lower() and all(_SAFE_NAME.fullmatch(name) for name in names):
        return names
    return "weights.gguf", "projector.gguf"


def _take_manifest(found: FoundPair, incoming: Path) -> str:
    """Copy the page of TOML beside the files, if there is one; its SHA-256, else "".

    It is not looked into here: the confined worker does that.
    """
    if found.came_from != "folder" or found.first.parent != found.second.parent:
        return ""
    page = b""
    with (
        contextlib.suppress(FileNotFoundError),
        (found.first.parent / MANIFEST_NAME).open("rb") as file,
    ):
        page = file.read(MAX_MANIFEST_BYTES + 1)
    if not page or len(page) > MAX_MANIFEST_BYTES:
        return ""
    (incoming / MANIFEST_NAME).write_bytes(page)
    return hashlib.sha256(page).hexdigest()


def _free_id(title: str, sha256: str, models: ModelFolder, *, is_known: bool) -> str:
    plain = _NOT_ID.sub("-", title.lower()).strip("-.")[:48].strip("-.") or "model"
    wanted = plain if is_known else f"{plain}-{sha256[:8]}"
    taken = {model.model_id for model in models.models()}
    return wanted if wanted not in taken else f"{plain}-{sha256[:16]}"
