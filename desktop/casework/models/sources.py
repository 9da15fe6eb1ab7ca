"""Pairs of model files in a folder or on a stick, and in the folders of Ollama and LM Studio.

Only names, sizes and Ollama's own lists are looked at here; no model file is opened. Ollama keeps

    manifests/<host>/<owner>/<model>/<tag>   a JSON list of layers, each with its kind and SHA-256
    blobs/sha256-<hexadecimal>               the layers; one is the weights, one the projector

and LM Studio keeps `<owner>/<repository>/*.gguf`. Both are only ever read.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.domain.errors import NoPairError, SeveralPairsError

MAX_DEPTH = 4
MAX_ENTRIES = 20_000
MAX_LIST_BYTES = 256 << 10
"""Of one of Ollama's lists; they take about a kilobyte."""

_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
_DIGEST = re.compile(r"^sha256:([0-9a-f]{64})$")
_WEIGHTS, _PROJECTOR = (
    "application/vnd.ollama.image.model",
    "application/vnd.ollama.image.projector",
)


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two files that could be one model.

    Attributes:
        title: For people.
        first: The weights, as far as names tell.
        second: The projector, as far as names tell.
        came_from: "folder", "ollama" or "lm_studio".
        first_sha256: What the source says it is; "": it says nothing.
        second_sha256: The same.
    """

    title: str
    first: Path
    second: Path
    came_from: str = "folder"
    first_sha256: str = ""
    second_sha256: str = ""

    @property
    def size_bytes(self) -> int:
        """Of both; 0 where a file is gone."""
        try:
            return self.first.stat().st_size + self.second.stat().st_size
        except OSError:
            return 0


class _Layer(msgspec.Struct):
    media_type: str = msgspec.field(name="mediaType", default="")
    digest: str = ""


class _List(msgspec.Struct):
    layers: tuple[_Layer, ...] = ()


_lists = msgspec.json.Decoder(_List)


def known_places(environment: dict[str, str], home: Path) -> tuple[Path, ...]:
    """Where Ollama and LM Studio keep models on this machine, as far as they are there."""
    told = environment.get("OLLAMA_MODELS", "")
    places = (
        *([Path(told)] if told else []),
        home / ".ollama" / "models",
        Path("/usr/share/ollama/.ollama/models"),
        home / ".lmstudio" / "models",
        home / ".cache" / "lm-studio" / "models",
    )
    return tuple(place for place in places if place.is_dir())


def pairs_of_others(environment: dict[str, str], home: Path) -> tuple[FoundPair, ...]:
    """Every pair that Ollama and LM Studio keep on this machine.

    Args:
        environment: Of the account; Ollama can be told of another folder there.
        home: Of the account.
    """
    places = known_places(environment, home)
    return tuple(dict.fromkeys(pair for place in places for pair in pairs_in(place)))


def pairs_in(place: Path) -> tuple[FoundPair, ...]:
    """Every pair in a folder and below it, by its title."""
    folder = place / "models" if (place / "models" / "manifests").is_dir() else place
    if (folder / "manifests").is_dir() and (folder / "blobs").is_dir():
        found = _ollama_pairs(folder)
    else:
        came_from = "lm_studio" if _is_lm_studio(place) else "folder"
        found = _folder_pairs(folder, came_from)
    return tuple(sorted(found, key=lambda pair: pair.title))


def pair_at(first: Path, second: Path | None = None) -> FoundPair:
    """The pair that is meant by a folder or by two files.

    Raises:
        NoPairError: None is there.
        SeveralPairsError: More than one is.
    """
    if second is not None:
        if not (first.is_file() and second.is_file()):
            raise NoPairError
        return FoundPair(first.stem, first, second)
    found = pairs_in(first.parent if first.is_file() else first)
    if first.is_file():
        found = tuple(pair for pair in found if first in (pair.first, pair.second))
    if not found:
        raise NoPairError
    if len(found) > 1:
        raise SeveralPairsError
    return found[0]


def _is_lm_studio(place: Path) -> bool:
    return any(part in {".lmstudio", "lm-studio"} for part in place.parts)


def _folder_pairs(top: Path, came_from: str) -> Iterator[FoundPair]:
    for folder, names in _folders(top):
        files = [
            folder / name
            for name in sorted(names)
            if name.lower().endswith(".gguf") and not _PART.search(name)
        ]
        projectors = [file for file in files if "mmproj" in file.name.lower()]
        weights = [file for file in files if file not in projectors]
        if not projectors and len(weights) == 2:
            yield FoundPair(weights[0].stem, weights[0], weights[1], came_from)
            continue
        for file in weights:
            for projector in projectors:
                title = file.stem if len(projectors) == 1 else f"{file.stem} + {projector.stem}"
                yield FoundPair(title, file, projector, came_from)


def _folders(top: Path) -> Iterator[tuple[Path, list[str]]]:
    seen = 0
    depth_of_top = len(top.parts)
    for folder, below, names in os.walk(top):
        seen += len(names) + len(below)
        if seen > MAX_ENTRIES:
            return
        if len(Path(folder).parts) - depth_of_top >= MAX_DEPTH:
            below.clear()
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield Path(folder), names


def _ollama_pairs(top: Path) -> Iterator[FoundPair]:
    for file in sorted((top / "manifests").glob("*/*/*/*"))[:MAX_ENTRIES]:
        try:
            with file.open("rb") as opened:
                layers = _lists.decode(opened.read(MAX_LIST_BYTES)).layers
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            continue
        digests = {layer.media_type: _DIGEST.match(layer.digest) for layer in layers}
        weights, projector = digests.get(_WEIGHTS), digests.get(_PROJECTOR)
        if not weights or not projector:
            continue
        first, second = (top / "blobs" / f"sha256-{found[1]}" for found in (weights, projector))
        if first.is_file() and second.is_file():
            title = f"{file.parent.name}:{file.name}"
            yield FoundPair(title, first, second, "ollama", weights[1], projector[1])
