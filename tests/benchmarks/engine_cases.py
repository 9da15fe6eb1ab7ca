"""What the engine and its peers are shown in benchmarks, and the engine as the app starts it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from desktop.domain.page import Pixels
from desktop.domain.vision import VisionTask
from desktop.paths import vision_worker_command
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient
from models.manifest import Manifest, manifest_beside
from models.prompts import question_for
from models.regions import Prepared, prepare
from tests.benchmarks.large_pair import answer_text, large_pair

STARTER = Path(__file__).parents[2] / "models" / "starter"
READ = VisionTask.READ
PAGE_PX = (1240, 1754)
"""A4 at 150 dpi; thirteen tiles."""

STRIP_PX = (1240, 300)
"""Some lines of it; five tiles."""

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A model and what it is shown.

    Attributes:
        picture: Makes the picture of a number, unlike that of any other number.
        words: What another reader saw on each.
        rounds: Of turns.
        a_round: Pictures that each engine is shown in a round.
    """

    name: str
    what: str
    pair: tuple[Path, Path]
    manifest: Manifest | None
    picture: Callable[[int], Pixels]
    words: Callable[[int], str]
    rounds: int
    a_round: int

    @property
    def question(self) -> str:
        return question_for(READ, (), self.manifest.prompts if self.manifest else None).text

    def warm_up(self, number: int) -> Pixels:
        """A picture to begin with; a small one."""
        return self.picture(number) if self.manifest else _strip(number)

    def seen(self, pixels: Pixels) -> Prepared:
        """The picture that our engine makes of it: what peers are shown."""
        sight = self.manifest.sight if self.manifest else None
        return prepare(pixels.width_px, pixels.height_px, pixels.rgb, sight)


def starter_case(rounds: int = 5) -> Case:
    """The starter and blocks of print."""
    pair = STARTER / "model-q8_0.gguf", STARTER / "mmproj-q8_0.gguf"
    what, manifest = "blocks of four lines", manifest_beside(*pair)
    return Case("starter", what, pair, manifest, _block, _words_of_block, rounds, 12)


def large_case(rounds: int = 3) -> Case:
    """Half a billion weights and blocks of a page."""
    what = "blocks of a page, 5 tiles, 160 tokens each"
    return Case("500 M", what, tuple(large_pair()), None, _strip, _words_of_page, rounds, 1)


def page_case(rounds: int = 1) -> Case:
    """The same weights and whole pages."""
    what = "A4 pages, 13 tiles, 160 tokens each"
    return Case("500 M", what, tuple(large_pair()), None, _page, _words_of_page, rounds, 1)


@contextmanager
def loaded(case: Case, threads: int) -> Iterator[VisionClient]:
    """The engine in its worker, behind its walls."""
    with VisionClient(vision_worker_command()) as client:
        client.load(LoadModel(str(case.pair[0]), str(case.pair[1]), "", "", threads))
        yield client


def memory_mb(pid: int | None, kind: str = "VmRSS:") -> float:
    """Of a process, as the system counts it."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) / 1024
    return float("nan")


def _block(number: int) -> Pixels:
    lines = _words_of_block(number).splitlines()
    font = ImageFont.load_default(17)
    image = Image.new("RGB", (300, 24 * len(lines) + 12), "white")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((8, 6 + row * 24), line, fill=(20, 20, 20), font=font)
    return Pixels(image.width, image.height, image.tobytes())


def _words_of_block(number: int) -> str:
    return f"Northwind Tools\nReceipt # {44_000 + number}\nDate: 12/03/2024\nTotal: 48.20 EUR"


def _page(number: int) -> Pixels:
    """A page with print that no other number has."""
    return _printed(PAGE_PX, number)


def _strip(number: int) -> Pixels:
    return _printed(STRIP_PX, number)


def _printed(size_px: tuple[int, int], number: int) -> Pixels:
    image = Image.new("RGB", size_px, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(24)
    for row in range((size_px[1] - 60) // 38):
        text = f"{number} {row} {answer_text()[row * 9 : row * 9 + 60]}"
        draw.text((90, 30 + 38 * row), text, fill=(20, 20, 20), font=font)
    return Pixels(image.width, image.height, image.tobytes())


def _words_of_page(number: int) -> str:
    return f"{number} \n{answer_text()}\n"
