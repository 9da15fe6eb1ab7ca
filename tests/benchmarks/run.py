"""`make bench`: every benchmark in one run, and `resources/docs/benchmarks.md` from it.

Each module `bench_*.py` here offers `measure() -> list[tuple[what, figure, target]]`. Ratios are
against a real peer in the same run; nothing fails by the clock.
"""

import importlib
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "resources" / "docs" / "benchmarks.md"


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all; only a run of all of them rewrites the page."""
    found = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    tables = []
    for name in names or found:
        print(f"\n## {name}", flush=True)
        # Each in a process of its own: pinning to a core and memory peaks must not carry over.
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.run", "--one", name],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        print(done.stdout, flush=True)
        tables.append(f"## {name.replace('_', ' ').capitalize()}\n\n{done.stdout}")
    if not names:
        PAGE.write_text(_header() + "\n".join(tables), encoding="utf-8")
        print(f"Written: {PAGE.name}")


def _one(name: str) -> None:
    module = importlib.import_module(f"tests.benchmarks.bench_{name}")
    print("| what | figure | target |\n| --- | --- | --- |")
    for row in module.measure():
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")


def _header() -> str:
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of the run is the point
    return (
        "# Benchmarks\n\n"
        f"Made by `make bench` on {day}, {platform.machine()}, {_processor()}, Python "
        f"{platform.python_version()}. Ratios are against a real peer in the same run.\n\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2])
    else:
        main(sys.argv[1:])
