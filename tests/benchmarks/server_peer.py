"""`llama-server` and `llama-mtmd-cli` as peers: the same pictures and questions, timed by us.

The server listens on a socket file, not on the network. What a client of it must do to ask about a
picture, PNG and base64 included, is part of its time, as it is for everyone who uses it.
"""

import base64
import http.client
import io
import json
import re
import socket
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, Self

from PIL import Image

START_LIMIT_S = 120.0
ANSWER_LIMIT_S = 900.0


class Picture(Protocol):
    """Pixels, RGB."""

    width_px: int
    height_px: int
    rgb: bytes


class ServerPeer:
    """A running `llama-server`.

    Args:
        program: Of the server.
        pair: Weights and projector.
        threads: To compute with.
        options: Further ones; none: the server's own defaults.
    """

    def __init__(
        self, program: Path, pair: tuple[Path, Path], threads: int, options: tuple[str, ...] = ()
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="peer-")
        self._socket = str(Path(self._folder.name) / "peer.sock")
        command = [program, "-m", pair[0], "--mmproj", pair[1], "--host", self._socket]
        command += ["-t", threads, "--offline", *options]
        self._process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, picture: Picture, question: str, max_tokens: int = 256) -> tuple[str, float]:
        """The answer, and how many seconds it took."""
        start_s = time.perf_counter()
        png = base64.b64encode(png_of(picture)).decode("ascii")
        content = [
            {"type": "image_url", "image_url": {"url": "data:image/png;base64," + png}},
            {"type": "text", "text": question},
        ]
        asked = {
            "messages": [{"role": "user", "content": content}],
            "temperature": 0,
            "max_tokens": max_tokens,
        }
        said = self._request("POST", "/v1/chat/completions", asked)
        text = said["choices"][0]["message"]["content"]
        return text, time.perf_counter() - start_s

    def ask_at_once(self, pictures: list[Picture], question: str) -> float:
        """Seconds until as many clients as there are pictures all have their answers."""
        start_s = time.perf_counter()
        with ThreadPoolExecutor(len(pictures)) as clients:
            list(clients.map(lambda picture: self.ask(picture, question), pictures))
        return time.perf_counter() - start_s

    def _wait(self) -> None:
        end_s = time.monotonic() + START_LIMIT_S
        pause = threading.Event()
        while time.monotonic() < end_s and self._process.poll() is None:
            try:
                if self._request("GET", "/health").get("status") == "ok":
                    return
            except (OSError, RuntimeError):
                pass
            pause.wait(0.1)
        self._process.kill()
        raise RuntimeError("llama-server did not start")

    def _request(self, method: str, path: str, asked: object = None) -> dict:
        connection = _OverFile(self._socket)
        try:
            body = None if asked is None else json.dumps(asked)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"llama-server refused: {response.status} {said[:200]!r}")
        return json.loads(said)


class _OverFile(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=ANSWER_LIMIT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask_cli(
    program: Path, pair: tuple[Path, Path], threads: int, picture: Picture, question: str
) -> tuple[str, float]:
    """One question in a process of its own, as scripts use `llama-mtmd-cli`.

    Returns:
        The answer, and how many seconds it took, those for loading the model included.
    """
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        start_s = time.perf_counter()
        file = Path(folder) / "region.png"
        file.write_bytes(png_of(picture))
        command = [program, "-m", pair[0], "--mmproj", pair[1], "--image", file, "-p", question]
        command += ["-n", 256, "--temp", 0, "-t", threads, "--offline", "--log-verbosity", 0]
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start_s
    if done.returncode != 0:
        raise RuntimeError(f"llama-mtmd-cli ended with {done.returncode}")
    return re.sub(r"\s+", " ", done.stdout), seconds


def png_of(picture: Picture) -> bytes:
    """The picture as a file, quickly made."""
    out = io.BytesIO()
    size = (picture.width_px, picture.height_px)
    Image.frombytes("RGB", size, bytes(picture.rgb)).save(out, "PNG", compress_level=1)
    return out.getvalue()
