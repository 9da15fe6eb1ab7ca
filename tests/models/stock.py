"""Asks the peer of `stock_peer.py`."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

PEER = Path(__file__).with_name("stock_peer.py")


class StockPeer:
    """The peer, running: `ask` puts one question, so that it can take turns with ours.

    Args:
        pair: Weights and projector.
        threads: To compute with.
    """

    def __init__(self, pair, threads=1):
        command = [sys.executable, str(PEER), str(pair[0]), str(pair[1]), str(threads)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._received()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._process.communicate()

    def ask(self, picture, question, *, max_tokens, schema=None):
        """What the stock handler says about a picture, and how many seconds it took.

        Args:
            picture: With `width_px`, `height_px` and `rgb`.
            question: About it.
            max_tokens: Of the answer.
            schema: That the answer must keep to, as JSON schema.
        """
        asked = {"question": question, "max_tokens": max_tokens, "png": _png(picture)}
        if schema is not None:
            asked["schema"] = schema
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._received()
        return answer["text"], answer["seconds"]

    def _received(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the stock handler's process has ended")
        return json.loads(line)


def stock_answers(pair, pictures, question, *, max_tokens):
    """What the stock handler says about each picture."""
    with StockPeer(pair) as peer:
        return [peer.ask(picture, question, max_tokens=max_tokens)[0] for picture in pictures]


def _png(picture):
    out = io.BytesIO()
    size = (picture.width_px, picture.height_px)
    Image.frombytes("RGB", size, bytes(picture.rgb)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")
