"""The two files of a model, checked before anything maps them."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.domain.errors import ModelFilesError, ModelLoadError, ModelTooLargeError
from models.families import LINEAR_PROJECTORS, PLANAR_PROJECTORS, Family, family_of, is_planar
from models.gguf_header import GgufHeader, read_gguf_header
from models.manifest import Manifest, manifest_beside

MAX_CONTEXT_TOKENS = 8192
"""A page of 4,000 image tokens, a long prompt and the longest answer that can be asked for."""

_LAST_TENSORS = (
    "mm.2.weight",
    "mm.3.weight",
    "mm.model.fc.weight",
    "mm.1.weight",
    "mm.0.weight",
)
"""Names of the last matrix of projectors; its slowest side is the width of what comes out. Which
one is last differs by projector, so only a pair in which none fits is refused.
Source: clip-impl.h."""

_ROOM_FOR_WORK_BYTES = 128 << 20
"""Buffers of llama.cpp for one picture and one batch; the starter model takes 60 MiB in all."""


@dataclass(frozen=True, slots=True)
class PairFiles:
    """Two files that are what they should be and belong together.

    Attributes:
        weights_sha256: Hexadecimal, as computed now; "" where only headers were looked at.
        context_tokens: How many tokens will fit at once.
    """

    weights_path: Path
    projector_path: Path
    weights: GgufHeader
    projector: GgufHeader
    weights_sha256: str
    projector_sha256: str
    manifest: Manifest | None
    context_tokens: int

    @property
    def architecture(self) -> str:
        """Of the language part, as llama.cpp names it."""
        return self.weights.text("general.architecture")

    @property
    def projector_type(self) -> str:
        """Of the seeing part, as llama.cpp names it."""
        return self.projector.text("clip.projector_type") or self.projector.text(
            "clip.vision.projector_type"
        )

    @property
    def name(self) -> str:
        """Of the model: from its manifest, else from its own header."""
        if self.manifest is not None:
            return self.manifest.name
        return self.weights.text("general.name", self.weights_path.stem)

    @property
    def family(self) -> Family | None:
        """Of a general model; None where it is of no known one, or has a manifest of its own."""
        if self.manifest is not None:
            return None
        title = f"{self.name} {self.weights.text('general.basename')}"
        return family_of(self.projector_type, title)


def check_pair(
    weights_path: Path,
    projector_path: Path,
    *,
    weights_sha256: str = "",
    projector_sha256: str = "",
) -> PairFiles:
    """Check hashes and headers of a pair of files.

    Args:
        weights_path: The language model.
        projector_path: The seeing part.
        weights_sha256: Hexadecimal, or "" to accept what is there; a manifest beside the files that
            names them is obeyed either way.
        projector_sha256: The same for the projector.

    Raises:
        ModelFilesError: A file is absent, damaged, not what its hash says, or no part of a pair.
        ModelLoadError: Each file is sound but they do not belong together.
    """
    manifest = manifest_beside(weights_path, projector_path)
    computed = []
    for path, told, known in (
        (weights_path, weights_sha256, manifest and manifest.weights.sha256),
        (projector_path, projector_sha256, manifest and manifest.projector.sha256),
    ):
        sha256 = _sha256_of(path)
        if any(wanted and wanted.lower() != sha256 for wanted in (told, known)):
            raise ModelFilesError("A file of the vision model is not the one that was recorded.")
        computed.append(sha256)
    pair = read_pair(weights_path, projector_path, manifest)
    return replace(pair, weights_sha256=computed[0], projector_sha256=computed[1])


def read_pair(weights_path: Path, projector_path: Path, manifest: Manifest | None) -> PairFiles:
    """Check the headers of a pair of files, whatever their hashes are.

    Raises:
        ModelFilesError: A file is absent, damaged, or no part of a pair.
        ModelLoadError: Each file is sound but they do not belong together.
    """
    weights = read_gguf_header(weights_path)
    projector = read_gguf_header(projector_path)
    _check_parts(weights, projector)
    trained = weights.integer(f"{weights.text('general.architecture')}.context_length", 4096)
    wanted = manifest.context_tokens if manifest else MAX_CONTEXT_TOKENS
    return PairFiles(
        weights_path=weights_path,
        projector_path=projector_path,
        weights=weights,
        projector=projector,
        weights_sha256="",
        projector_sha256="",
        manifest=manifest,
        context_tokens=max(256, min(trained, wanted)),
    )


def bytes_needed(pair: PairFiles) -> int:
    """Memory that the pair takes once loaded, estimated from its headers."""
    name = pair.architecture
    layers = pair.weights.integer(f"{name}.block_count", 1)
    width = pair.weights.integer(f"{name}.embedding_length", 1)
    heads = max(1, pair.weights.integer(f"{name}.attention.head_count", 1))
    kept_heads = pair.weights.integer(f"{name}.attention.head_count_kv", heads)
    head_width = pair.weights.integer(f"{name}.attention.key_length", width // heads)
    kept = 2 * 2 * layers * kept_heads * head_width * pair.context_tokens
    files = pair.weights.file_bytes + pair.projector.file_bytes
    return files + files // 10 + kept + _ROOM_FOR_WORK_BYTES


def check_memory(pair: PairFiles, *, meminfo: Path = Path("/proc/meminfo")) -> None:
    """Refuse a pair that the machine has no room for now.

    Where the operating system does not say how much is free, nothing is refused.

    Raises:
        ModelTooLargeError: It would not fit.
    """
    available = _available_bytes(meminfo)
    needed = bytes_needed(pair)
    if available is not None and needed > available:
        raise ModelTooLargeError(
            f"The vision model needs {needed / 1e9:.1f} GB of memory and "
            f"{available / 1e9:.1f} GB are free."
        )


def _available_bytes(meminfo: Path) -> int | None:
    try:
        for line in meminfo.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None
    return None


def _check_parts(weights: GgufHeader, projector: GgufHeader) -> None:
    if projector.text("general.architecture") != "clip":
        raise ModelFilesError("The second file of the vision model is not a projector.")
    if projector.values.get("clip.has_vision_encoder") is not True:
        raise ModelFilesError("The projector of the vision model does not take pictures.")
    name = weights.text("general.architecture")
    if not name or name == "clip" or not weights.list_lengths.get("tokenizer.ggml.tokens"):
        raise ModelFilesError("The first file of the vision model holds no language model.")
    kind = projector.text("clip.projector_type") or projector.text("clip.vision.projector_type")
    if kind in (LINEAR_PROJECTORS if is_planar(weights) else PLANAR_PROJECTORS):
        raise ModelLoadError("The two files of the vision model do not belong together.")
    width = weights.integer(f"{name}.embedding_length")
    said = projector.integer("clip.vision.projection_dim")
    found = {
        projector.tensors[last].sides[-1] for last in _LAST_TENSORS if last in projector.tensors
    }
    if width in found or width == said:
        return
    if found or said:
        raise ModelLoadError("The two files of the vision model do not belong together.")


def _sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ModelFilesError("A file of the vision model cannot be read.") from None
