"""`python resources/installer/linux/make_deb.py dist`: a Debian package of the three programs.

It installs into /opt/in-camera, adds `in-camera` and `incamera` to the path, a menu entry and an
icon. It starts no service, runs no script, asks nothing, and touches no account: vaults belong to
the people who make them and stay when the package is removed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
PROGRAM_FOLDERS = ("in-camera", "incamera-reading-worker", "incamera-vision-worker")
COMMANDS = ("in-camera", "incamera")
TARGET = Path("opt") / "in-camera"

DEPENDS = (
    *("libc6 (>= 2.28)", "libegl1", "libgl1", "libfontconfig1", "libdbus-1-3", "libglib2.0-0"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1"),
)
"""What Qt's platform plug-ins open on the workstation itself; all else lies in the bundle."""

CONTROL = """Package: in-camera
Version: {version}
Architecture: {architecture}
Maintainer: In Camera maintainers <maintainers@in-camera.example>
Installed-Size: {size_kib}
Depends: {depends}
Recommends: gnome-keyring | kwalletmanager | keepassxc
Suggests: tesseract-ocr
Section: utils
Priority: optional
Description: reads confidential documents on the workstation itself
 In Camera reads PDF files and scans with OCR and a vision model, finds names,
 dates, amounts and identifiers, and keeps everything sealed. Nothing leaves
 the machine: no process of it can open an internet socket.
"""

COPYRIGHT = """In Camera is licensed under the Apache License 2.0, see LICENSE beside this file.
The parts of others that it contains are listed with their licences in third-party.md beside it.
"""


def make_deb(bundle: Path, target_folder: Path, version: str) -> Path:
    """Build the package.

    Args:
        bundle: The folder in which `pyinstaller packaging.spec` left the three programs.
        target_folder: Where the package is put.
        version: Of In Camera.

    Returns:
        The package.

    Raises:
        FileNotFoundError: One of the programs is not there.
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
            depends=", ".join(DEPENDS),
        )
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        _open_to_readers(root)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)],
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return package


def _lay_out(root: Path, bundle: Path) -> None:
    """Put every file where it will lie on the workstation."""
    for name in PROGRAM_FOLDERS:
        shutil.copytree(bundle / name, root / TARGET / name, symlinks=True)
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    for name in COMMANDS:
        (commands / name).symlink_to(Path("/") / TARGET / "in-camera" / name)
    for source, place in (
        (HERE / "in-camera.desktop", "usr/share/applications"),
        (HERE / "in-camera.svg", "usr/share/icons/hicolor/scalable/apps"),
        (PROJECT / "LICENSE", "usr/share/doc/in-camera"),
        (PROJECT / "resources" / "docs" / "third-party.md", "usr/share/doc/in-camera"),
    ):
        (root / place).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / place / source.name)
    (root / "usr/share/doc/in-camera/copyright").write_text(COPYRIGHT, encoding="utf-8")


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
    sys.path.insert(0, str(PROJECT))
    from desktop import __version__  # noqa: PLC0415  # the project's root is no package

    parser = argparse.ArgumentParser(description="Make a Debian package of In Camera.")
    parser.add_argument("bundle", type=Path, help="the folder that pyinstaller made, dist")
    print(make_deb(parser.parse_args().bundle, PROJECT / "dist", __version__))
    return 0


if __name__ == "__main__":
    sys.exit(main())
