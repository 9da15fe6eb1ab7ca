"""Folders are made for this account alone; parts are found from source and in a bundle."""

import stat
import sys
from pathlib import Path

import pytest

from desktop import paths
from desktop.domain.errors import OwnFolderError
from desktop.domain.page import OcrEngine

FOLDERS = [paths.data_folder, paths.config_folder, paths.log_folder]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder, not made yet, that is named in the environment."""
    chosen = tmp_path / "stick" / "In Camera"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(chosen))
    return chosen


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """The account's own folders, moved."""
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """The program as it is started from an installed bundle."""
    program = tmp_path / "opt" / "in-camera" / "in-camera"
    parts = program.parent / "_internal"
    parts.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(parts), raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program.parent


def mode(folder):
    return stat.S_IMODE(folder.stat().st_mode)


def test_one_folder_holds_everything_where_it_is_named(home):
    assert paths.data_folder() == paths.config_folder() == home
    assert paths.log_folder() == home / "logs"
    assert paths.vault_folder() == home / "vault"
    assert paths.settings_file() == home / "settings.toml"
    assert not paths.vault_folder().exists()
    assert not paths.settings_file().exists()


def test_a_folder_that_is_named_from_here_is_kept_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "stick")
    assert paths.data_folder() == tmp_path / "stick"


@pytest.mark.parametrize("chosen", ["", None])
def test_without_a_name_the_folders_are_those_of_the_account(own_home, monkeypatch, chosen):
    if chosen is not None:
        monkeypatch.setenv(paths.HOME_VARIABLE, chosen)
    for folder in FOLDERS:
        made = folder()
        assert own_home in made.parents
        assert paths.PROGRAM in made.parts


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_open_to_this_account_only(home, folder):
    assert mode(folder()) == 0o700
    folder().chmod(0o755)
    assert mode(folder()) == 0o700
    assert home.is_dir()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch, folder):
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file" / "home"))
    with pytest.raises(OwnFolderError) as refusal:
        folder()
    assert paths.HOME_VARIABLE in refusal.value.remedy
    assert str(tmp_path) not in str(refusal.value)


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(OwnFolderError):
        paths.data_folder()


def test_the_parts_of_the_program_are_there_from_source():
    assert (paths.resources_folder() / "icons").is_dir()
    assert paths.starter_model_folder().parent.name == "models"


def test_workers_are_started_by_their_modules_from_source():
    assert paths.reading_worker_command() == (sys.executable, "-m", "desktop.reading.worker")
    assert paths.reading_worker_command(OcrEngine.TESSERACT)[-1] == OcrEngine.TESSERACT.value
    assert paths.viewing_worker_command() == (*paths.reading_worker_command(), "--view")
    assert paths.vision_worker_command() == (sys.executable, "-m", "models.worker")


def test_the_helper_of_the_keyring_is_started_where_nothing_can_bend_its_imports():
    python, isolated, helper = paths.keyring_helper_command()
    assert (python, isolated) == (sys.executable, "-I")
    assert Path(helper).is_file()


def test_in_a_bundle_each_worker_is_a_program_in_a_folder_beside_this_one(bundle):
    suffix = ".exe" if sys.platform == "win32" else ""
    for command, name in (
        (paths.reading_worker_command(), "incamera-reading-worker"),
        (paths.vision_worker_command(), "incamera-vision-worker"),
    ):
        assert command == (str(bundle.parent / name / f"{name}{suffix}"),)
    (helper,) = paths.keyring_helper_command()
    assert Path(helper) == bundle / f"incamera-keyring-helper{suffix}"
    assert paths.reading_worker_command(OcrEngine.TESSERACT)[1:] == (OcrEngine.TESSERACT.value,)


def test_in_a_bundle_the_parts_are_those_that_were_unpacked(bundle):
    assert paths.resources_folder() == bundle / "_internal" / "resources"
    assert paths.starter_model_folder() == bundle / "_internal" / "models" / "starter"
