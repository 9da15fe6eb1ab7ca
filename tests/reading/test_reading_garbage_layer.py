import pytest

from desktop.domain.document import FileKind
from desktop.domain.page import ReadMethod
from desktop.reading.soundness import Soundness, soundness
from tests.reading import made

SENTENCES = (
    "The parties agree that confidential information shall not be disclosed to third parties.",
    "Die Parteien vereinbaren, dass vertrauliche Unterlagen nicht weitergegeben werden dürfen.",
    "Les parties conviennent que les informations confidentielles ne seront pas divulguées.",
    "Las partes acuerdan que la información confidencial no se revelará a terceros.",
    "Le parti concordano che le informazioni riservate non saranno divulgate a terzi.",
    "De partijen komen overeen dat vertrouwelijke informatie niet wordt gedeeld met derden.",
    "Strony zgadzają się, że informacje poufne nie zostaną ujawnione osobom trzecim.",
    "Parterna är överens om att konfidentiell information inte ska lämnas ut till andra.",
    "As partes concordam que as informações confidenciais não serão divulgadas a terceiros.",
)


def shifted(text, by=29):
    """What a font without a map to Unicode gives: every code moved by the same distance."""
    return "".join(chr(ord(char) - by) if char.isascii() and char > " " else char for char in text)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_of_european_languages_are_sound(sentence):
    assert soundness(sentence, 0.0) is Soundness.SOUND


@pytest.mark.parametrize("sentence", SENTENCES)
def test_capitals_are_as_sound_as_small_letters(sentence):
    assert soundness(sentence.upper(), 0.0) is Soundness.SOUND


@pytest.mark.parametrize("sentence", SENTENCES)
def test_letters_exchanged_for_others_are_garbage(sentence):
    letters = "abcdefghijklmnopqrstuvwxyz"
    exchanged = sentence.lower().translate(str.maketrans(letters, "qjxzkvwybpfghmdcutlasnroei"))
    assert soundness(exchanged, 0.0) is Soundness.GARBAGE


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue014\ue020 \ue00a\ue00b\ue00c \ue001\ue014",
        "\x02\x03\x04\x05 \x06\x07\x08 \x02\x03",
        "\ufffd\ufffd\ufffd \ufffd\ufffd and a word",
        SENTENCES[1].encode().decode("cp1252"),
        " ".join("a page whose every letter stands alone".replace(" ", "")),
        "Thepartiesagreethatconfidentialinformationshallnotbedisclosedtothirdparties" * 3,
    ],
    ids=["private use", "controls", "unknown", "wrong code page", "lone letters", "no spaces"],
)
def test_text_that_no_person_sees_on_a_page_is_garbage(text):
    assert soundness(text, 0.0) is Soundness.GARBAGE


def test_bullets_of_symbol_fonts_do_not_condemn_a_page():
    text = "\uf0b7 first item of the list\n\uf0b7 second item of the list\n" * 4
    assert soundness(text, 0.0) is Soundness.SOUND


def test_figures_alone_are_no_garbage_and_letters_without_a_map_are():
    assert soundness("12.00 14.50 2026 99", 0.0) is Soundness.UNDECIDED
    assert soundness("12.00 14.50 2026 99", 0.9) is Soundness.GARBAGE
    assert soundness("", 0.0) is Soundness.UNDECIDED


@pytest.mark.process
def test_a_garbage_layer_is_noticed_and_the_page_is_read_by_its_pixels(read):
    layer = tuple(map(shifted, made.LINES))
    page = read(FileKind.PDF, made.scanned_pdf(made.noisy(made.sheet()), layer=layer))
    assert page.method is ReadMethod.OCR
    assert "garbage_text_layer" in page.remarks
    assert page.text.text.split() == " ".join(made.LINES).split()
