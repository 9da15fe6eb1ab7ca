"""The manifest beside an exported pair: what the model can see and the sentences that it knows."""

import hashlib
import json
from pathlib import Path

from models.manifest import MANIFEST_NAME
from models.starter.training import prompts
from models.starter.training.batches import PAGE

GLYPH_HEIGHT_PX = 16
"""Trained evenly on ink of 10 to 21 px, cut as the app cuts it; evaluation compares heights."""

LEAST_GLYPH_HEIGHT_PX = 11

_PAGE = """\
# What the starter model is and can see. Written by models/starter/training/export.py. Bound to its
# two files by their hashes: other weights that are put here are refused, and elsewhere this page
# says nothing about them.
name = "In Camera starter"
licence = "Apache-2.0"
context_tokens = 2048

[weights]
file = "{weights}"
sha256 = "{weights_sha256}"

[projector]
file = "{projector}"
sha256 = "{projector_sha256}"

[sight]
# Heights are of the ink of a line, from the top of tall letters to the bottom of descenders.
glyph_height_px = {glyph_height_px}
min_glyph_height_px = {least_glyph_height_px}
side_multiple_px = 16
image_max_tokens = 704
line = {{ min_width_px = 128, min_height_px = 32, max_width_px = 1024, max_height_px = 48 }}
block = {{ min_width_px = 256, min_height_px = 96, max_width_px = 640, max_height_px = 256 }}

[prompts]
read = {read}
field = {field}
fields = {fields}
names = {names}
absent = {absent}
unreadable = {unreadable}
# Fields as JSON are compact, and only those that are there.
leaves_out_absent = true

[prompts.kind]
question = {kind}
width_px = {overview_width_px}
height_px = {overview_height_px}
"""


def write_manifest(
    folder: Path, weights: str, projector: str, *, glyph_height_px: int = GLYPH_HEIGHT_PX
) -> None:
    """Write the manifest of two files that lie in a folder.

    Args:
        folder: Of the files and of the manifest.
        weights: Name of the decoder's file.
        projector: Name of the tower's file.
        glyph_height_px: To which the app scales lines.
    """
    page = _PAGE.format(
        weights=weights,
        weights_sha256=_sha256(folder / weights),
        projector=projector,
        projector_sha256=_sha256(folder / projector),
        glyph_height_px=glyph_height_px,
        least_glyph_height_px=LEAST_GLYPH_HEIGHT_PX,
        read=json.dumps(prompts.READ),
        field=json.dumps(prompts.FIELD),
        fields=json.dumps(prompts.FIELDS),
        names=json.dumps(prompts.FIELD_NAMES),
        absent=json.dumps(prompts.ABSENT),
        unreadable=json.dumps(prompts.UNREADABLE),
        kind=json.dumps(prompts.KIND),
        overview_width_px=PAGE[0],
        overview_height_px=PAGE[1],
    )
    (folder / MANIFEST_NAME).write_text(page, "utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
