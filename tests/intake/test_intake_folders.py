import os
import subprocess
from pathlib import Path

import pytest

from desktop.domain.errors import NotAFileError
from desktop.intake.admit import admit, files_in


@pytest.fixture
def make(tmp_path):
    def make(*names):
        for name in names:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("x")

    return make


def names_in(folder):
    return [str(file.relative_to(folder)) for file in files_in([folder])]


def test_a_file_is_given_out_as_it_is(make, tmp_path):
    make("a.pdf")
    assert list(files_in([tmp_path / "a.pdf"])) == [tmp_path / "a.pdf"]


def test_folders_are_walked_to_the_bottom_in_the_order_people_number_things(make, tmp_path):
    make("page 10.pdf", "page 2.pdf", "Page 1.pdf", "10/a", "9/b", "9/deep/er/c", "zebra.pdf", "7")
    assert names_in(tmp_path) == [
        "7",
        "Page 1.pdf",
        "page 2.pdf",
        "page 10.pdf",
        "zebra.pdf",
        "9/b",
        "9/deep/er/c",
        "10/a",
    ]


def test_the_order_of_what_was_dropped_is_kept_and_nothing_comes_twice(make, tmp_path):
    make("b.pdf", "a.pdf", "in/c.pdf")
    dropped = [tmp_path / "b.pdf", tmp_path / "in", tmp_path, tmp_path / "a.pdf"]
    found = [file.name for file in files_in(dropped)]
    assert found == ["b.pdf", "c.pdf", "a.pdf"]


def test_hidden_files_and_what_systems_leave_behind_are_passed_over(make, tmp_path):
    make(
        "a.pdf",
        ".hidden",
        ".git/config",
        ".DS_Store",
        "._a.pdf",
        "Thumbs.db",
        "DESKTOP.INI",
        "Icon\r",
        "~$letter.docx",
        "__MACOSX/a.pdf",
        "$RECYCLE.BIN/b.pdf",
        "System Volume Information/c",
    )
    assert names_in(tmp_path) == ["a.pdf"]


def test_what_was_dropped_by_name_is_given_out_though_it_is_hidden(make, tmp_path):
    make(".secret.pdf")
    assert list(files_in([tmp_path / ".secret.pdf"])) == [tmp_path / ".secret.pdf"]


def test_links_are_not_followed_but_given_out_to_be_refused(make, tmp_path):
    make("real/a.pdf")
    (tmp_path / "real" / "again").symlink_to(tmp_path / "real")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real" / "a.pdf")
    assert names_in(tmp_path) == ["link.pdf", "real/a.pdf", "real/again"]
    for name in ("link.pdf", "real/again"):
        with pytest.raises(NotAFileError):
            admit(tmp_path / name, clock=lambda: pytest.fail("it was let in"))


def test_a_folder_dropped_as_a_link_is_not_followed(make, tmp_path):
    make("real/a.pdf")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(files_in([tmp_path / "link"])) == [tmp_path / "link"]


def test_what_does_not_exist_is_given_out_to_be_refused(tmp_path):
    odd = [tmp_path / "gone.pdf", tmp_path / "zero \0 byte"]
    assert list(files_in(odd)) == odd


def test_a_folder_that_cannot_be_opened_is_given_out_itself(make, tmp_path, monkeypatch):
    make("a.pdf", "shut/b.pdf")
    scandir = os.scandir

    def refusing(path):
        if Path(path).name == "shut":
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert names_in(tmp_path) == ["a.pdf", "shut"]


def test_paths_come_out_absolute(make, tmp_path, monkeypatch):
    make("in/a.pdf")
    monkeypatch.chdir(tmp_path)
    assert list(files_in([Path("in")])) == [tmp_path / "in" / "a.pdf"]


@pytest.fixture
def deep(tmp_path):
    """A folder that pytest's own clearing up could not remove."""
    (tmp_path / "deep").mkdir()
    yield tmp_path / "deep"
    subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)


def test_a_tree_deeper_than_any_call_stack_is_walked(deep):
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("bottom", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    found = list(files_in([deep]))
    assert len(found) == 1
    assert len(found[0].parts) > 1000
