"""What the app asks small models for is called as they were trained to hear it."""

from desktop.casework.asking.fields import FIELDS
from desktop.casework.extraction.schemas import load_schemas
from desktop.paths import schemas_folder
from models.starter.training import prompts


def test_fields_of_questions_have_names_that_are_trained():
    names = {field.trained for field in FIELDS if field.trained}
    assert names <= set(prompts.FIELD_NAMES)
    assert {"total", "date", "number", "tax", "iban", "vat number"} <= names


def test_fields_of_schemas_have_names_that_are_trained(tmp_path):
    schemas = load_schemas(schemas_folder(), tmp_path)
    names = {field.trained for schema in schemas.all() for field in schema.fields if field.trained}
    assert names <= set(prompts.FIELD_NAMES)
    assert {"vendor", "buyer", "party", "court", "period", "expiry"} <= names
