"""The documentation says what the program does: errors, settings, commands, exit codes, words."""

import argparse
import dataclasses
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from desktop.cli.exit_codes import ExitCode
from desktop.cli.parser import build_parser
from desktop.domain.errors import InCameraError, all_error_classes
from desktop.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "resources" / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def page(name: str) -> str:
    """The text of one document."""
    return (DOCS / name).read_text("utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """Cells of every table row of a document by their first cell, without backquotes."""
    lines = (line for line in page(name).splitlines() if line.startswith("| "))
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {row[0].replace("`", ""): row[1:] for row in cells}


def own_errors() -> dict[str, type[InCameraError]]:
    """The errors of the program, without those that a test may have made."""
    import_module("desktop.domain.errors")
    return {
        code: error
        for code, error in all_error_classes().items()
        if error.__module__.startswith(("desktop.", "models."))
    }


def commands(
    parser: argparse.ArgumentParser, name: str = "incamera"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be given, with its parser."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield name, parser
    for group in groups:
        for word, below in group.choices.items():
            yield from commands(below, f"{name} {word}")


@pytest.mark.parametrize("code", sorted(own_errors()))
def test_an_error_is_explained_as_the_program_says_it(code: str) -> None:
    error = own_errors()[code]
    reason, remedy, behind = rows("errors.md")[code]
    assert (reason, remedy) == (error.reason, error.remedy)
    assert behind


def test_no_error_is_explained_that_does_not_exist() -> None:
    explained = {code for code in rows("errors.md") if re.fullmatch(r"[A-Z]+-\d\d", code)}
    assert explained == own_errors().keys()


def test_errors_named_elsewhere_exist() -> None:
    for path in PAGES:
        for code in re.findall(
            r"\b(?:APP|INTAKE|READING|WORKER|MODEL|KEYS|VAULT)-\d\d\b", path.read_text("utf-8")
        ):
            assert code in own_errors(), path.name


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_a_setting_is_described_with_its_default(field: dataclasses.Field[object]) -> None:
    default, meaning = rows("settings.md")[field.name]
    value = field.default
    written = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    if isinstance(value, tuple):
        written = "[" + ", ".join(f'"{part}"' for part in value) + "]"
    elif isinstance(value, str):
        written = f'"{value}"'
    assert default == f"`{written or value}`"
    assert meaning


def test_no_setting_is_described_that_does_not_exist() -> None:
    described = rows("settings.md").keys() - {"setting", "---"}
    assert described <= {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize(("command", "parser"), list(commands(build_parser())))
def test_a_command_and_its_options_are_described(
    command: str, parser: argparse.ArgumentParser
) -> None:
    text = page("command-line.md")
    assert f"| `{command}" in text
    for action in parser._actions:
        for option in action.option_strings:
            assert f"`{option}`" in text, f"{command} {option}"


def test_no_command_is_described_that_does_not_exist() -> None:
    known = [command for command, _ in commands(build_parser())]
    for path in (*PAGES, ROOT / "README.md"):
        if not path.is_file():
            continue
        for line in re.findall(r"`(incamera [a-z][^`]*)`", path.read_text("utf-8")):
            assert any(line.startswith(command) for command in known), f"{path.name}: {line}"


@pytest.mark.parametrize("code", ExitCode)
def test_an_exit_code_is_described(code: ExitCode) -> None:
    name, meaning = rows("command-line.md")[str(code.value)]
    assert name == code.name
    assert meaning


def test_no_exit_code_is_described_that_does_not_exist() -> None:
    described = {key for key in rows("command-line.md") if key.isdigit()}
    assert described == {str(code.value) for code in ExitCode}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_document_names_no_place_on_the_machine_it_was_written_on(path: Path) -> None:
    assert not re.search(r"(?<![\w.~])/(?:work|root|home/\w+|Users/\w+)\b", path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_link_to_a_file_of_the_project_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize(
    "path", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.name
)
def test_a_decision_record_has_its_four_parts(path: Path) -> None:
    headings = re.findall(r"^## (\w+)", path.read_text("utf-8"), re.MULTILINE)
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert [
        h for h in headings if h in {"Context", "Decision", "Consequences", "Alternatives"}
    ] == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]
