"""What lies in a built copy, and above all what does not; needs `make package`, else it skips."""

import os
import re
import stat
from pathlib import Path

import pytest

from desktop.casework.offline_check.parts import RPC_MARK, SPEAKING_LIBRARIES, SPEAKING_MODULES
from tests.package.frozen_archive import modules_of

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
APP, READING, VISION = "in-camera", "incamera-reading-worker", "incamera-vision-worker"
WINDOW, TERMINAL, KEYRING = (
    Path(APP) / name for name in ("in-camera", "incamera", "incamera-keyring-helper")
)
PROGRAMS = (WINDOW, TERMINAL, KEYRING, Path(READING) / READING, Path(VISION) / VISION)

KEYS = (
    "desktop.vault",
    "desktop.casework",
    "desktop.settings",
    "keyring",
    "secretstorage",
    "sqlcipher3",
    "sqlite3",
)
WINDOWS = ("PySide6", "shiboken6", "desktop.ui", "desktop.bridge", "desktop.app", "desktop.cli")
PARSERS = (
    "pypdfium2",
    "PIL",
    "pi_heif",
    "lxml",
    "olefile",
    "cv2",
    "onnxruntime",
    "numpy",
    "desktop.reading",
)
TESTS = (
    "pytest",
    "_pytest",
    "hypothesis",
    "tests",
    "mypy",
    "coverage",
    "reportlab",
    "pikepdf",
    "PyInstaller",
    "pip",
    "unittest.mock",
)
HIDDEN = {
    WINDOW: (
        "desktop.app.main",
        "PySide6.QtWidgets",
        "PySide6.QtSvg",
        "PySide6.QtDBus",
        "sqlcipher3",
        "cryptography",
    ),
    TERMINAL: ("sqlcipher3", "cryptography", "msgspec", "snowballstemmer", "segno"),
    KEYRING: ("keyring.backends.SecretService", "secretstorage", "jeepney"),
    PROGRAMS[3]: (
        "pi_heif",
        "lxml.etree",
        "olefile",
        "charset_normalizer",
        "phonenumbers.data.region_DE",
        "babel.dates",
        "cv2",
        "onnxruntime",
    ),
    PROGRAMS[4]: ("models.handler", "llama_cpp", "jinja2"),
}
"""What is loaded when it is first used, so that nobody sees its absence before."""

pytestmark = pytest.mark.skipif(
    not (DIST / APP).is_dir(), reason="no copy was built here: `make package` does"
)


@pytest.fixture(scope="module")
def files():
    """All files of a copy, as paths below it."""
    return [
        path.relative_to(DIST)
        for folder in (APP, READING, VISION)
        for path in (DIST / folder).rglob("*")
        if not path.is_dir()
    ]


@pytest.fixture(scope="module")
def modules():
    """Modules by program: those inside it, and those that lie beside it as files."""
    found = {}
    for program in PROGRAMS:
        beside = DIST / program.parent / "_internal"
        names = {
            re.sub(
                r"(/__init__)?(\.abi3|\.cpython[^.]*)?\.(py|pyc|so)$",
                "",
                path.relative_to(beside).as_posix(),
            )
            .replace("/", ".")
            .removeprefix("lib-dynload.")
            for path in beside.rglob("*")
            if path.suffix in {".py", ".pyc", ".so"}
        }
        found[program] = modules_of(DIST / program) | names
    return found


def held(names, families):
    """Those of the names that are a module of one of the families."""
    return sorted(
        name
        for name in names
        if any(name == family or name.startswith(f"{family}.") for family in families)
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_no_program_can_speak_to_a_network(program, modules):
    assert held(modules[program], SPEAKING_MODULES) == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_nothing_that_tests_or_builds_is_shipped(program, modules):
    assert held(modules[program], TESTS) == []


def test_no_library_that_speaks_to_networks_is_shipped(files):
    kerberos = re.compile(r"lib(gssapi|krb5|k5crypto|curl|nss|proxy|soup)")
    assert [
        str(path)
        for path in files
        if SPEAKING_LIBRARIES.search(path.name) or kerberos.match(path.name)
    ] == []


def test_the_model_engine_has_no_way_to_compute_elsewhere(files):
    engine = [path for path in files if re.search(r"(ggml|llama|mtmd).*\.so", path.name)]
    assert len(engine) >= 4
    assert [str(path) for path in engine if RPC_MARK in (DIST / path).read_bytes()] == []


def test_of_qt_only_what_the_window_needs_is_shipped(files):
    allowed = re.compile(
        r"Qt(Core|Gui|Widgets|DBus|Svg)\.|libQt6(Core|Gui|Widgets|DBus|Svg|XcbQpa|WaylandClient|WlShellIntegration|OpenGL)\."
    )
    qt = [path for path in files if re.search(r"(lib)?Qt6?[A-Z]\w+\.(abi3\.)?so", path.name)]
    assert [str(path) for path in qt if not allowed.search(path.name)] == []
    assert not [str(path) for path in files if "/qml/" in str(path) or "/tls/" in str(path)]
    assert qt


def test_the_app_holds_no_parser_and_no_model_engine(modules, files):
    for program in (WINDOW, TERMINAL, KEYRING):
        assert held(modules[program], (*PARSERS, "models", "llama_cpp", "jinja2")) == []
    names = {path.name for path in files if path.parts[0] == APP}
    assert not {name for name in names if re.search(r"pdfium|libheif|opencv|onnx|llama|ggml", name)}


@pytest.mark.parametrize("program", PROGRAMS[3:], ids=lambda path: path.name)
def test_no_worker_holds_keys_or_a_window(program, modules):
    # llama-cpp-python imports diskcache, which imports Python's own SQLite.
    keys = [name for name in KEYS if (program, name) != (PROGRAMS[4], "sqlite3")]
    assert held(modules[program], (*keys, *WINDOWS)) == []


def test_the_vision_worker_holds_no_parser(modules):
    """Of Pillow it has what makes pixels smaller, and none of its readers of files."""
    parsers = [name for name in PARSERS if name not in {"numpy", "PIL"}]
    assert held(modules[PROGRAMS[4]], parsers) == []
    assert [name for name in modules[PROGRAMS[4]] if name.endswith("ImagePlugin")] == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_what_is_loaded_late_is_there(program, modules):
    assert [name for name in HIDDEN[program] if name not in modules[program]] == []


def test_every_command_of_the_command_line_is_there(modules):
    commands = {f"desktop.cli.{path.stem}" for path in (ROOT / "desktop/cli").glob("[!_]*.py")}
    assert sorted(commands - modules[TERMINAL]) == []


def test_what_is_under_the_lgpl_can_be_replaced(files):
    """Python source as files, not inside a program; libraries as files of their own."""
    names = {str(path) for path in files}
    assert f"{READING}/_internal/stdnum/iban.py" in names
    assert held(modules_of(DIST / PROGRAMS[3]), ("stdnum",)) == []
    for library in ("libheif", "libde265", "libQt6Core"):
        assert any(library in name for name in names), library


def test_ffmpeg_and_what_it_brings_is_not_there(files):
    """OpenCV links to it; four small stand-ins of ours lie in its place."""
    video = [path for path in files if re.match(r"lib(av(codec|format|util)|swscale)", path.name)]
    assert all((DIST / path).stat().st_size < 64 << 10 for path in video)
    assert [
        str(path)
        for path in files
        if re.match(r"lib(vpx|drm|swresample|crypto)-[0-9a-f]{8}", path.name)
    ] == []


def test_data_that_is_read_at_run_time_is_there(files):
    names = {str(path) for path in files}
    for wanted in (
        f"{APP}/_internal/resources/icons/lock.svg",
        f"{APP}/_internal/resources/security/empty-openssl.cnf",
        f"{APP}/_internal/resources/samples/brandt-v-meridian",
        f"{APP}/_internal/models/starter/model-q8_0.gguf",
        f"{READING}/_internal/rapidocr/models/PP-OCRv6_det_small.onnx",
        f"{READING}/_internal/resources/fonts/Inter-Regular.otf",
        f"{READING}/_internal/stdnum/iban.dat",
        f"{READING}/_internal/babel/locale-data/de.dat",
    ):
        assert any(name == wanted or name.startswith(f"{wanted}/") for name in names), wanted


def test_nothing_in_it_has_more_rights_than_its_reader(files):
    modes = {path: os.lstat(DIST / path).st_mode for path in files}
    assert [str(path) for path, mode in modes.items() if mode & (stat.S_ISUID | stat.S_ISGID)] == []


def test_a_link_leads_to_a_file_of_the_same_folder(files):
    links = [DIST / path for path in files if (DIST / path).is_symlink()]
    for link in links:
        program = DIST / link.relative_to(DIST).parts[0]
        assert link.resolve(strict=True).is_relative_to(program), link


def test_the_licence_of_every_library_lies_beside_it():
    there = {path.name.lower() for path in (DIST / "licences").iterdir() if any(path.iterdir())}
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)==(\S+)",
        (ROOT / "resources/requirements/app.txt").read_text(),
        re.MULTILINE,
    )
    normal = {re.sub(r"[-_.]+", "-", name) for name in there}
    assert [
        name
        for name, version in pins
        if re.sub(r"[-_.]+", "-", f"{name}-{version}".lower()) not in normal
    ] == []
