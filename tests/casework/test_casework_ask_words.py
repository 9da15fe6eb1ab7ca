"""What a question asks for, and what an answer may say, in English, French and German."""

import json

import pytest

from desktop.casework.asking.fields import FIELDS, fields_asked, fields_named, phrases_about
from desktop.casework.asking.stream import AnswerStream, QuoteGiven, WordsGiven
from desktop.casework.asking.support import Support, places_of_quote
from desktop.domain.document import DocumentKind
from desktop.domain.errors import AnswerUnusableError
from desktop.domain.geometry import Box
from desktop.vault.normalise import folded_words
from tests.vault.vault_pages import page_text

# ------------------------------------------------------------------ questions for fields


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how much was tax?", ["tax"]),
        ("IBAN?", ["iban"]),
        ("What is the total, and how much is the VAT?", ["total", "tax"]),
        ("What is the VAT number?", ["vat_id"]),
        ("What is the invoice number?", ["reference"]),
        ("date of birth", ["date_of_birth"]),
        ("wann wurde der Vertrag geschlossen?", ["conclusion"]),
        ("Wie hoch war die Mehrwertsteuer?", ["tax"]),
        ("Wie viel MwSt.?", ["tax"]),
        ("Wann ist die Rechnung fällig?", ["due_date"]),
        ("Wie lautet die Telefonnummer?", None),
        ("Welche Telefonnummer steht da?", ["phone"]),
        ("Quel est le montant de la TVA ?", ["tax"]),
        ("Quand le contrat a-t-il été signé ?", ["conclusion"]),
        ("Quelle est la date d\u2019échéance ?", ["due_date"]),
        ("Why was the tax not paid?", None),
        ("What is the tax rate?", None),
        ("When was the tax?", None),
        ("How many invoices are there in total?", None),
        ("Who signed the contract?", None),
        ("What is the notice period?", None),
        ("Is it true?", None),
    ],
)
def test_a_question_asks_for_fields_only_where_nothing_else_is_left_of_it(question, names):
    asked = fields_asked(question)
    assert (asked and [field.name for field in asked.fields]) == names


def test_names_and_kinds_of_document_narrow_a_question():
    asked = fields_asked("Wann wurde der Vertrag mit Jörg Brandt geschlossen?")
    assert asked.names == ("Jörg", "Brandt")
    assert asked.document_kinds == (DocumentKind.CONTRACT,)


def test_a_line_names_its_longest_field_only():
    assert {field.name for field in fields_named("Due date 13 November 2025")} == {"due_date"}
    assert {field.name for field in fields_named("VAT number GB 999")} == {"vat_id"}
    assert fields_named("Nothing of the kind") == set()


def test_pages_are_sought_by_every_name_of_a_field_and_by_words_that_carry_matter():
    groups = phrases_about("Which tax applies to the warehouse?")
    assert [group for group in groups if "Mehrwertsteuer" in group]
    assert ("warehouse",) in groups
    assert all("the" not in group for group in groups)


def test_no_two_fields_are_called_the_same():
    names = {}
    for field in FIELDS:
        for phrase in field.phrases:
            assert names.setdefault(tuple(folded_words(phrase)), field) is field, phrase


# ------------------------------------------------------------------ what stands on a page

PAGE = page_text(
    "Invoice HF-20418 of 14 October 2025\nTotal due 10,095.00 EUR\nThe lessee may not sub-let"
)


@pytest.mark.parametrize(
    ("quote", "times"),
    [
        ("Total due 10,095.00", 1),
        ("total DUE", 1),
        ("due\n10,095.00 EUR", 1),
        ("95.00", 0),
        ("Total due 10,096.00", 0),
        ("the", 0),
        ("", 0),
        ("Total due €10,095.00", 0),
    ],
)
def test_a_quote_stands_on_the_page_as_whole_words_that_say_something(quote, times):
    assert len(places_of_quote(quote, PAGE)) == times


def test_outside_the_region_that_is_asked_about_nothing_stands():
    (place,) = places_of_quote("Total due", PAGE)
    (box,) = PAGE.boxes_between(place.start, place.end)
    assert places_of_quote("Total due", PAGE, box.grown_by(1))
    assert not places_of_quote("Total due", PAGE, Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("answer", "quotes"),
    [
        ("10,095.00 EUR", ["Total due 10,095.00 EUR"]),
        ("The total is 10,095.00 EUR.", ["Total due 10,095.00 EUR"]),
        ("On 14 October 2025", ["Invoice of 14 October 2025"]),
        ("Le 1er avril 2025", ["prend effet le 1er avril 2025"]),
        ("Der Vertrag endet am 3. März 2026.", ["endet am 3. März 2026"]),
        ("No, sub-letting is not allowed", ["The lessee may not sub-let, letting is void"]),
        ("thirty days", ["a notice of thirty days"]),
        ("-80.00 EUR", ["Balance -80.00 EUR"]),
        ("Yes", ["It is agreed"]),
        ("HF-20418", ["Invoice HF-20418"]),
        ("Jean-Pierre O'Brien", ["signed Jean-Pierre O\u2019Brien"]),
    ],
)
def test_an_answer_that_keeps_to_its_quotes_is_said(answer, quotes):
    support = Support(quotes)
    assert all(support.holds(words) for words in answer.split())
    assert support.is_grounded


@pytest.mark.parametrize(
    ("answer", "quotes"),
    [
        ("10,096.00 EUR", ["Total due 10,095.00 EUR"]),
        ("95.00", ["Total due 10,095.00 EUR"]),
        ("10,095.00 USD", ["Total due 10,095.00 EUR"]),
        ("€10,095.00", ["Total due 10,095.00"]),
        ("19 %", ["19 pages"]),
        ("80.00", ["Balance -80.00 EUR"]),
        ("15 October 2025", ["14 October 2025"]),
        ("14 November 2025", ["14 October 2025"]),
        ("1er mai 2025", ["1er avril 2025"]),
        ("signed by Smith", ["signed by Müller"]),
        ("forty days", ["a notice of thirty days"]),
        ("vierzig Tage", ["eine Frist von dreißig Tage"]),
        ("It is not allowed", ["It is allowed"]),
        ("Ce n'est pas permis", ["C'est permis"]),
        ("HF-20419", ["Invoice HF-20418"]),
        ("void", ["The lessee may sub-let"]),
    ],
)
def test_an_answer_that_adds_a_number_a_name_or_a_denial_is_refused(answer, quotes):
    support = Support(quotes)
    assert not (all(support.holds(words) for words in answer.split()) and support.is_grounded)


# ------------------------------------------------------------------ the answer as it comes


def taken(text, size):
    stream = AnswerStream()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    given = [part for piece in pieces for part in stream.feed(piece)]
    return given, stream.is_whole


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_quotes_come_whole_and_words_one_by_one_however_the_text_is_cut(size):
    said = {"quotes": ['Total "due"', "\u00e9\\t\u0007"], "answer": "It is 5,00 \u20ac"}
    text = json.dumps(said, separators=(",", ":"))
    given, is_whole = taken(text, size)
    assert is_whole
    assert given == [
        QuoteGiven('Total "due"'),
        QuoteGiven("\u00e9\\t"),
        *map(WordsGiven, ("It", " is", " 5,00", " \u20ac")),
    ]


def test_an_answer_without_quotes_is_whole_and_says_nothing():
    assert taken('{"quotes":[],"answer":""}', 4) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        '{"answer":"x","quotes":[]}',
        '{ "quotes":[]',
        '{"quotes":["a",]',
        '{"quotes":["a" "b"]',
        '{"quotes":[],"answer":""}}',
        '{"quotes":["\\x"]',
        '{"quotes":["\\uzzzz"]',
        '{"quotes":[' + ",".join(['"a"'] * 7),
        '{"quotes":["' + "a" * 2000,
        '{"quotes":["a"],"answer":"' + "a" * 2000,
        "<|im_end|>",
    ],
)
def test_another_form_is_no_answer(text):
    with pytest.raises(AnswerUnusableError):
        taken(text, 1)
