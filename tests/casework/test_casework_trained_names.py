"""What the app asks small models for is called as they were trained to hear it."""

from desktop.casework.asking.fields import FIELDS
from desktop.casework.asking.page import MAX_VALUE_TOKENS
from desktop.casework.extraction.asking import TOKENS_A_VALUE
from desktop.casework.extraction.schemas import load_schemas
from desktop.casework.second_look.kind import TOKENS_A_KIND
from desktop.casework.second_look.look import TOKENS_A_LINE
from desktop.domain.document import DocumentKind
from desktop.paths import schemas_folder
from models.starter.training import prompts, vocabulary


def test_fields_of_questions_have_names_that_are_trained():
    names = {field.trained for field in FIELDS if field.trained}
    assert names <= set(prompts.FIELD_NAMES)
    assert {"total", "date", "number", "tax", "iban", "vat number"} <= names


def test_fields_of_schemas_have_names_that_are_trained(tmp_path):
    schemas = load_schemas(schemas_folder(), tmp_path)
    names = {field.trained for schema in schemas.all() for field in schema.fields if field.trained}
    assert names <= set(prompts.FIELD_NAMES)
    assert {"vendor", "buyer", "party", "court", "period", "expiry"} <= names


def test_budgets_are_enough_for_a_vocabulary_of_letters():
    """The longest kind, a long address and the widest line that can be seen."""
    kinds = [len(vocabulary.encoded(kind.value)) for kind in DocumentKind]
    assert max(kinds) < TOKENS_A_KIND
    address = "Lot 53, 55, 57 & 59, Jalan Sagu 18, Taman Daya, 81100 Johor Bahru, Johor"
    assert len(vocabulary.encoded(address)) < min(TOKENS_A_VALUE, MAX_VALUE_TOKENS)
    narrowest_px = 16 * 0.45
    assert 1024 / narrowest_px < TOKENS_A_LINE
