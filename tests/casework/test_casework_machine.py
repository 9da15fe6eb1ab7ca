"""What fits this machine is said from what the system says, and not guessed."""

from desktop.casework.models.machine import this_machine
from desktop.domain.model_listing import Fit, Machine

GB = 10**9


def test_memory_is_read_from_the_kernels_list(tmp_path):
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:       16000000 kB\nMemAvailable:    4000000 kB\n")
    machine = this_machine(meminfo)
    assert machine.memory_bytes == 16_000_000 * 1024
    assert machine.free_bytes == 4_000_000 * 1024
    assert machine.cores >= 1
    assert machine.threads >= machine.cores


def test_a_list_that_says_nothing_leaves_nothing_said(tmp_path):
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: many\n")
    assert this_machine(meminfo).free_bytes is None


def test_a_model_fits_is_tight_or_is_too_large():
    machine = Machine(16 * GB, 4 * GB, 4, 8)
    assert machine.fit_of(3 * GB) is Fit.FITS
    assert machine.fit_of(8 * GB) is Fit.TIGHT
    assert machine.fit_of(17 * GB) is Fit.TOO_LARGE
    assert machine.fit_of(0) is Fit.UNKNOWN
    assert Machine(None, None, 4, 8).fit_of(3 * GB) is Fit.UNKNOWN
