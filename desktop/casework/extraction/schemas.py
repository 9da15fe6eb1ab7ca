"""Extraction schemas: TOML files that come with the program, and those of the firm.

A file of the firm's with the name of one that comes along takes its place; another name adds a
schema. A file that is not right is named with the place in it: nothing is left out in silence.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import msgspec

from desktop.domain.document import Document, DocumentKind
from desktop.domain.errors import NoSuchSchemaError, SchemaError
from desktop.domain.extraction import FieldSchema, FieldType, Prefer, Schema, Where, ZonePart
from desktop.vault.normalise import folded_words

RULES_VERSION = 1
"""Part of every hash: raised where the same schema would be filled otherwise, so that extractions
made before count as stale."""

MAX_FILE_BYTES = 64 << 10
"""Four times the largest that comes along."""

MAX_SCHEMAS = 200
MAX_FIELDS = 32
"""As many as a model can be asked for at once."""

_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
_Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Cue = Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
_Labels = Annotated[dict[_Language, _Label], msgspec.Meta(min_length=1, max_length=24)]
_Cues = dict[_Language, Annotated[tuple[_Cue, ...], msgspec.Meta(max_length=40)]]
_Role = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{0,32}$")]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_PLACE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_PART = re.compile(r"\.?([a-z_0-9]+)|\[(\d+|\.\.\.)\]")


class _FieldEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[field]]` of a file."""

    name: _Name
    label: _Labels
    type: FieldType
    question: Annotated[str, msgspec.Meta(min_length=2, max_length=64)]
    roles: Annotated[tuple[_Role, ...], msgspec.Meta(max_length=16)] = ()
    cues: Annotated[_Cues, msgspec.Meta(max_length=24)] = {}
    where: Where = Where.ANYWHERE
    prefer: Prefer = Prefer.FIRST
    is_repeated: bool = False
    is_required: bool = False
    keeps_cue: bool = False
    trained: Annotated[str, msgspec.Meta(max_length=32)] = ""
    zone: ZonePart | None = None


class _SchemaEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file."""

    kind: DocumentKind
    label: _Labels
    field: Annotated[tuple[_FieldEntry, ...], msgspec.Meta(min_length=1, max_length=MAX_FIELDS)]


class Schemas:
    """All schemas that can be used, by name."""

    def __init__(self, schemas: Iterable[Schema]) -> None:
        """Take them; the later one of a name counts."""
        self._by_name = {schema.name: schema for schema in schemas}

    def all(self) -> tuple[Schema, ...]:
        """Every schema, by name."""
        return tuple(self._by_name[name] for name in sorted(self._by_name))

    def named(self, name: str) -> Schema:
        """The schema of this name.

        Raises:
            NoSuchSchemaError: There is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise NoSuchSchemaError from None

    def of_document(self, document: Document) -> Schema | None:
        """The schema that bears the name of the document's kind; None where there is none."""
        kind = document.classification
        return None if kind is None else self._by_name.get(kind.value)


def load_schemas(shipped: Path, own: Path) -> Schemas:
    """The schemas of two folders.

    Args:
        shipped: Comes with the program.
        own: The firm's; it need not exist.

    Raises:
        SchemaError: A file cannot be read or understood.
    """
    schemas = [load_schema(file) for file in _files_in(shipped)]
    schemas += [load_schema(file, is_own=True) for file in _files_in(own)]
    return Schemas(schemas)


def load_schema(file: Path, *, is_own: bool = False) -> Schema:
    """One schema.

    Raises:
        SchemaError: The file cannot be read or understood; the place in it is named.
    """
    text = _text_of(file)
    if not _NAME.fullmatch(file.stem):
        raise SchemaError(
            f"The schema file {file.name} is not named as schemas are.",
            remedy="Use up to 32 small letters, digits and underscores, such as `nda.toml`.",
        )
    try:
        entry = msgspec.convert(tomllib.loads(text), _SchemaEntry)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"The schema file {file.name} is not TOML: {error}.") from None
    except msgspec.ValidationError as error:
        raise SchemaError(_explained(file.name, text, str(error))) from None
    fields = tuple(_field_of(file.name, number, each) for number, each in enumerate(entry.field, 1))
    _demand_sense(file.name, entry, fields)
    return Schema(
        file.stem, entry.kind, dict(entry.label), fields, _hash_of(file.stem, entry), is_own
    )


def _files_in(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError:
        raise SchemaError("The folder of the schemas cannot be read.") from None
    if len(files) > MAX_SCHEMAS:
        raise SchemaError(
            f"There are more than {MAX_SCHEMAS} schema files.", remedy="Keep those that are used."
        )
    return files


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise SchemaError(
            f"The schema file {file.name} cannot be read.",
            remedy="Check its name and the rights on it.",
        ) from None
    if len(raw) > MAX_FILE_BYTES:
        raise SchemaError(f"The schema file {file.name} is larger than 64 KiB.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemaError(f"The schema file {file.name} is not text in UTF-8.") from None


def _field_of(file_name: str, number: int, entry: _FieldEntry) -> FieldSchema:
    return FieldSchema(
        name=entry.name,
        label=dict(entry.label),
        type=entry.type,
        question=entry.question,
        roles=entry.roles,
        cues={
            language: _checked_cues(file_name, number, cues)
            for language, cues in entry.cues.items()
        },
        where=entry.where,
        prefer=entry.prefer,
        is_repeated=entry.is_repeated,
        is_required=entry.is_required,
        keeps_cue=entry.keeps_cue,
        trained=entry.trained,
        zone=entry.zone,
    )


def _checked_cues(file_name: str, number: int, cues: tuple[str, ...]) -> tuple[str, ...]:
    for cue in cues:
        if not folded_words(cue) or '"' in cue:
            raise SchemaError(
                f"The schema file {file_name} has a cue without a word, or with a quotation mark,"
                f" in field {number}."
            )
    return cues


def _demand_sense(file_name: str, entry: _SchemaEntry, fields: tuple[FieldSchema, ...]) -> None:
    """What types alone do not say."""
    seen: set[str] = set()
    for place, labels in (
        ("the schema", entry.label),
        *((each.name, each.label) for each in fields),
    ):
        if "en" not in labels:
            raise SchemaError(f"In the schema file {file_name}, {place} has no English label.")
    for each in fields:
        if each.name in seen:
            raise SchemaError(f"The schema file {file_name} has two fields named {each.name}.")
        seen.add(each.name)
        if not each.question.isprintable():
            raise SchemaError(f"In the schema file {file_name}, {each.name} has an odd question.")
        if each.type is FieldType.TEXT and not each.cues and each.where is not Where.HEADING:
            raise SchemaError(
                f"In the schema file {file_name}, nothing tells where {each.name} stands.",
                remedy='Give it cues, or `where = "heading"`.',
            )
    if len({each.question for each in fields}) < len(fields):
        raise SchemaError(f"The schema file {file_name} asks one question for two fields.")


def _hash_of(name: str, entry: _SchemaEntry) -> str:
    """Over all that decides what is extracted; comments and order of keys do not."""
    content = {"rules": RULES_VERSION, "name": name, "schema": msgspec.to_builtins(entry)}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _explained(file_name: str, text: str, message: str) -> str:
    """What msgspec says, with the place in words and the line where it can be told."""
    found = _PLACE.search(message)
    what = message[: found.start()] if found else message
    place, field_number, key = _place_in_words(found[1] if found else "")
    line = _line_of(text, field_number, key)
    where = f", {place}" if place else ""
    at = f" (line {line})" if line else ""
    return f"The schema file {file_name} is not right{where}{at}: {what}."


def _place_in_words(path: str) -> tuple[str, int, str]:
    """A path such as `field[2].type` as "field 3, type"; the field's number and the key too."""
    number, keys = 0, []
    for match in _PART.finditer(path):
        if match[1]:
            keys.append(match[1])
        elif match[2].isdigit() and keys == ["field"]:
            number, keys = int(match[2]) + 1, []
    words = [f"field {number}"] if number else []
    words += [key for key in keys if key != "field" or not number]
    return ", ".join(words), number, keys[0] if keys else ""


def _line_of(text: str, field_number: int, key: str) -> int:
    """Where a key, or the heading of its field, stands; 0 where it cannot be told."""
    seen = 0
    heading = 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*field\s*\]\]", line):
            seen += 1
            heading = number if seen == field_number else heading
        elif seen == field_number and key and re.match(rf"\s*{re.escape(key)}\s*[.=]", line):
            return number
    return heading


def schema_as_mapping(schema: Schema) -> Mapping[str, object]:
    """A schema as plain data, for JSON."""
    return asdict(schema)
