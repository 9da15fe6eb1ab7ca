"""What two files say about themselves, before a byte of their weights is used."""

from pathlib import Path

from desktop.domain.errors import ModelFilesError
from desktop.domain.imported_model import PairFacts
from models.files import PairFiles, bytes_needed, read_pair
from models.manifest import manifest_beside

MAX_NAME_CHARS = 200


def inspect_pair(first: Path, second: Path) -> PairFacts:
    """Read the headers of a pair of files named in any order.

    Raises:
        ModelFilesError: They are no weights and projector, or damaged.
        ModelLoadError: Each is sound but they do not belong together.
    """
    try:
        return _facts(_read(first, second), is_swapped=False)
    except ModelFilesError as error:
        try:
            return _facts(_read(second, first), is_swapped=True)
        except ModelFilesError:
            raise error from None


def _read(weights: Path, projector: Path) -> PairFiles:
    return read_pair(weights, projector, manifest_beside(weights, projector))


def _facts(pair: PairFiles, *, is_swapped: bool) -> PairFacts:
    return PairFacts(
        is_swapped=is_swapped,
        name=pair.name[:MAX_NAME_CHARS],
        architecture=pair.architecture[:MAX_NAME_CHARS],
        projector=pair.projector_type[:MAX_NAME_CHARS],
        licence=pair.weights.text("general.license")[:MAX_NAME_CHARS],
        family=pair.family.name if pair.family else "",
        parameters=pair.weights.weights + pair.projector.weights,
        context_tokens=pair.context_tokens,
        bytes_needed=bytes_needed(pair),
        tells_kinds=pair.manifest is not None and pair.manifest.prompts.kind is not None,
    )
