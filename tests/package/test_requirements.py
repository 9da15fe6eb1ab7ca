"""The pinned requirements are complete, true, and described."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "resources" / "requirements"
UNPINNED = {"pip", "setuptools", "wheel", "in-camera"}
"""What builds or is the project itself: its version in a development tree is free."""

MODELS_ONLY = "rapidocr"
"""Ships for the models in its wheel; its code is never imported, so its needs do not ship."""


def canonical(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(list_name: str) -> dict[str, str]:
    """Versions by canonical name."""
    lines = (LISTS / list_name).read_text("utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)==(\S+)", line) for line in lines)
    return {canonical(match[1]): match[2] for match in found if match}


APP = pins("app.txt")
DEV = pins("dev.txt")


def test_every_line_is_a_pin_with_its_reason() -> None:
    for name in ("app.txt", "dev.txt"):
        for line in (LISTS / name).read_text("utf-8").splitlines():
            assert not line or re.fullmatch(r"#.*|[A-Za-z0-9._-]+==\S+ +# \S.*", line), line


def test_nothing_is_pinned_twice() -> None:
    assert not APP.keys() & DEV.keys()


def test_every_direct_dependency_of_the_product_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.match(r"[A-Za-z0-9._-]+", entry)[0] for entry in project["dependencies"]}
    assert {canonical(name) for name in names} <= APP.keys()


@pytest.mark.parametrize(("name", "version"), sorted((APP | DEV).items()))
def test_what_is_pinned_is_what_is_installed(name: str, version: str) -> None:
    if name not in UNPINNED:
        assert metadata.version(name) == version


def test_whatever_is_installed_is_pinned() -> None:
    installed = {canonical(found.metadata["Name"]) for found in metadata.distributions()}
    assert installed - UNPINNED == (APP.keys() | DEV.keys()) - UNPINNED


@pytest.mark.parametrize("name", sorted(APP.keys() - {MODELS_ONLY}))
def test_what_ships_needs_nothing_that_is_not_pinned(name: str) -> None:
    for line in metadata.requires(name) or []:
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            assert canonical(needed.name) in APP
            assert needed.specifier.contains(APP[canonical(needed.name)], prereleases=True)


@pytest.mark.parametrize("name", ["requests", "urllib3", "httpx", "aiohttp", "huggingface-hub"])
def test_no_network_library_ships(name: str) -> None:
    assert name not in APP


@pytest.mark.parametrize("name", sorted(APP))
def test_what_ships_is_described_with_its_licence(name: str) -> None:
    page = (ROOT / "resources" / "docs" / "third-party.md").read_text("utf-8")
    rows = {
        canonical(cells[1].strip()): cells[2].strip()
        for cells in (line.split("|") for line in page.splitlines() if line.startswith("| "))
        if len(cells) > 4
    }
    assert rows.get(name) == APP[name]


def test_the_ocr_runtime_holds_nothing_that_reports_to_its_maker() -> None:
    """Wheels of onnxruntime from 1.29 on hold a telemetry client (microsoft/onnxruntime#27379)."""
    files = metadata.files("onnxruntime") or []
    libraries = [Path(str(file.locate())) for file in files if file.suffix in {".so", ".pyd"}]
    assert libraries
    for library in libraries:
        content = library.read_bytes()
        assert b"events.data.microsoft" not in content
        assert b"DeveloperTools" not in content
