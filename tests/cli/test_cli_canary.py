"""Nothing of a document, its name, its matter or a search lies anywhere in clear."""

import base64
import json
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

pytestmark = [pytest.mark.process, pytest.mark.keyring]

PRINTED, SCANNED = "Quokkazebrine", "Narwhalfjord"
FILE_NAME, FOLDER_NAME, MATTER_NAME, SOUGHT, CORRECTED = (
    "Okapifile",
    "Tapirfolder",
    "Axolotlmatter",
    "Ibexsought",
    "Pangolinmend",
)
ALL = (PRINTED, SCANNED, FILE_NAME, FOLDER_NAME, MATTER_NAME, SOUGHT, CORRECTED)


def disguises(word):
    """The ways in which a word could stand in a file without being sealed."""
    for text in {word, word.lower(), word.upper()}:
        for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for shift in range(3):
                middle = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :]
                yield middle.rstrip(b"=")[:-1]


def finding_places(folders):
    """Every file, and every name of a file, in which one of the words stands."""
    patterns = {word: re.compile(b"|".join(map(re.escape, disguises(word)))) for word in ALL}
    for folder in folders:
        for path in Path(folder).rglob("*"):
            for word in ALL:
                if word.casefold() in path.name.casefold():
                    yield word, path
            if path.is_file():
                content = path.read_bytes()
                for word, pattern in patterns.items():
                    if pattern.search(content):
                        yield word, path


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    """A born-digital and a scanned document, with unguessable words."""
    folder = tmp_path_factory.mktemp("received") / FOLDER_NAME
    folder.mkdir()
    drawn = canvas.Canvas(str(folder / f"{FILE_NAME}.pdf"))
    drawn.setFont("Helvetica", 14)
    for line in range(12):
        drawn.drawString(72, 760 - 20 * line, f"Clause {line}: the parties agree on {PRINTED}.")
    drawn.drawString(72, 480, f"Contact: {PRINTED.lower()}@meridian.example, +49 30 23125 123")
    drawn.save()
    page = Image.new("L", (1240, 600), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", 40)
    draw.text((80, 80), f"Invoice of {SCANNED}", fill=0, font=font)
    draw.text((80, 180), "Total EUR 1.234,50 payable by 2026-03-02", fill=0, font=font)
    page.save(folder / f"{FILE_NAME}.png", dpi=(150, 150))
    return folder


def test_no_word_of_a_document_or_search_is_written_anywhere(
    incamera, received, tmp_path_factory, keyring_environment
):
    own = tmp_path_factory.mktemp("own")
    for variable, name in (
        ("HOME", "home"),
        ("TMPDIR", "temp"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_STATE_HOME", "state"),
    ):
        (own / name).mkdir()
        incamera._environment[variable] = str(own / name)
    assert incamera("vault", "create").returncode == 0
    assert incamera("matter", "new", "1042", "0007", MATTER_NAME).returncode == 0
    assert incamera("add", received).returncode == 0
    for word in (PRINTED, SCANNED):
        hits = json.loads(incamera("search", word, "--json").stdout)["hits"]
        assert hits, f"{word} was not read, so that looking for it would prove nothing"
    incamera("search", SOUGHT)
    incamera("show", SOUGHT)
    found = json.loads(incamera("findings", "--show-high", "--json").stdout)
    assert any(row["second_reading"] for row in found), "nothing was compared, nor kept of it"
    address = next(row["finding_id"] for row in found if row["kind"] == "email")
    mended = incamera("decide", address, "--correct", f"{CORRECTED.lower()}@meridian.example")
    assert mended.returncode == 0
    assert json.loads(incamera("search", CORRECTED, "--json").stdout)["hits"]
    asked = json.loads(incamera("ask", f"Who is {SOUGHT}, which total?", "--json").stdout)
    assert asked["code"] == "ASK-02", "the model in use is asked for fields only"
    answered = json.loads(incamera("ask", f"Which total has {SCANNED}?", "--json").stdout)
    assert answered["statements"], "nothing was answered and kept, so that it would prove nothing"
    assert incamera("ask", "--again", answered["id"]).returncode == 0
    assert incamera("ask", "--list").returncode == 0
    assert incamera("verify").returncode == 0

    looked_at = (incamera.home, own, keyring_environment["XDG_DATA_HOME"])
    assert list(finding_places(looked_at)) == []

    clear = tmp_path_factory.mktemp("clear")
    shown = incamera("show", f"{FILE_NAME}.pdf", "--page", "1").stdout
    (clear / "page.txt").write_text(shown, encoding="utf-16-le")
    assert PRINTED in dict(finding_places([clear])), "what is in clear would be found"
    assert list(finding_places(looked_at)) == []
