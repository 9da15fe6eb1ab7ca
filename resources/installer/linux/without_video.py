"""OpenCV without FFmpeg: libraries that are there to be linked to and end whoever calls them.

OpenCV's wheel links four libraries of FFmpeg, for video from files and networks, and through them
OpenSSL 1.1.1. In Camera never touches video. In a bundle four small libraries with the same names
and symbols stand in for them; each function ends its process, which is a worker that then costs a
page. What FFmpeg itself linked to is left out with it.
"""

import re
import subprocess
from collections import defaultdict
from pathlib import Path

from resources.installer.linux.libraries import Entry, needed_by

VIDEO = re.compile(r"lib(avcodec|avformat|avutil|swscale|swresample)\b")
_WANTED = re.compile(r"\bFUNC\b.*\bUND (\w+)@(LIB(?:AV|SW)\w+)")


def without_video(entries: list[Entry], folder: Path) -> list[Entry]:
    """The entries with stand-ins in place of FFmpeg.

    Args:
        entries: Of a bundle; without OpenCV among them nothing changes.
        folder: Where the stand-ins are made.

    Raises:
        subprocess.CalledProcessError: The compiler refused one.
    """
    cv2 = next((Path(entry[1]) for entry in entries if Path(entry[0]).match("cv2/cv2*.so")), None)
    if cv2 is None:
        return entries
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        name: _stand_in(name, symbols, folder)
        for name in needed_by([cv2])[cv2]
        if VIDEO.match(name) and (symbols := _symbols_of(cv2).get(_stem(name)))
    }
    return [
        (place, str(made.get(Path(place).name, source)), kind)
        if kind != "SYMLINK"
        else (place, source, kind)
        for place, source, kind in entries
    ]


def _stem(name: str) -> str:
    """`LIBAVCODEC` of `libavcodec-c4204469.so.62.28.101`, as versions of symbols begin."""
    return re.split(r"[-.]", name, maxsplit=1)[0].upper()


def _symbols_of(library: Path) -> dict[str, dict[str, list[str]]]:
    """What a library wants of FFmpeg: symbols by their version, by the library that has them."""
    listed = subprocess.run(
        ["readelf", "-W", "--dyn-syms", str(library)], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, version in _WANTED.findall(listed.stdout):
        found[version.rsplit("_", 1)[0]][version].append(name)
    return found


def _stand_in(name: str, symbols: dict[str, list[str]], folder: Path) -> Path:
    source, versions = folder / f"{name}.c", folder / f"{name}.map"
    functions = sorted(function for wanted in symbols.values() for function in wanted)
    source.write_text(
        "".join(f"void {function}(void) {{ __builtin_trap(); }}\n" for function in functions)
    )
    versions.write_text(
        "".join(
            f"{version} {{ global: {'; '.join(wanted)}; local: *; }};\n"
            for version, wanted in symbols.items()
        )
    )
    library = folder / name
    subprocess.run(
        [
            *(
                "cc",
                "-shared",
                "-fPIC",
                "-nostdlib",
                "-fno-builtin",
                "-Wno-builtin-declaration-mismatch",
                "-s",
            ),
            *(f"-Wl,-soname,{name}", f"-Wl,--version-script={versions}", "-Wl,--build-id=none"),
            *("-o", str(library), str(source)),
        ],
        check=True,
    )
    return library
