"""`llama-server` and `llama-mtmd-cli`, built once from the source that llama-cpp-python carries.

What Ollama and LM Studio run is this server. It is built here with the flags of the wheel, from the
same commit, so that a difference in pace is one of how the library is driven, not of its kernels.
The two programs are kept in the cache folder and used by the benchmarks only.
"""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PROGRAMS = ("llama-server", "llama-mtmd-cli")

FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DBUILD_SHARED_LIBS=OFF",
    # As the wheel is built, but for the server.
    "-DLLAMA_OPENSSL=OFF",
    "-DLLAMA_CURL=OFF",
    "-DGGML_RPC=OFF",
    "-DMTMD_VIDEO=OFF",
    "-DLLAMA_BUILD_SERVER=ON",
    "-DLLAMA_BUILD_TOOLS=ON",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_APP=OFF",
    # Else its pages for a browser are downloaded while it is built.
    "-DLLAMA_BUILD_UI=OFF",
    "-DLLAMA_USE_PREBUILT_UI=OFF",
)

JOBS = 2


class PeersAbsentError(Exception):
    """They cannot be built here; the sentence says why."""


def cache_folder() -> Path:
    """Where what benchmarks need is kept between runs."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "in-camera" / "benchmarks"


def peer_programs() -> dict[str, Path]:
    """Where the programs are, by name; the first call takes about a quarter of an hour.

    Raises:
        PeersAbsentError: A compiler, CMake or the source is not to be had.
    """
    version = importlib.metadata.version("llama-cpp-python")
    folder = cache_folder() / f"llama-peers-{version}"
    programs = {name: folder / name for name in PROGRAMS}
    if not all(path.is_file() for path in programs.values()):
        _build(version, folder)
    return programs


def _build(version: str, folder: Path) -> None:
    missing = [tool for tool in ("cmake", "c++") if shutil.which(tool) is None]
    if missing:
        raise PeersAbsentError(f"not built: no {' and no '.join(missing)} on this machine")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="build-") as work:
        source = _source(version, Path(work))
        made = Path(work) / "made"
        _run("its source cannot be configured", "cmake", "-S", source, "-B", made, *FLAGS)
        _run(
            "its source cannot be compiled",
            *("nice", "-n", "10", "cmake", "--build", made, "-j", JOBS, "--target", *PROGRAMS),
        )
        kept = Path(work) / "kept"
        kept.mkdir()
        for name in PROGRAMS:
            shutil.copy2(made / "bin" / name, kept)
        shutil.rmtree(folder, ignore_errors=True)
        kept.rename(folder)


def _source(version: str, work: Path) -> Path:
    """Fetch and unpack the source distribution; the folder of llama.cpp in it."""
    _run(
        "the source of llama-cpp-python cannot be had",
        *(sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"),
        *("--no-deps", "--no-binary", "llama-cpp-python", "-d", work),
        f"llama-cpp-python=={version}",
    )
    (archive,) = work.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(work, filter="data")
    (source,) = work.glob("*/vendor/llama.cpp")
    return source


def _run(what_failed: str, *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise PeersAbsentError(f"not built: {what_failed} ({' '.join(last)[:120]})")


if __name__ == "__main__":
    for path in peer_programs().values():
        print(path)
