"""`python -m resources.installer.licences dist`: the licences of all that a built copy contains.

Run by the interpreter of the environment that was bundled. They go into dist/licences, a folder a
part: what each library's own package brings along, Python's, and on Debian those of the system's
libraries that were taken along. A library without a licence stops the making of the package.
"""

import argparse
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).with_name("licences")
APACHE = PROJECT / "LICENSE"

NOT_BROUGHT_ALONG = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "flatbuffers": (APACHE,),
    "sqlcipher3": ("SQLCipher.txt", APACHE),  # the database inside; OpenSSL inside
    "llama_cpp_python": ("llama.cpp.txt",),  # the engine inside
}
"""Texts that a package should bring along and does not."""

NOT_SHIPPED = frozenset({"pip", "setuptools", "altgraph", "pyinstaller-hooks-contrib"})
"""In the environment to make the bundles; of PyInstaller itself the programs' first part ships."""

_IS_LICENCE = re.compile(
    r"(^|[/_.-])(licen[cs]es?|copying|notices?|thirdpartynotices|copyright)([/_.-]|$)",
    re.IGNORECASE,
)
_IS_CODE = (".py", ".pyc", ".pyi", ".h", ".hpp", ".so")


class LicenceMissingError(RuntimeError):
    """Something is in a bundle whose licence is not to be found."""


def gather(bundle: Path) -> Path:
    """Copy all licences.

    Args:
        bundle: The folder in which `pyinstaller packaging.spec` left the three programs.

    Returns:
        The folder of the licences, made anew.

    Raises:
        LicenceMissingError: Of one part there is none.
    """
    target = bundle / "licences"
    shutil.rmtree(target, ignore_errors=True)
    for found in metadata.distributions():
        name = found.metadata["Name"]
        if name.lower() not in NOT_SHIPPED:
            _copy(_texts_of(found), target / f"{name}-{found.version}")
    standard_library = Path(sysconfig.get_path("stdlib"))
    _copy([("LICENSE.txt", standard_library / "LICENSE.txt")], target / "Python")
    for package in sorted(_system_packages(bundle)):
        text = Path("/usr/share/doc") / package / "copyright"
        _copy([("copyright", text)], target / f"debian-{package}")
    return target


def _texts_of(found: metadata.Distribution) -> list[tuple[str, Path]]:
    """Licences of a library: names to be had, and where they lie."""
    texts = [
        (str(file), Path(str(file.locate())))
        for file in found.files or []
        if _IS_LICENCE.search(str(file)) and file.suffix not in _IS_CODE
    ]
    more = NOT_BROUGHT_ALONG.get(found.metadata["Name"], ())
    return texts + [(Path(text).name, TEXTS / text) for text in more]


def _copy(texts: list[tuple[str, Path]], folder: Path) -> None:
    there = [(name, path) for name, path in texts if path.is_file()]
    if not there:
        raise LicenceMissingError(f"no licence of {folder.name} is to be found")
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in there:
        # One folder deep: where a package keeps them says nothing, but two may have one name.
        parts = [part for part in Path(name).parts if not part.endswith(".dist-info")]
        shutil.copyfile(path, folder / "-".join(part for part in parts if part != "licenses"))


def _system_packages(bundle: Path) -> set[str]:
    """Debian's packages whose libraries were taken along; none on other systems."""
    if shutil.which("dpkg") is None:
        return set()
    own = {Path(str(path)).name for found in metadata.distributions() for path in found.files or []}
    names = {
        path.name
        for path in bundle.glob("*/_internal/lib*.so*")
        if not path.is_symlink() and path.name not in own and not path.name.startswith("libpython")
    }
    return set(_packages_of(sorted(names)))


def _packages_of(names: list[str]) -> Iterator[str]:
    for name in names:
        listed = subprocess.run(
            ["dpkg", "-S", f"*/{name}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        packages = {line.split(":")[0] for line in listed.stdout.splitlines()}
        if packages:
            yield min(packages)
        else:
            raise LicenceMissingError(f"nobody knows where {name} comes from")


def main() -> int:
    """Gather them and say where they are."""
    parser = argparse.ArgumentParser(description="Gather the licences of a built copy.")
    parser.add_argument("bundle", type=Path, help="the folder that pyinstaller made, dist")
    try:
        print(gather(parser.parse_args().bundle))
    except LicenceMissingError as error:
        print(f"licences: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
