"""The offline check: what it would see, what it says, and the whole road walked under it."""

import json
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.casework.offline_check import check
from desktop.casework.offline_check.check import OfflineReport
from desktop.casework.offline_check.parts import _holds, check_parts
from desktop.casework.offline_check.printed import as_data, as_pdf, as_text, write_report
from desktop.casework.offline_check.road import RoadStep
from desktop.casework.offline_check.watch import SeenProcess, SocketCalls, Watch, socket_calls
from desktop.domain.errors import AuditTargetError
from desktop.domain.walls import Wall
from desktop.offline import SocketTrial
from desktop.walls.libc import architecture

ROOT = Path(__file__).parents[2]
LINUX_ONLY = pytest.mark.skipif(architecture() is None, reason="no walls are built on this system")


def report(**changed):
    """A report of a computer on which all is well, but for what is changed."""
    sound = {
        "made_at": datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        "version": "0.1.0",
        "system": "Linux 6.1",
        "app_walls": ("audit_hook", "seccomp"),
        "steps": (RoadStep("reading worker", "started", 1.0, ("landlock",)),),
        "unwalked": "",
        "missing": (),
        "trial": SocketTrial(45, (), (), is_local_open=True),
        "parts": check_parts()[-1:],
        "processes": (SeenProcess("app", 9, True, 1, (), True),),
        "calls": SocketCalls(3, (), ()),
    }
    return OfflineReport(**(sound | changed))


def test_lines_of_strace_are_told_apart_by_family_and_outcome():
    lines = """
12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
12 socketpair(AF_UNIX, SOCK_STREAM, 0, [4, 5]) = 0
12 socket(AF_UNIX, SOCK_STREAM, 0) = -1 EPERM (Operation not permitted)
13 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = -1 EPERM (Operation not permitted)
13 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 7
13 socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 8
13 +++ exited with 0 +++
""".splitlines()
    calls = socket_calls(lines)
    assert calls == SocketCalls(2, ("AF_INET6", "AF_NETLINK"), ("AF_INET",))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told by /proc")
def test_a_process_that_holds_an_internet_socket_is_seen_from_outside():
    holding = (
        "import socket, sys\n"
        "held = [socket.socket(f, socket.SOCK_DGRAM) for f in (socket.AF_INET, socket.AF_INET6)]\n"
        "for one, place in zip(held, ('127.0.0.1', '::1')): one.bind((place, 0))\n"
        "local = socket.socketpair()\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    if not socket.has_ipv6:
        pytest.skip("this kernel has no IPv6")
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout.readline() == b"ready\n"
        watch = Watch(child.pid)
        watch._look_at(child.pid)
        (seen,) = watch.end()
        child.stdin.close()
    assert seen.other_sockets == ("udp", "udp6")
    assert seen.local_sockets == 2
    assert not seen.is_filtered


def test_nothing_of_this_build_speaks_to_networks_and_a_back_end_that_did_would_be_found(tmp_path):
    engine = check_parts()[-1]
    assert engine.is_clear, engine.found
    library = tmp_path / "libggml-rpc.so"
    library.write_bytes(b"x" * 3_000_000 + b"ggml_backend_rpc_init" + b"x")
    assert _holds(library, b"ggml_backend_rpc_init")
    assert not _holds(library, b"ggml_backend_rpc_begin")


def test_a_report_says_what_speaks_against_the_promise_and_what_could_not_be_shown():
    assert (report().findings, report().gaps) == ((), ())
    bad = report(
        trial=SocketTrial(45, (2,), (10,), is_local_open=True),
        processes=(
            SeenProcess("reading worker", 3, False, 0, ("tcp",), True),
            SeenProcess("vision worker", 300, False, 0, (), True),
        ),
        calls=SocketCalls(0, ("AF_INET",), ()),
    )
    assert len(bad.findings) == 4
    assert "Something was found" in as_text(bad)
    weak = report(
        missing=(("reading worker", Wall.LANDLOCK),),
        app_walls=("audit_hook",),
        calls=None,
        processes=(),
    )
    assert len(weak.gaps) == 4
    assert "once it is loaded, seccomp refuses the opening of any file" in as_text(weak)
    assert as_data(weak)["is_clear"] is True


@pytest.mark.parametrize("name", ["report.pdf", "report.txt", "report.json"])
def test_a_report_is_written_as_its_name_says(tmp_path, name):
    write_report(report(), tmp_path / name)
    content = (tmp_path / name).read_bytes()
    begins = {"report.pdf": b"%PDF-", "report.txt": b"Report of the", "report.json": b"{"}
    assert content.startswith(begins[name])
    assert as_pdf(report()).startswith(b"%PDF-")
    with pytest.raises(AuditTargetError):
        write_report(report(), tmp_path / "nowhere" / name)


def test_a_road_that_ends_early_is_a_gap_that_says_why_and_the_rest_is_reported_all_the_same():
    told = b'{"code": "WORKER-06", "reason": "Not every wall stands.", "remedy": ""}'
    for said, words in ((told, "Not every wall stands. [WORKER-06]"), (b"", "ended with 70")):
        road = check._road_of(said, 70)
        assert road.steps == ()
        cut = report(steps=road.steps, unwalked=road.unwalked)
        assert words in cut.gaps[0]
        assert "Not walked to its end." in as_text(cut)
        assert as_pdf(cut).startswith(b"%PDF-")


def test_where_no_worker_was_started_the_walls_that_cannot_be_built_here_are_named(monkeypatch):
    monkeypatch.setattr(check, "offered_walls", lambda: (Wall.LIMITS,))
    assert ("workers", Wall.LANDLOCK) in list(check._missing(()))
    assert list(check._missing((RoadStep("keyring", "answered", 0.1),)))


CHECK = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.casework.offline_check.check import check_offline
from desktop.casework.offline_check.printed import as_data
report = check_offline(datetime.now(UTC), "0.1.0", [Path(sys.argv[1])])
print(json.dumps(as_data(report)))
"""


@pytest.fixture(scope="module")
def walked(samples, program_environment, tmp_path_factory):
    """The whole road, where possible without any network interface, watched by the check itself."""
    command = [sys.executable, "-c", CHECK, str(samples / "invoice.pdf")]
    unshare = shutil.which("unshare")
    is_cut_off = (
        unshare is not None
        and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode
        == 0
    )
    home = tmp_path_factory.mktemp("checked")
    done = subprocess.run(
        [*([unshare, "-rn"] if is_cut_off else []), *command],
        cwd=ROOT,
        env=program_environment | {"INCAMERA_HOME": str(home), "TMPDIR": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    left = [path for path in home.iterdir() if path.name.startswith("incamera-")]
    return json.loads(done.stdout), is_cut_off, left


@pytest.mark.process
@LINUX_ONLY
class TestTheWholeRoad:
    def test_no_process_makes_a_socket_that_is_not_local(self, walked):
        said, _, _ = walked
        if said["calls"] is None:
            pytest.skip("strace is not installed, or may not be used here")
        assert said["calls"]["local"] > 0, "strace saw nothing, so that it would prove nothing"
        assert said["calls"]["others_made"] == said["calls"]["others_refused"] == []

    def test_it_is_walked_to_its_end_and_its_vault_is_gone(self, walked):
        said, _, left = walked
        steps = {step["step"]: step["came_of_it"] for step in said["road"]}
        assert list(steps) == [
            *("reading worker", "vision worker", "keyring"),
            *("ingest", "search", "ask", "export", "verify"),
        ]
        assert steps["keyring"] == "answered"
        assert steps["ingest"].startswith("1 files, 0 refused, 1 pages")
        assert steps["verify"] == "everything is whole"
        assert left == []

    def test_without_any_network_interface_it_is_the_same_road(self, walked):
        said, is_cut_off, _ = walked
        if not is_cut_off:
            pytest.skip("this account may make no network namespace")
        assert said["is_clear"]
        steps = {step["step"]: step["came_of_it"] for step in said["road"]}
        assert steps["ask"].startswith("answered, 1 statements")

    def test_every_process_of_the_road_was_seen_behind_a_filter(self, walked):
        said, _, _ = walked
        roles = {one["role"] for one in said["processes"]}
        assert roles >= {"app", "reading worker", "vision worker"}
        assert all(one["other_sockets"] == [] for one in said["processes"])
        settled = [one for one in said["processes"] if one["looks"] > 20]
        assert all(one["is_filtered"] for one in settled)

    def test_families_of_sockets_are_refused_where_they_are_tried_on_purpose(self, walked):
        said, _, _ = walked
        assert said["families_tried"] == 45
        assert [line for line in said["findings"] if "ockets" in line] == []


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are told by /proc")
def test_no_library_of_qt_that_speaks_to_networks_is_loaded_with_the_window():
    script = (
        "import desktop.app.main\n"
        "print(open('/proc/self/maps').read())\n"
        "import sys; print([m for m in sys.modules if m.startswith('PySide6.Qt')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    for name in ("Qt6Network", "Qt6Pdf", "Qt6WebEngine", "libcurl", "plugins/tls"):
        assert name not in done.stdout
