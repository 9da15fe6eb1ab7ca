"""What is known about open vision models, and whether their licences let a firm use them."""

from dataclasses import dataclass
from enum import StrEnum


class Gate(StrEnum):
    """What stands between a model and its use."""

    OPEN = "open"
    TERMS = "terms"
    UNREAD = "unread"
    RESEARCH_ONLY = "research_only"
    TERRITORY = "territory"
    UNKNOWN = "unknown"
    """The files are none that the catalogue knows."""
    UNSUPPORTED = "unsupported"

    @property
    def is_open(self) -> bool:
        """Whether the model may be used without a recorded decision."""
        return self is Gate.OPEN

    @property
    def can_be_overridden(self) -> bool:
        """Whether a recorded decision opens it."""
        return self is not Gate.UNSUPPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A published file.

    Attributes:
        file: Its published name.
        sha256: Hexadecimal; "": no source states it.
        size_bytes: 0: no source states it.
    """

    file: str
    sha256: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """One row of the catalogue.

    Attributes:
        id: Short name, also that of the model once imported.
        family: Whose prompts and picture sizes it takes; "": none of the known ones.
        publisher: Whose repository holds the files, as "owner/name"; "": unknown.
        revision: Of the repository; "": whichever is there now.
        projector: As llama.cpp names it; "": llama.cpp has none.
        is_projector_expected: No source says so; it follows from the family.
        licence: As sources state it; "": none does.
        excluded: Countries or unions (two letters) where it is not licensed.
        names: Parts of names by which files of other hashes are recognised.
        memory_gb: Least memory of a machine that a source states; 0: none does.
        use: What it is good for, in a few words.
        traps: What to know before using it.
        weights: Files that are its language part; one of them is enough.
        projectors: Files that are its seeing part; one of them is enough.
    """

    id: str
    name: str
    licence: str
    gate: Gate
    use: str
    family: str = ""
    publisher: str = ""
    revision: str = ""
    projector: str = ""
    is_projector_expected: bool = False
    excluded: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    memory_gb: float = 0.0
    traps: tuple[str, ...] = ()
    weights: tuple[KnownFile, ...] = ()
    projectors: tuple[KnownFile, ...] = ()

    @property
    def size_bytes(self) -> int:
        """Of the first pair of files; 0 where a size is unknown."""
        sizes = [files[0].size_bytes for files in (self.weights, self.projectors) if files]
        return sum(sizes) if len(sizes) == 2 and all(sizes) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A recorded decision to use a model in spite of its gate.

    Attributes:
        model_id: The imported model.
        weights_sha256: Of its weights: the decision holds for these and no others.
        gate: What was decided against.
        who: Account and name of the person.
        when: ISO 8601, UTC.
        why: In their words.
    """

    model_id: str
    weights_sha256: str
    gate: Gate
    who: str
    when: str
    why: str
