"""`python -m resources.installer.linux.make_deb dist`: a Debian package of the three programs.

It installs into /opt/in-camera, adds `in-camera` and `incamera` to the path, a menu entry, an icon
and manual pages. It starts no service, runs no script, asks nothing, and touches no account: vaults
belong to the people who make them and stay when the package is removed.

From one bundle always the same bytes come: every file in it is of one time, the bundle's own, or
that of the variable SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch). Beside the
package lies its SHA-256, as sha256sum checks it.
"""

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop import __version__
from resources.installer.linux.libraries import needed_by

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
PROGRAM_FOLDERS = ("in-camera", "incamera-reading-worker", "incamera-vision-worker")
COMMANDS = ("in-camera", "incamera")
LICENCES = "licences"
TARGET = Path("opt") / "in-camera"
DOCUMENTS = Path("usr/share/doc/in-camera")

RECOMMENDED_FOR = re.compile(r"/platformthemes/")
"""What these link to, GTK, makes the window look like its neighbours and is not needed."""

CONTROL = """Package: in-camera
Version: {version}
Architecture: {architecture}
Maintainer: In Camera maintainers <maintainers@in-camera.example>
Installed-Size: {size_kib}
{relations}
Suggests: tesseract-ocr, strace
Section: utils
Priority: optional
Description: reads confidential documents on the workstation itself
 In Camera reads documents and scans with OCR and a vision model, finds names,
 dates, amounts and identifiers, and keeps everything sealed. Nothing leaves
 the machine: no process of it can open an internet socket.
"""

_C_VERSION = re.compile(rb"\0GLIBC_(\d+)\.(\d+)(?=\0|\.)")
KEYRINGS = "gnome-keyring | kwalletmanager | keepassxc"

COPYRIGHT = """In Camera is licensed under the Apache License 2.0: LICENSE beside this file.

It contains parts of others. third-party.md beside this file lists them with their licences and why
they are there; the texts of these licences are in the folder licences, a folder for each part.
Libraries under the LGPL are files of their own below /opt/in-camera and may be replaced; the
sources of Qt and PySide are those of the version named there, at https://download.qt.io.
"""


def make_deb(bundle: Path, target_folder: Path, version: str) -> Path:
    """Build the package, and beside it the file with its SHA-256.

    Args:
        bundle: The folder in which `pyinstaller packaging.spec` left the three programs, with the
            licences that `resources.installer.licences` gathered.
        target_folder: Where the package is put.
        version: Of In Camera.

    Returns:
        The package.

    Raises:
        FileNotFoundError: One of the programs, the licences, or the package of a library that
            they link to is not there.
        subprocess.CalledProcessError: dpkg-deb refused; it says why on standard error.
    """
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    package = target_folder / f"in-camera_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="in-camera-deb-") as made:
        root = Path(made) / "root"
        _lay_out(root, bundle)
        control = CONTROL.format(
            version=version,
            architecture=architecture,
            size_kib=_size_kib(root),
            relations=_relations(root),
        )
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        _write_sums(root)
        _open_to_readers(root)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)],
            stdout=subprocess.DEVNULL,
            env=os.environ | {"SOURCE_DATE_EPOCH": _time_of(bundle)},
            check=True,
        )
    with package.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    package.with_name(f"{package.name}.sha256").write_text(f"{digest}  {package.name}\n")
    return package


def _time_of(bundle: Path) -> str:
    """Seconds since 1970: as demanded, else when the bundle was made."""
    made = str(int((bundle / PROGRAM_FOLDERS[0] / COMMANDS[0]).stat().st_mtime))
    return os.environ.get("SOURCE_DATE_EPOCH", made)


def _lay_out(root: Path, bundle: Path) -> None:
    """Put every file where it will lie on the workstation."""
    for name in PROGRAM_FOLDERS:
        shutil.copytree(bundle / name, root / TARGET / name, symlinks=True)
    shutil.copytree(bundle / LICENCES, root / DOCUMENTS / LICENCES)
    commands, manual = root / "usr" / "bin", root / "usr/share/man/man1"
    commands.mkdir(parents=True)
    manual.mkdir(parents=True)
    for name in COMMANDS:
        (commands / name).symlink_to(Path("/") / TARGET / "in-camera" / name)
        page = (HERE / f"{name}.1").read_bytes()
        (manual / f"{name}.1.gz").write_bytes(gzip.compress(page, mtime=0))
    for source, place in (
        (HERE / "in-camera.desktop", "usr/share/applications"),
        (HERE / "in-camera.svg", "usr/share/icons/hicolor/scalable/apps"),
        (PROJECT / "LICENSE", DOCUMENTS),
        (PROJECT / "resources" / "docs" / "third-party.md", DOCUMENTS),
    ):
        (root / place).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / place / source.name)
    (root / DOCUMENTS / "copyright").write_text(COPYRIGHT, encoding="utf-8")


def _relations(root: Path) -> str:
    """What it depends on: the packages of all that its files link to and do not bring along.

    Raises:
        FileNotFoundError: Nobody on this machine knows the package of such a library.
    """
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and _is_elf(path)]
    there = {(_program_of(path), path.name) for path in files}
    needs: dict[str, set[str]] = {"Depends": set(), "Recommends": set()}
    for path, names in needed_by(files).items():
        program = _program_of(path)
        relation = "Recommends" if RECOMMENDED_FOR.search(str(path)) else "Depends"
        needs[relation].update(name for name in names if (program, name) not in there)
    packages = _packages_of(needs["Depends"] | needs["Recommends"])
    depends, recommends = ({packages[name] for name in names} for names in needs.values())
    newest = max(_c_library_wanted_by(path) for path in files)
    versions = {"libc6": "libc6 (>= {}.{})".format(*newest)}
    return (
        f"Depends: {', '.join(versions.get(name, name) for name in sorted(depends))}\n"
        f"Recommends: {', '.join((KEYRINGS, *sorted(recommends - depends)))}"
    )


def _program_of(path: Path) -> str:
    """The folder of the program that a file belongs to: none uses the libraries of another."""
    return next(folder.name for folder in path.parents if folder.name in PROGRAM_FOLDERS)


def _packages_of(libraries: set[str]) -> dict[str, str]:
    """Debian's packages of libraries of the system, by the library."""
    command = ["dpkg", "-S", *(f"*/{name}" for name in sorted(libraries))]
    listed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    found: dict[str, set[str]] = {name: set() for name in libraries}
    for line in listed.splitlines():
        package, _, place = line.partition(": ")
        found[Path(place).name].add(package.split(":")[0])
    missing = sorted(name for name, packages in found.items() if not packages)
    if missing:
        raise FileNotFoundError(f"which package holds {', '.join(missing)} is not known here")
    # A few lie in folders of other programs too; the library's own package has the shorter name.
    return {name: min(packages, key=len) for name, packages in found.items()}


def _c_library_wanted_by(path: Path) -> tuple[int, int]:
    """The newest version of glibc of which a file wants a symbol; (0, 0) for none."""
    found = (tuple(map(int, version)) for version in _C_VERSION.findall(path.read_bytes()))
    return max(found, default=(0, 0))


def _is_elf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _write_sums(root: Path) -> None:
    """The list by which `dpkg --verify` finds files that were changed."""
    lines = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and relative.parts[0] != "DEBIAN":
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {relative}\n")
    (root / "DEBIAN" / "md5sums").write_text("".join(lines), encoding="utf-8")


def _open_to_readers(root: Path) -> None:
    """Rights as packages have them, whatever the umask was: all may read, only root may write."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            is_open = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if is_open else 0o644)


def _size_kib(root: Path) -> int:
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(-(-path.stat().st_size // 1024) for path in files)


def main() -> int:
    """Build the package of a bundle and say where it is."""
    parser = argparse.ArgumentParser(description="Make a Debian package of In Camera.")
    parser.add_argument("bundle", type=Path, help="the folder that pyinstaller made, dist")
    bundle = parser.parse_args().bundle.resolve()
    try:
        print(make_deb(bundle, bundle, __version__))
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"make_deb: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
