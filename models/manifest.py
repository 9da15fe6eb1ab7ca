"""What a model was made for: a page of TOML beside its two files, bound to them by their hashes.

A model without such a page is a general one: it takes instructions and any size of picture.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from desktop.domain.errors import ModelFilesError

MANIFEST_NAME = "manifest.toml"
MAX_MANIFEST_BYTES = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One of the two files.

    Attributes:
        sha256: Hexadecimal.
    """

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of pictures that a model was trained on, in pixels."""

    min_width_px: int
    min_height_px: int
    max_width_px: int
    max_height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a model trained on small regions can see.

    Attributes:
        glyph_height_px: Height of a line of words, tall letters to descenders, that it reads best.
        min_glyph_height_px: Below this it does not read; a region is not shrunk further.
        side_multiple_px: Sides of a picture are padded to multiples of this.
        image_max_tokens: Limit for llama.cpp's own scaling.
        line: Pictures of one line.
        block: Pictures of several lines.
    """

    glyph_height_px: int
    min_glyph_height_px: int
    side_multiple_px: int
    image_max_tokens: int
    line: Shape
    block: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How a model is asked what kind of document a page begins.

    Attributes:
        question: The sentence that goes with a whole page in small.
        width_px: Of the picture, a multiple of `Sight.side_multiple_px`.
        height_px: The same.
    """

    question: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedPrompts:
    """The only sentences that a model trained from scratch understands.

    Attributes:
        field: With `{field}` for the name.
        fields: Answered with a JSON object.
        names: Of the fields it knows, in the order in which the object gives them.
        leaves_out_absent: Whether the object is compact and names only what is there; else it has
            spaces and all of `names`, with null for what is not there.
        absent: What it answers where a field is not there.
        unreadable: What it answers, to anything, where nothing can be read.
        kind: None where it cannot tell the kind of a document.
    """

    read: str
    field: str
    fields: str
    names: tuple[str, ...]
    absent: str
    leaves_out_absent: bool = False
    unreadable: str = "unreadable"
    kind: Overview | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole page."""

    name: str
    licence: str
    context_tokens: int
    weights: ModelFile
    projector: ModelFile
    sight: Sight
    prompts: TrainedPrompts


def manifest_beside(weights_path: Path, projector_path: Path) -> Manifest | None:
    """The manifest of these two files, or None where none in their folder names them.

    Raises:
        ModelFilesError: A manifest is there but cannot be understood.
    """
    path = weights_path.parent / MANIFEST_NAME
    try:
        with path.open("rb") as file:
            text = file.read(MAX_MANIFEST_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        raise ModelFilesError("The manifest of the vision model cannot be read.") from None
    try:
        page: dict[str, Any] = tomllib.loads(text.decode("utf-8"))
        manifest = msgspec.convert(page, Manifest)
    except (ValueError, msgspec.ValidationError):
        raise ModelFilesError("The manifest of the vision model cannot be understood.") from None
    names_them = (
        projector_path.parent == weights_path.parent
        and manifest.weights.file == weights_path.name
        and manifest.projector.file == projector_path.name
    )
    return manifest if names_them else None
