"""A model that was brought from outside, and how far it has come."""

from dataclasses import dataclass
from enum import StrEnum


class ModelState(StrEnum):
    """How far an imported model has come."""

    IMPORTED = "imported"
    """Its bytes are here, and their hashes are known."""
    CHECKED = "checked"
    """Its headers are sound and its two files belong together."""
    READY = "ready"
    """It has read the test page on this machine."""
    REFUSED = "refused"
    """It cannot be used; the reason says why."""


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What two files say about themselves, read by a confined process.

    Attributes:
        is_swapped: The first file named is the projector.
        name: From the weights' header.
        architecture: Of the language part, as llama.cpp names it.
        projector: Type of the seeing part, as llama.cpp names it.
        licence: As the weights' header states it; "": it does not.
        family: Whose prompts and picture sizes it takes; "": none of the known ones.
        parameters: Number of weights in both files.
        context_tokens: How many tokens will fit at once.
        bytes_needed: Memory that it takes once loaded, estimated.
        tells_kinds: Its manifest offers to tell what kind of document a page begins.
    """

    is_swapped: bool
    name: str
    architecture: str
    projector: str
    licence: str
    family: str
    parameters: int
    context_tokens: int
    bytes_needed: int
    tells_kinds: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredPace:
    """How fast a model is on this machine.

    Attributes:
        seconds_a_page: Median over the rounds.
        rounds: How often the page was read.
        is_whole_page: The model sees a whole page at once; else its values one by one.
        build: Of llama.cpp, with the instructions it used.
        measured_at: ISO 8601, UTC.
    """

    seconds_a_page: float
    rounds: int
    is_whole_page: bool
    threads: int
    build: str
    measured_at: str

    @property
    def pages_per_hour(self) -> float:
        """Pages like the test page."""
        return 3600 / self.seconds_a_page if self.seconds_a_page > 0 else 0.0


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """One pair of files in the models folder.

    Attributes:
        model_id: Also the name of its folder.
        name: For people.
        weights_file: Name within its folder.
        projector_file: The same.
        manifest_sha256: Of the page of TOML that came with the files; "": none did.
        known_id: Row of the catalogue with these hashes; "": none.
        reason_code: Code of the error for which it was refused or could not be tested; "".
        imported_at: ISO 8601, UTC.
        came_from: "folder", "ollama" or "lm_studio".
        facts: None before it was checked.
        pace: None before it was measured.
    """

    model_id: str
    name: str
    weights_file: str
    projector_file: str
    weights_sha256: str
    projector_sha256: str
    weights_bytes: int
    projector_bytes: int
    imported_at: str
    came_from: str = "folder"
    manifest_sha256: str = ""
    known_id: str = ""
    state: ModelState = ModelState.IMPORTED
    reason_code: str = ""
    facts: PairFacts | None = None
    pace: MeasuredPace | None = None


class ModelStep(StrEnum):
    """What long work on a model is doing."""

    COPYING = "copying"
    HASHING = "hashing"
    CHECKING = "checking"
    TESTING = "testing"
    MEASURING = "measuring"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class StarterTrial:
    """What a trial of the model that comes with the program found; nothing of it is kept.

    Attributes:
        read: Values of the test page that it read.
        asked: Of so many; 0 where it was not tested.
        pace: None where it was not timed.
    """

    read: int = 0
    asked: int = 0
    pace: MeasuredPace | None = None


@dataclass(frozen=True, slots=True)
class ModelProgress:
    """One report of long work on a model.

    Attributes:
        step: What it is doing.
        done: Bytes, or questions of a test, or rounds of a measurement.
        total: Of the same.
        model: As far as it has come, None before its bytes are here.
        trial: What a trial of the model that comes with the program found, in its last report.
    """

    step: ModelStep
    done: int = 0
    total: int = 0
    model: ImportedModel | None = None
    trial: StarterTrial | None = None
