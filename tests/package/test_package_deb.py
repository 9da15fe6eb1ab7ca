"""The Debian package: the same bytes each time; all may read it, only root may write it."""

import hashlib
import os
import shutil
import subprocess

import pytest

from resources.installer.linux.make_deb import COMMANDS, PROGRAM_FOLDERS, make_deb

pytestmark = pytest.mark.skipif(
    shutil.which("dpkg-deb") is None, reason="Debian packages are made on Debian and its kin"
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """Three folders with real programs of the system in them, and a licence."""
    folder = tmp_path_factory.mktemp("bundle")
    for name in PROGRAM_FOLDERS:
        (folder / name / "_internal").mkdir(parents=True)
        for program in COMMANDS if name == "in-camera" else (name,):
            shutil.copy("/bin/true", folder / name / program)
        (folder / name / "_internal" / "data.txt").write_text("x")
        (folder / name / "_internal" / "link.txt").symlink_to("data.txt")
    (folder / "licences" / "part").mkdir(parents=True)
    (folder / "licences" / "part" / "LICENSE").write_text("as you like")
    return folder


@pytest.fixture(scope="module")
def packages(bundle, tmp_path_factory):
    """The same bundle packed twice, by accounts with different habits."""
    made = []
    for umask in (0o022, 0o077):
        target = tmp_path_factory.mktemp("made")
        former = os.umask(umask)
        try:
            made.append(make_deb(bundle, target, "1.2.3"))
        finally:
            os.umask(former)
    return made


def listed(package):
    """Rights, owner and path of every file in a package."""
    done = subprocess.run(
        ["dpkg-deb", "--contents", str(package)], stdout=subprocess.PIPE, text=True, check=True
    )
    rows = (line.split(maxsplit=5) for line in done.stdout.splitlines())
    return {row[5].removeprefix("."): (row[0], row[1]) for row in rows}


def test_from_one_bundle_the_same_bytes_come(packages):
    first, second = packages
    assert first.read_bytes() == second.read_bytes()


def test_its_digest_lies_beside_it_as_sha256sum_checks_it(packages):
    package = packages[0]
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    beside = package.with_name(f"{package.name}.sha256")
    assert beside.read_text() == f"{digest}  {package.name}\n"


def test_all_may_read_what_it_installs_and_only_root_may_write(packages):
    files = listed(packages[0])
    assert {owner for _, owner in files.values()} == {"root/root"}
    assert {rights for rights, _ in files.values()} == {
        "drwxr-xr-x",
        "-rwxr-xr-x",
        "-rw-r--r--",
        "lrwxrwxrwx",
    }


def test_it_brings_programs_manual_menu_and_licences_and_nothing_of_accounts(packages):
    names = {name.split(" -> ")[0] for name in listed(packages[0])}
    for wanted in (
        "/opt/in-camera/in-camera/in-camera",
        "/opt/in-camera/incamera-reading-worker/incamera-reading-worker",
        "/usr/bin/incamera",
        "/usr/share/man/man1/incamera.1.gz",
        "/usr/share/applications/in-camera.desktop",
        "/usr/share/icons/hicolor/scalable/apps/in-camera.svg",
        "/usr/share/doc/in-camera/copyright",
        "/usr/share/doc/in-camera/licences/part/LICENSE",
    ):
        assert wanted in names, wanted
    assert not [name for name in names if name.startswith(("/home", "/etc", "/var", "/root"))]


def test_it_runs_no_script_and_depends_on_what_its_programs_link_to(packages, tmp_path):
    subprocess.run(["dpkg-deb", "--control", str(packages[0]), str(tmp_path / "c")], check=True)
    assert {path.name for path in (tmp_path / "c").iterdir()} == {"control", "md5sums"}
    control = (tmp_path / "c" / "control").read_text()
    assert "\nVersion: 1.2.3\n" in control
    assert "\nDepends: libc6 (>= 2." in control
