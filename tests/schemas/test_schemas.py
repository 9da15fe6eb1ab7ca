"""Every schema that comes along is whole, and a file that is not right is named with its place."""

import re

import pytest

from desktop.casework.extraction.schemas import MAX_FILE_BYTES, load_schema, load_schemas
from desktop.domain.document import DocumentKind
from desktop.domain.errors import NoSuchSchemaError, SchemaError
from desktop.domain.extraction import FieldType, Prefer, Where
from desktop.paths import schemas_folder

SHIPPED = sorted(schemas_folder().glob("*.toml"))
GOOD = """\
kind = "contract"
label = { en = "Lease" }

[[field]]
name = "rent"
label = { en = "Rent", de = "Miete" }
type = "amount"
question = "rent for a month"
roles = ["rent", ""]
cues.en = ["monthly rent"]
where = "last_page"
prefer = "largest"
is_required = true
trained = "total"
"""


@pytest.fixture
def written(tmp_path):
    def write(text, name="lease.toml"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def refused(file):
    with pytest.raises(SchemaError) as caught:
        load_schema(file)
    assert caught.value.remedy
    return caught.value.reason


def test_every_kind_of_document_but_the_unknown_has_a_schema():
    assert {path.stem for path in SHIPPED} == {
        kind.value for kind in DocumentKind if kind is not DocumentKind.OTHER
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_schema_that_comes_along_speaks_three_languages_and_is_for_its_kind(path):
    schema = load_schema(path)
    assert schema.kind.value == schema.name == path.stem
    for labelled in (schema, *schema.fields):
        assert labelled.label.keys() == {"en", "fr", "de"}
    for field in schema.fields:
        assert not field.cues or field.cues.keys() == {"en", "fr", "de"}
        assert field.cues or field.roles or field.where is Where.HEADING or not field.is_required
    assert any(field.is_required for field in schema.fields)


def test_all_that_a_file_says_is_taken(written):
    schema = load_schema(written(GOOD), is_own=True)
    (field,) = schema.fields
    assert (schema.name, schema.kind, schema.is_own) == ("lease", DocumentKind.CONTRACT, True)
    assert (field.type, field.where, field.prefer) == (
        FieldType.AMOUNT,
        Where.LAST_PAGE,
        Prefer.LARGEST,
    )
    assert field.roles == ("rent", "")
    assert field.phrases == ("monthly rent",)
    assert field.is_required
    assert not field.is_repeated
    assert (field.label_in("de"), field.label_in("fr")) == ("Miete", "Rent")


def test_the_firms_file_takes_the_place_of_one_that_comes_along_or_adds_one(tmp_path):
    (tmp_path / "receipt.toml").write_text(GOOD.replace("contract", "receipt"))
    (tmp_path / "lease.toml").write_text(GOOD)
    schemas = load_schemas(schemas_folder(), tmp_path)
    assert schemas.named("receipt").is_own
    assert [field.name for field in schemas.named("receipt").fields] == ["rent"]
    assert schemas.named("lease").is_own
    assert not schemas.named("invoice").is_own
    assert len(schemas.all()) == len(SHIPPED) + 1
    with pytest.raises(NoSuchSchemaError):
        schemas.named("nda")


def test_the_hash_changes_with_what_decides_and_with_nothing_else(written):
    first = load_schema(written(GOOD)).sha256
    commented = GOOD.replace("[[field]]", "# a comment\n\n[[field]]")
    assert load_schema(written(commented)).sha256 == first
    assert load_schema(written(GOOD.replace("monthly rent", "rent"))).sha256 != first
    assert load_schema(written(GOOD, "other.toml")).sha256 != first


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"amount"', '"money"', r"field 1, type \(line 7\)"),
        ('"contract"', '"lease"', r"kind \(line 1\)"),
        ('name = "rent"', 'name = "Rent"', r"field 1, name \(line 5\)"),
        ('name = "rent"', "", r"field 1 \(line 4\).*`name`"),
        ("is_required", "is_needed", r"field 1 \(line 4\).*`is_needed`"),
        ("is_required = true", "is_required = 1", r"field 1, is_required \(line 13\)"),
        ('["monthly rent"]', '["..."]', r"a cue without a word.*field 1"),
        ('["monthly rent"]', "['say \"rent\"']", r"quotation mark.*field 1"),
        ('{ en = "Rent", de = "Miete" }', '{ de = "Miete" }', r"rent has no English label"),
        ('{ en = "Lease" }', '{ fr = "Bail" }', r"the schema has no English label"),
        ('"amount"', '"text"', None),
        ('cues.en = ["monthly rent"]', "", None),
        ("[[field]]", "[field]", r"field"),
        ("= ", "", r"is not TOML: .*line 1"),
    ],
)
def test_what_is_not_right_is_named_with_its_place(written, before, after, said):
    file = written(GOOD.replace(before, after, 1))
    if said is None:
        load_schema(file)
        return
    reason = refused(file)
    assert "lease.toml" in reason
    assert re.search(said, reason), reason


def test_text_that_nothing_tells_is_refused(written):
    text = GOOD.replace('"amount"', '"text"').replace('cues.en = ["monthly rent"]\n', "")
    assert "nothing tells where rent stands" in refused(written(text))


def test_two_fields_of_one_name_or_one_question_are_refused(written):
    field = GOOD[GOOD.index("[[field]]") :]
    assert "two fields named rent" in refused(written(GOOD + field))
    other = field.replace('name = "rent"', 'name = "other"')
    assert "one question for two fields" in refused(written(GOOD + other))


def test_a_file_is_bounded_and_must_be_text_and_well_named(written, tmp_path):
    assert "larger than 64 KiB" in refused(written(b"#" * (MAX_FILE_BYTES + 1)))
    assert "not text" in refused(written(b"kind = '\xff'"))
    assert "not named" in refused(written(GOOD, "My Lease.toml"))
    assert "cannot be read" in refused(tmp_path / "absent.toml")
    many = GOOD.replace('["monthly rent"]', str([f"cue {number}" for number in range(41)]))
    assert "field 1, cues" in refused(written(many))
