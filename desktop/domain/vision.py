"""What the vision model is asked and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.receipts import Evidence, KeptReceipt, answer_sha256


class VisionTask(StrEnum):
    """What the model can be asked to do with a region of a page."""

    READ = "read"
    FIELD = "field"
    FIELDS = "fields"
    ASK = "ask"
    KIND = "kind"


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
        glyph_height_px: Height of a line of words, from the top of its tall letters to the bottom
            of its descenders, at which the model reads; a region is scaled to it. 0: any height.
        max_line_width_px: Of one line at that height; 0: no limit.
        max_line_height_px: The same, its margins included.
        max_region_width_px: Of several lines at that height; 0: no limit.
        max_region_height_px: The same.
        fields: Names of the fields it can be asked for; empty: any.
        can_only_read: It was trained to read text and can be asked for no field.
        overview_width_px: Of a whole page in small, by which it tells what kind of document it is;
            0: it cannot.
        overview_height_px: The same.
    """

    name: str
    architecture: str
    parameters: int
    weights_sha256: str
    projector_sha256: str
    build: str
    context_tokens: int
    glyph_height_px: int = 0
    max_line_width_px: int = 0
    max_line_height_px: int = 0
    max_region_width_px: int = 0
    max_region_height_px: int = 0
    fields: tuple[str, ...] = ()
    can_only_read: bool = False
    overview_width_px: int = 0
    overview_height_px: int = 0

    def can_see(self, width: float, height: float, glyph_height: float) -> bool:
        """Whether a region fits the model's sight once its lines have the height it reads at.

        For planning, before anything is rendered: all three in one unit, pixels or points.
        """
        if not self.glyph_height_px or glyph_height <= 0:
            return True
        scale = self.glyph_height_px / glyph_height
        sights = (
            (self.max_line_width_px, self.max_line_height_px),
            (self.max_region_width_px, self.max_region_height_px),
        )
        return any(
            (not max_width or width * scale <= max_width)
            and (not max_height or height * scale <= max_height)
            for max_width, max_height in sights
        )

    def knows_fields(self, fields: Iterable[str]) -> bool:
        """Whether the model can be asked for all of these."""
        if self.can_only_read:
            return False
        return not self.fields or set(fields) <= set(self.fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the vision model about a region.

    Attributes:
        text: As generated; for KIND the value of a `DocumentKind`.
        fields: Values by field name for FIELD and FIELDS; "" where the model says it is not there.
        confidence: 0 to 1: the geometric mean of the probabilities of its tokens.
        stop_reason: Anything but COMPLETE makes the answer unusable.
        tokens: Generated.
        encode_ms: Time spent seeing.
        answer_ms: Time spent answering.
        prompt_id: Which prompt was used, with its version, such as "read/1".
        receipt: SHA-256 over model files, build, prompt, pixels and settings: what must be equal
            for the answer to be equal.
        evidence: All that the receipt is a hash of; None only where nothing was asked.
        says_nothing: Whether it says, in whatever words the model has for that, that nothing can be
            read there or is not there.
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
    evidence: Evidence | None = None
    says_nothing: bool = False

    @property
    def kept_receipt(self) -> KeptReceipt | None:
        """What to keep of this answer so that it can be run again; None where nothing was asked."""
        if self.evidence is None:
            return None
        return KeptReceipt(self.evidence, self.said_sha256)

    @property
    def said_sha256(self) -> str:
        """Hash of what was said: text, values, and why it ended."""
        return answer_sha256(self.text, self.fields, self.stop_reason.value)


@dataclass(frozen=True, slots=True)
class Rerun:
    """A receipt that was run again.

    Attributes:
        answer: That was given now.
        differing: Names of the inputs that are not those of the receipt, such as "build".
        is_equal: Whether the answer says the same, whatever differs.
    """

    answer: Answer
    differing: tuple[str, ...]
    is_equal: bool
