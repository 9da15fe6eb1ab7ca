"""How the window was left, kept over a restart: sizes, what was shown, and the matter.

`window.json` beside the settings, UTF-8, at most 4 KiB: one object of numbers, words of the
program's own and the identity of a matter, by which its file is named already. No name, no document
and no page stands in it. A file that makes no sense, or was written by another version, is passed
over.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

MAX_FILE_BYTES = 4096

Side = Annotated[int, msgspec.Meta(ge=1, le=32_767)]
Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{1,16}$")]
Identity = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{32})?$")]


@dataclass(frozen=True, slots=True)
class KeptWindow:
    """What is kept.

    Attributes:
        width_px: Of the window while it does not fill the screen, in logical pixels.
        height_px: Likewise.
        is_maximised: Whether it fills the screen.
        columns_px: Widths of documents, page and findings; empty for those of a fresh window.
        has_thumbnails: Whether thumbnails are shown.
        has_findings: Whether the column of findings is shown.
        fit: How the zoom follows the window.
        zoom: 1.0 is the size on paper.
        order: In which order documents are listed.
        matter_id: The matter in view; "" for none.
    """

    width_px: Side
    height_px: Side
    is_maximised: bool
    columns_px: Annotated[tuple[Side, ...], msgspec.Meta(max_length=3)]
    has_thumbnails: bool
    has_findings: bool
    fit: Word
    zoom: Annotated[float, msgspec.Meta(gt=0, le=100)]
    order: Word
    matter_id: Identity


def kept_window(file: Path) -> KeptWindow | None:
    """How the window was left; None where that is not known."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            return None
        return msgspec.json.decode(content, type=KeptWindow)
    except (OSError, msgspec.DecodeError):
        return None


def keep_window(file: Path, kept: KeptWindow) -> None:
    """Write how the window is left, in one step; where that fails the next one opens fresh."""
    beside = file.with_name(f"{file.name}.new")
    with contextlib.suppress(OSError):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as opened:
            opened.write(msgspec.json.encode(kept))
        beside.replace(file)
