"""The long run in small: nothing is lost or read twice when it is cut off, memory stays level."""

from dataclasses import replace

import pytest

from desktop.settings import Settings
from tests.benchmarks.long_pages import printed, scan
from tests.benchmarks.long_run import read_long


@pytest.mark.process
def test_what_is_cut_off_half_way_is_gone_on_with_and_memory_stays_level(tmp_path):
    settings = replace(Settings(), reading_workers=1, is_vision_used=False)
    scan(tmp_path / "scan.pdf", 6)
    printed(tmp_path / "letters.pdf", 200, 0)
    files = [tmp_path / "scan.pdf", tmp_path / "letters.pdf"]
    run = read_long(tmp_path, files, 206, '"LM-000199"', settings)
    assert run.read == 206
    assert 0 <= run.done_twice <= 64, "what was not stored yet, and no more"
    begin, end = run.tenths[1], run.tenths[-1]
    assert end.app_bytes - begin.app_bytes < 64 << 20
    assert end.worker_bytes < 1 << 30
