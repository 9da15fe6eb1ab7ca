"""The walls of Windows and macOS, as far as they can be tried where neither is."""

import ctypes
from pathlib import Path

from desktop.walls import windows
from desktop.walls.macos import enter_sandbox, profile_of


def test_the_profile_of_macos_names_what_may_be_read_and_refuses_the_rest(tmp_path):
    weights = tmp_path / "weights.gguf"
    weights.write_bytes(b"GGUF")
    profile = profile_of([weights, tmp_path])
    assert "(deny default)" in profile
    assert f'(allow file-read* (literal "{weights}"))' in profile
    assert f'(allow file-read* (subpath "{tmp_path}"))' in profile
    allowed = [line for line in profile.splitlines() if line.startswith("(allow")]
    assert not [line for line in allowed if "network" in line or "write" in line or "exec" in line]


def test_a_name_of_a_file_cannot_end_its_place_in_the_profile():
    profile = profile_of([Path('/opt/x")) (allow network*) (allow file-read* (literal "\\')])
    assert "(allow network*)" not in [line.strip() for line in profile.splitlines()]
    assert '(subpath "/opt/x\\")) (allow network*) (allow file-read* (literal \\"\\\\"))' in profile


def test_where_there_is_no_sandbox_the_wall_is_not_named():
    assert not enter_sandbox([]) or Path("/usr/lib/libsandbox.1.dylib").exists()


def test_the_records_of_windows_have_the_sizes_of_its_headers():
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION and its first part, on a machine of 64 bits."""
    assert ctypes.sizeof(windows._BasicLimits) == 64
    assert ctypes.sizeof(windows._ExtendedLimits) == 144
    assert ctypes.sizeof(windows._SidAndAttributes) == 16
    assert ctypes.sizeof(windows._Privilege) == 12
