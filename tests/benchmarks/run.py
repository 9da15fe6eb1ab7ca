"""`make bench`: benchmarks, all or those named; their tables in `resources/docs/benchmarks.md`.

Each module `bench_*.py` here offers `measure() -> list[tuple[what, figure, target]]`. Ratios are
against a real peer in the same run; nothing fails by the clock. A benchmark that is run replaces
its own table on the page and leaves the others as they are; each says when and where it was made.
"""

import importlib
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "resources" / "docs" / "benchmarks.md"
TITLE = (
    "# Benchmarks\n\n"
    "Made by `make bench`, never by hand. Ratios are against a real peer in the same run. Other\n"
    "work on the machine slows both sides, not always alike: each table names the load before it.\n"
)


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    found = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    for name in names or found:
        print(f"\n## {name}", flush=True)
        conditions = _conditions()
        # Each in a process of its own: pinning to a core and memory peaks must not carry over.
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.run", "--one", name],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        print(done.stdout, flush=True)
        _put_on_page(name.replace("_", " ").capitalize(), f"{conditions}\n\n{done.stdout}")


def _put_on_page(heading: str, section: str) -> None:
    """Replace the section under a heading, or add it; sections stand in the order of names."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else TITLE
    _, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    sections = dict(part.split("\n", 1) for part in parts)
    sections[heading] = f"\n{section}"
    ordered = (f"\n## {name}\n{sections[name].rstrip()}\n" for name in sorted(sections))
    PAGE.write_text(TITLE + "".join(ordered), encoding="utf-8")


def _one(name: str) -> None:
    module = importlib.import_module(f"tests.benchmarks.bench_{name}")
    print("| what | figure | target |\n| --- | --- | --- |")
    for row in module.measure():
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")


def _conditions() -> str:
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of the run is the point
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"Made on {day}: {platform.machine()}, {_processor()}, Python "
        f"{platform.python_version()}{load}."
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
