"""`incamera schema`: the extraction schemas that are in use, and whether a file of one is right."""

import argparse
from pathlib import Path

from desktop.casework.extraction.schemas import load_schema, load_schemas, schema_as_mapping
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.domain.extraction import Schema
from desktop.paths import own_schemas_folder, schemas_folder


def list_schemas(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the schemas, the firm's own among them."""
    schemas = load_schemas(schemas_folder(), own_schemas_folder())
    rows = [_row(schema) for schema in schemas.all()]
    session.output.result(rows, ("name", "kind", "label", "fields", "own"))
    session.output.line(f"Own schemas are read from {own_schemas_folder()}.")
    return ExitCode.DONE


def show_schema(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Show the fields of a schema."""
    schema = load_schemas(schemas_folder(), own_schemas_folder()).named(arguments.name)
    _show(session, schema)
    return ExitCode.DONE


def check_schema(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Check a file before it is used; show what is understood of it."""
    file: Path = arguments.file
    _show(session, load_schema(file, is_own=True))
    session.output.line("The file is right.")
    return ExitCode.DONE


def _show(session: Session, schema: Schema) -> None:
    output = session.output
    if output.is_json:
        output.document(dict(schema_as_mapping(schema)))
        return
    output.line(f"{schema.name}: {schema.label['en']}, for documents of the kind {schema.kind}")
    rows: list[dict[str, object]] = [
        {
            "name": field.name,
            "label": field.label_in("en"),
            "type": field.type.value,
            "required": "required" if field.is_required else "",
            "repeated": "repeated" if field.is_repeated else "",
            "where": field.where.value,
            "roles": ", ".join(role or "(none)" for role in field.roles),
            "cues": len(field.phrases),
        }
        for field in schema.fields
    ]
    output.table(rows, ("name", "label", "type", "required", "repeated", "where", "roles", "cues"))


def _row(schema: Schema) -> dict[str, object]:
    return {
        "name": schema.name,
        "kind": schema.kind.value,
        "label": schema.label["en"],
        "fields": len(schema.fields),
        "own": "own" if schema.is_own else "",
        "sha256": schema.sha256,
    }
