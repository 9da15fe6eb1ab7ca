"""What the vision model is asked and what it answers."""

from dataclasses import dataclass
from enum import StrEnum


class VisionTask(StrEnum):
    """What the model can be asked to do with a region of a page."""

    READ = "read"
    FIELD = "field"
    FIELDS = "fields"


class StopReason(StrEnum):
    """Why an answer ended."""

    COMPLETE = "complete"
    OUT_OF_TOKENS = "out_of_tokens"
    LOOPING = "looping"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """The model that is loaded.

    Attributes:
        name: From the weights' own header.
        architecture: Of the language part, as llama.cpp names it.
        parameters: Number of weights in the language part.
        weights_sha256: Hexadecimal.
        projector_sha256: Hexadecimal.
        build: Version of llama-cpp-python and commit of llama.cpp.
        context_tokens: How many tokens fit at once.
    """

    name: str
    architecture: str
    parameters: int
    weights_sha256: str
    projector_sha256: str
    build: str
    context_tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the vision model about a region.

    Attributes:
        text: As generated.
        fields: Values by field name for FIELD and FIELDS; "" where the model says it is not there.
        confidence: 0 to 1: the geometric mean of the probabilities of its tokens.
        stop_reason: Anything but COMPLETE makes the answer unusable.
        tokens: Generated.
        encode_ms: Time spent seeing.
        answer_ms: Time spent answering.
        prompt_id: Which prompt was used, with its version, such as "read/1".
        receipt: SHA-256 over model files, build, prompt, pixels and settings: what must be equal for
            the answer to be equal.
    """

    text: str
    fields: dict[str, str]
    confidence: float
    stop_reason: StopReason
    tokens: int
    encode_ms: float
    answer_ms: float
    prompt_id: str
    receipt: str
