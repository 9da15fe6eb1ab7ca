"""The catalogue of open vision models, and which of its rows an imported model is."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from desktop.domain.imported_model import ImportedModel
from desktop.domain.model_catalogue import Gate, KnownFile, KnownModel
from desktop.paths import resources_folder, starter_model_folder

_DASHES = re.compile(r"[-_.\s]+")


class _Page(msgspec.Struct, forbid_unknown_fields=True):
    dated: str
    model: tuple[KnownModel, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Open models as public sources described them.

    Attributes:
        dated: Year and month in which they were read.
        models: In the order of the file.
        starter: Hashes of the weights and the projector that come with the program.
    """

    dated: str
    models: tuple[KnownModel, ...]
    starter: tuple[str, str] = ("", "")

    def row(self, known_id: str) -> KnownModel | None:
        """The row of that name."""
        return next((row for row in self.models if row.id == known_id), None)

    def row_with_hashes(self, one: str, other: str) -> KnownModel | None:
        """The row that has both files, in either order."""
        for row in self.models:
            weights, projectors = _hashes(row.weights), _hashes(row.projectors)
            if (one in weights and other in projectors) or (other in weights and one in projectors):
                return row
        return None

    def row_by_name(self, *names: str) -> KnownModel | None:
        """The row that is meant by names of files or models, for files of other hashes."""
        plain = [_plain(name) for name in names]
        for row in self.models:
            if any(_plain(part) in name for part in row.names for name in plain):
                return row
        return None

    def gate_of(self, model: ImportedModel) -> Gate:
        """What stands between an imported model and its use."""
        if (model.weights_sha256, model.projector_sha256) == self.starter:
            return Gate.OPEN
        row = self.row(model.known_id) or self.row_by_name(
            model.name, model.weights_file, model.projector_file
        )
        return row.gate if row is not None else Gate.UNKNOWN


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with the program."""
    page = (resources_folder() / "models" / "catalogue.toml").read_bytes()
    read = msgspec.toml.decode(page, type=_Page)
    return Catalogue(read.dated, read.model, _starter_hashes(starter_model_folder()))


def sums_of(row: KnownModel) -> tuple[KnownFile, ...]:
    """The files of a row whose hashes are known."""
    return tuple(file for file in (*row.weights, *row.projectors) if file.sha256)


def _hashes(files: Iterable[KnownFile]) -> set[str]:
    return {file.sha256 for file in files if file.sha256}


def _plain(name: str) -> str:
    return _DASHES.sub("-", name.lower())


def _starter_hashes(folder: Path) -> tuple[str, str]:
    try:
        page = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
        return page["weights"]["sha256"], page["projector"]["sha256"]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError):
        return "", ""
