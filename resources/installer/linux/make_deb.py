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
        FileNotFoundError: One of the programs, or the licences, are not there.
        subprocess.CalledProcessError: dpkg-shlibdeps or dpkg-deb refused; it says why on standard
            error.
    """
    architecture = _printed(["dpkg", "--print-architecture"]).strip()
    package = target_folder / f"in-camera_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="in-camera-deb-") as made:
        root = Path(made) / "root"
        _lay_out(root, bundle)
        control = CONTROL.format(
            version=version,
            architecture=architecture,
            size_kib=_size_kib(root),
            relations=_relations(root, Path(made)),
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


def _relations(root: Path, folder: Path) -> str:
    """What it depends on: the packages of all that its files link to and do not bring along."""
    files = [path for path in sorted(root.rglob("*")) if not path.is_symlink() and _is_elf(path)]
    (folder / "debian").mkdir()
    (folder / "debian" / "control").write_text(
        "Source: in-camera\n\nPackage: in-camera\nArchitecture: any\n"
    )
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", f"-S{root}"]
    command += [f"-l{place}" for place in sorted({str(path.parent) for path in files})]
    for name, is_needed in (("Recommends", False), ("Depends", True)):
        command.append(f"-d{name}")
        command += [
            f"-e{path}" for path in files if is_needed != bool(RECOMMENDED_FOR.search(str(path)))
        ]
    found = dict(
        line.removeprefix("shlibs:").split("=", 1)
        for line in _printed(command, folder).splitlines()
        if line.startswith("shlibs:")
    )
    recommended = ", ".join(filter(None, (KEYRINGS, found.get("Recommends", ""))))
    return f"Depends: {found['Depends']}\nRecommends: {recommended}"


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


def _printed(command: list[str], folder: Path | None = None) -> str:
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> int:
    """Build the package of a bundle and say where it is."""
    parser = argparse.ArgumentParser(description="Make a Debian package of In Camera.")
    parser.add_argument("bundle", type=Path, help="the folder that pyinstaller made, dist")
    bundle = parser.parse_args().bundle.resolve()
    try:
        print(make_deb(bundle, bundle, __version__))
    except subprocess.CalledProcessError as error:
        print(f"make_deb: {error.cmd[0]} ended with {error.returncode}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
