"""What could speak to a network, looked for in this process and in the programs beside it.

A library that is not there needs no wall. What a wheel carries against our wish is named with the
reason why it reaches nobody.
"""

import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK_BYTES = 1 << 20

SPEAKING_MODULES = (
    "_ssl",
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "ssl",
    "telnetlib",
    "urllib3",
    "urllib.request",
    "xmlrpc.client",
)
"""Python's and others' modules for talking to other machines."""

SPEAKING_LIBRARIES = re.compile(
    r"lib(ssl|curl|nghttp|gnutls|zmq|grpc)[.-]|Qt6?(Network|WebEngine|WebSockets|Pdf)|ggml-rpc",
    re.IGNORECASE,
)
"""Names of libraries in C and C++."""

RPC_MARK = b"ggml_backend_rpc_init"
"""The function by which llama.cpp's back end for computing on other machines is entered."""


@dataclass(frozen=True, slots=True)
class PartCheck:
    """One thing that was looked for.

    Attributes:
        name: What.
        is_clear: Whether nothing was found that should not be there.
        found: What was found, in words.
    """

    name: str
    is_clear: bool
    found: str


def check_parts() -> tuple[PartCheck, ...]:
    """Look through this process and the files of the model's engine."""
    checks = [_modules()]
    libraries = _loaded_libraries()
    if libraries is not None:
        checks.append(_libraries(libraries))
    checks += _engine()
    if getattr(sys, "frozen", False):
        checks.append(_bundle(Path(sys.executable).resolve().parent.parent))
    return tuple(checks)


def _modules() -> PartCheck:
    loaded = sorted(name for name in SPEAKING_MODULES if sys.modules.get(name) is not None)
    words = ", ".join(loaded) or "none is loaded in the command line"
    return PartCheck("Network modules of Python", not loaded, words)


def _libraries(loaded: set[str]) -> PartCheck:
    speaking = sorted(name for name in loaded if SPEAKING_LIBRARIES.search(name))
    words = ", ".join(speaking) or f"none among the {len(loaded)} that the command line has loaded"
    return PartCheck("Network libraries in C and C++", not speaking, words)


def _loaded_libraries() -> set[str] | None:
    """Names of the libraries in this process's memory; None where it cannot be told."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    paths = (line.split(maxsplit=5)[5:] for line in lines)
    return {Path(path[0]).name for path in paths if path and ".so" in path[0]}


def _engine() -> Iterator[PartCheck]:
    """llama.cpp, as a package of this interpreter or in the bundle beside this one."""
    libraries = list(_engine_libraries())
    if not libraries:
        yield PartCheck("RPC back end of llama.cpp", is_clear=False, found="llama.cpp is not there")
        return
    carrying = [path.name for path in libraries if "rpc" in path.name or _holds(path, RPC_MARK)]
    words = ", ".join(carrying) or f"not in any of its {len(libraries)} libraries"
    yield PartCheck("RPC back end of llama.cpp", not carrying, words)


def _engine_libraries() -> Iterator[Path]:
    if getattr(sys, "frozen", False):
        folder = Path(sys.executable).resolve().parent.parent / "incamera-vision-worker"
    else:
        specification = importlib.util.find_spec("llama_cpp")
        if specification is None or specification.origin is None:
            return
        folder = Path(specification.origin).parent
    for path in sorted(folder.rglob("*")):
        is_one = re.search(r"(ggml|llama|mtmd).*\.(so|dylib|dll)(\.|$)", path.name)
        if is_one and path.is_file() and not path.is_symlink():
            yield path


def _bundle(folder: Path) -> PartCheck:
    """Every file of the installation, by its name."""
    names = [path.name for path in folder.rglob("*") if path.is_file()]
    speaking = sorted({name for name in names if SPEAKING_LIBRARIES.search(name)})
    words = ", ".join(speaking) or f"none among its {len(names)} files"
    return PartCheck("Network libraries in the installation", not speaking, words)


def _holds(path: Path, mark: bytes) -> bool:
    """Whether a file holds the bytes, read a piece at a time."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            if mark in tail + piece:
                return True
            tail = piece[-len(mark) :]
    return False
