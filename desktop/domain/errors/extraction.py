"""Errors of extraction: its schemas, and documents that have none."""

from desktop.domain.errors.base import InCameraError


class ExtractionError(InCameraError):
    """Fields could not be extracted."""

    code = "FIELDS-00"
    reason = "The fields of the document could not be extracted."


class SchemaError(ExtractionError):
    """A schema file is not right."""

    code = "FIELDS-01"
    reason = "A schema file cannot be understood."
    remedy = "Correct what is named, and check the file with `incamera schema check`."


class NoSuchSchemaError(ExtractionError):
    """No schema by that name, or none for this kind of document."""

    code = "FIELDS-02"
    reason = "There is no such schema."
    remedy = "List the schemas with `incamera schema list`, and name one with `--schema`."


class NotReadYetError(ExtractionError):
    """No page of the document has been read."""

    code = "FIELDS-03"
    reason = "No page of the document has been read yet."
    remedy = "Wait until it is read, or read it with `incamera add`."
