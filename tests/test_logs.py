import logging
import stat
import threading

import pytest

from desktop import logs
from desktop.domain.errors import OwnFolderError

WORD = "Zyzzyva"


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path))
    logs.start("cli")
    yield lambda: (tmp_path / "logs" / "cli.log").read_text(encoding="utf-8")
    logs.stop()


def test_an_event_is_one_line_with_its_place(log):
    logging.getLogger("desktop.x").warning("read %d pages\nand more", 7)
    line = log().splitlines()[-1]
    assert "WARNING cli/" in line
    assert "desktop.x:" in line
    assert line.endswith("read 7 pages\ufffdand more")


def test_only_this_account_can_read_it(log, tmp_path):
    assert log()
    assert stat.S_IMODE((tmp_path / "logs" / "cli.log").stat().st_mode) == 0o600


def test_of_an_error_the_places_are_kept_and_its_words_are_not(log):
    try:
        int(WORD)
    except ValueError:
        logging.getLogger("desktop.x").exception("defect")
    assert "! ValueError" in log()
    assert WORD not in log()


def test_other_libraries_are_named_but_not_quoted(log):
    logging.getLogger("PIL.Image").warning("cannot read %s", WORD)
    assert "PIL.Image:" in log()
    assert WORD not in log()


def test_paths_are_cut_down_to_parts_of_programs(log):
    logging.getLogger("desktop.x").warning('File "/home/anna/x.py" of /home/anna/%s.pdf', WORD)
    assert log().splitlines()[-1].endswith('File "x.py" of (path)')


def test_a_message_that_does_not_fit_its_arguments_is_dropped(log):
    logging.getLogger("desktop.x").warning("%d", WORD)
    assert WORD not in log()


def test_an_uncaught_error_of_a_thread_is_logged_without_its_words(log, capsys):
    def fail():
        raise ValueError(WORD)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "uncaught in a thread" in log()
    assert WORD not in log() + capsys.readouterr().err


def test_it_never_grows_beyond_its_bounds(log, tmp_path, monkeypatch):
    (handler,) = (each for each in logging.getLogger().handlers if hasattr(each, "maxBytes"))
    monkeypatch.setattr(handler, "maxBytes", 2000)
    for number in range(500):
        logging.getLogger("desktop.x").warning("event %d", number)
    files = list((tmp_path / "logs").iterdir())
    assert len(files) == 1 + logs.OLD_FILES
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "event 499" in log()


def test_a_link_in_its_place_is_not_followed(tmp_path, monkeypatch):
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "cli.log").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OwnFolderError):
        logs.start("cli")
    assert not (tmp_path / "elsewhere").exists()
