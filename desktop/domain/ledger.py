"""What two readers saw in the same places of a page, and how that relates."""

from dataclasses import dataclass

from desktop.domain.finding import DISPUTED, MASK, Agreement
from desktop.domain.geometry import Box


@dataclass(frozen=True, slots=True)
class Stretch:
    """The smallest run of words that both readers divide alike; mostly one word.

    Attributes:
        start: Offset in the text of the page of what the first reader saw.
        end: Offset behind it.
        first: What the first reader saw.
        second: What the second saw there, single spaces; "" for nothing.
        agreement: How the two relate.
    """

    start: int
    end: int
    first: str
    second: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Comparison:
    """A part of the page that the second reader was shown, and all that it saw there.

    Attributes:
        start: Offset in the text of the page of the first word shown.
        end: Offset behind the last one.
        box: Of what was shown.
        dpi: At which it was rendered.
        crop_sha256: Of the pixels shown; see `desktop.domain.receipts.pixels_sha256`.
        second: What the second reader saw, single spaces; "" where it saw nothing, or gave no
            usable answer.
        agreement: Of the whole of it.
        confidence: Of the second reader, 0 to 1.
        prompt_id: Name and version of what it was asked.
        receipt: Of its answer; see `desktop.domain.receipts`.
        stretches: In the order of the text; together they hold every word shown.
    """

    start: int
    end: int
    box: Box
    dpi: int
    crop_sha256: str
    second: str
    agreement: Agreement
    confidence: float
    prompt_id: str
    receipt: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What a second reader saw where a value stands, and all that is needed to check it.

    Attributes:
        text: What it saw there, single spaces; "" for nothing.
        shown: What it was shown.
        first_reader: As in `Ledger`, and so are the following.
    """

    text: str
    shown: Comparison
    first_reader: str
    second_reader: str
    weights_sha256: str
    projector_sha256: str
    build: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that two readers of one page were compared in.

    Attributes:
        first_reader: Name of the engine that read the page ("rapidocr").
        second_reader: Name of the model, from its own header.
        weights_sha256: Hexadecimal, of the model's language part.
        projector_sha256: The same of its seeing part.
        build: Of llama.cpp.
        comparisons: In the order of the text; a closer look at a value, which shows it alone,
            stands behind the look at its line.
    """

    first_reader: str
    second_reader: str
    weights_sha256: str
    projector_sha256: str
    build: str
    comparisons: tuple[Comparison, ...] = ()

    def about(self, start: int, end: int) -> tuple[Comparison, ...]:
        """What was shown of the text in [start, end): the closest look that holds all of it.

        Where none does, as with a value that goes on in the next line, every look at a part of it.
        """
        parts = tuple(
            shown for shown in self.comparisons if shown.start < end and start < shown.end
        )
        whole = [shown for shown in parts if shown.start <= start and end <= shown.end]
        return (min(whole, key=lambda shown: shown.end - shown.start),) if whole else parts

    def stretches(self, start: int, end: int) -> tuple[Stretch, ...]:
        """What two readers saw where the text in [start, end) stands, as far as both were shown it.

        Whole stretches: a word that the readers divide otherwise brings its neighbours along.
        """
        return tuple(
            stretch
            for shown in self.about(start, end)
            for stretch in shown.stretches
            if stretch.start < end and start < stretch.end
        )

    def second_reading(self, start: int, end: int) -> SecondReading | None:
        """What the second reader saw where the text in [start, end) stands; None: not shown."""
        shown = self.about(start, end)
        if not shown:
            return None
        return SecondReading(
            " ".join(each.second for each in self.stretches(start, end) if each.second),
            shown[0],
            self.first_reader,
            self.second_reader,
            self.weights_sha256,
            self.projector_sha256,
            self.build,
        )


@dataclass(frozen=True, slots=True)
class TwiceRead:
    """A part of a page that two readers read, as it is laid before a person.

    Attributes:
        shown: What both saw there.
        sensitive: Starts of those of its stretches that stand where something highly sensitive
            was found.
        is_to_decide: Whether a value stands in it about which the readers differ and nobody has
            decided.
    """

    shown: Comparison
    sensitive: frozenset[int] = frozenset()
    is_to_decide: bool = False

    @property
    def is_different(self) -> bool:
        """Whether the two readings are not the same, nor nearly."""
        return self.shown.agreement in DISPUTED

    def readings(self, *, is_masked: bool) -> tuple[str, str]:
        """Both readings, single spaces.

        Args:
            is_masked: Whether what is highly sensitive is hidden. Of the first reading these words
                are; the second one divides its words otherwise, and is hidden as a whole.
        """
        hidden = self.sensitive if is_masked else frozenset()
        words: list[str] = []
        for stretch in self.shown.stretches:
            word = MASK if stretch.start in hidden else " ".join(stretch.first.split())
            if word and (word != MASK or words[-1:] != [MASK]):
                words.append(word)
        return " ".join(words), MASK if hidden and self.shown.second else self.shown.second
