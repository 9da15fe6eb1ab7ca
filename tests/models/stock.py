"""Asks the peer of `stock_peer.py`."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

PEER = Path(__file__).with_name("stock_peer.py")


def stock_answers(pair, pictures, question, *, max_tokens, threads=1, schema=None):
    """What the stock handler says about each picture, and how many seconds it took for each.

    Args:
        pair: Weights and projector.
        pictures: With `width_px`, `height_px` and `rgb`.
        question: Put to each.
        max_tokens: Of each answer.
        threads: To compute with.
        schema: That answers must keep to, as JSON schema.
    """
    command = [sys.executable, str(PEER), str(pair[0]), str(pair[1]), str(threads)]
    asked = {"question": question, "max_tokens": max_tokens}
    if schema is not None:
        asked["schema"] = schema
    lines = [json.dumps({**asked, "png": _png(picture)}) for picture in pictures]
    done = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return [(answer["text"], answer["seconds"]) for answer in said[1:]]


def _png(picture):
    out = io.BytesIO()
    size = (picture.width_px, picture.height_px)
    Image.frombytes("RGB", size, bytes(picture.rgb)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")
