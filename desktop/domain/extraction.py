"""Fields of a document: which ones its kind has, and what was found for them.

A schema says which fields a kind of document has and how each is told. An extraction is what one
document says for the fields of one schema; what nothing on its pages says is missing, not guessed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.document import DocumentKind
from desktop.domain.finding import Agreement, FindingKind, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.receipts import KeptReceipt


class FieldType(StrEnum):
    """What the value of a field is.

    The kinds of findings; besides: PARTY, an organisation or a person; TEXT, what is printed behind
    a cue; DURATION, such as "3 years"; LAW, the state or country whose law governs; ITEMS, rows of
    a table with a description and an amount.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    IBAN = "iban"
    PAYMENT_CARD = "payment_card"
    VAT_ID = "vat_id"
    NATIONAL_ID = "national_id"
    DATE = "date"
    AMOUNT = "amount"
    REFERENCE = "reference"
    PARTY = "party"
    TEXT = "text"
    DURATION = "duration"
    LAW = "law"
    ITEMS = "items"

    @property
    def finding_kinds(self) -> tuple[FindingKind, ...]:
        """Kinds of findings that can fill it; none for what is read from the words."""
        if self is FieldType.PARTY:
            return (FindingKind.ORGANISATION, FindingKind.PERSON)
        if self in _READ_FROM_WORDS:
            return ()
        return (FindingKind(self.value),)


_READ_FROM_WORDS = frozenset({FieldType.TEXT, FieldType.DURATION, FieldType.LAW, FieldType.ITEMS})


class Where(StrEnum):
    """Where in a document a field stands; it is looked for there first.

    HEADING is the upper part of the first page, where also a line without any cue can be meant.
    """

    ANYWHERE = "anywhere"
    HEADING = "heading"
    FIRST_PAGE = "first_page"
    LAST_PAGE = "last_page"


class Prefer(StrEnum):
    """Which value is meant where several are told equally well."""

    FIRST = "first"
    LAST = "last"
    LARGEST = "largest"


class ZonePart(StrEnum):
    """A part of the machine-readable zone of identity documents (ICAO Doc 9303)."""

    NUMBER = "number"
    SURNAME = "surname"
    GIVEN_NAMES = "given_names"
    NATIONALITY = "nationality"
    BIRTH = "birth"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """One field of a kind of document.

    Attributes:
        name: In snake_case.
        label: What people read, by language ("en", "fr", "de"); English is always there.
        type: What its value is.
        roles: Roles of the findings that fill it, the best first; "" stands for findings without a
            role.
        cues: Words that stand beside the value, by language.
        where: Where it is looked for first.
        prefer: Which of several.
        is_repeated: Whether it has more than one value.
        is_required: Whether a person should know that it is missing.
        keeps_cue: Whether the cue itself is the beginning of the value ("Landgericht Köln").
        question: How a model is asked for it; a few words.
        trained: What the starter model calls it; "": it does not know it.
        zone: The part of a machine-readable zone that says it, None for none.
    """

    name: str
    label: dict[str, str]
    type: FieldType
    question: str
    roles: tuple[str, ...] = ()
    cues: dict[str, tuple[str, ...]] = field(default_factory=dict)
    where: Where = Where.ANYWHERE
    prefer: Prefer = Prefer.FIRST
    is_repeated: bool = False
    is_required: bool = False
    keeps_cue: bool = False
    trained: str = ""
    zone: ZonePart | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        """The cues of all languages, each once."""
        return tuple(dict.fromkeys(cue for cues in self.cues.values() for cue in cues))

    def label_in(self, language: str) -> str:
        """The label in a language, in English where it has none."""
        return self.label.get(language) or self.label["en"]


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a kind of document.

    Attributes:
        name: Of its file; a schema named like a kind of document is used for it unasked.
        kind: The kind of document that it is made for.
        label: What people read, by language.
        fields: In the order in which they are shown.
        sha256: Over all of this, hexadecimal.
        is_own: Whether it comes from the firm's own folder.
    """

    name: str
    kind: DocumentKind
    label: dict[str, str]
    fields: tuple[FieldSchema, ...]
    sha256: str
    is_own: bool = False


class FieldSource(StrEnum):
    """Who says so.

    FINDING: something that was found on the page. WORDS: words beside a cue. MODEL: the vision
    model, whose answer stands among the words of the page.
    """

    FINDING = "finding"
    WORDS = "words"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of a field, and where it stands.

    Attributes:
        value: Normalised, as `Finding.value`; of a row of a table its amount.
        mention: As it stands on the page.
        boxes: One a line.
        agreement: How two readers saw it; SAME or NEAR for what the model read.
        confidence: 0 to 1: that this is the value of this field.
        needs_person: Whether it must not be relied on before someone has looked.
        parts: Of a row of a table: description, quantity, unit_price; where they are there.
        receipt: Of the model's answer; None where no model was asked.
    """

    value: str
    mention: str
    page: PageNumber
    boxes: tuple[Box, ...]
    source: FieldSource
    agreement: Agreement
    confidence: float
    sensitivity: Sensitivity
    needs_person: bool = False
    parts: dict[str, str] = field(default_factory=dict)
    receipt: KeptReceipt | None = None


@dataclass(frozen=True, slots=True)
class ExtractedField:
    """What a document says for one field.

    Attributes:
        name: Of the field in its schema.
        values: None: it is missing.
        is_required: As the schema says.
        was_asked: Whether the model was asked for it.
    """

    name: str
    values: tuple[FieldValue, ...]
    is_required: bool = False
    was_asked: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing on the pages says it."""
        return not self.values

    @property
    def needs_person(self) -> bool:
        """Whether someone must look: a value is not sure, or one that must be there is missing."""
        return any(value.needs_person for value in self.values) or (
            self.is_missing and self.is_required
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document says for the fields of a schema.

    Attributes:
        schema: Its name.
        schema_sha256: What the schema was; another one makes this stale.
        state_sha256: What was read and decided of the document; another state makes this stale.
        extracted_at: UTC.
        fields: In the order of the schema.
        pages: That were looked at, ascending.
        page_count: How many the document has.
        model: Name of the model that was asked, "" where none was.
    """

    document_id: DocumentId
    schema: str
    schema_sha256: str
    state_sha256: str
    extracted_at: datetime
    fields: tuple[ExtractedField, ...]
    pages: tuple[PageNumber, ...]
    page_count: int
    model: str = ""

    def of(self, name: str) -> ExtractedField | None:
        """The field of this name."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """An extraction together with the schema that says what its fields are called."""

    schema: Schema
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class FieldLook:
    """The model looks at a page now.

    Attributes:
        number: Of so many that it will look at, from 1.
        of: How many at most.
    """

    page: PageNumber
    number: int
    of: int
