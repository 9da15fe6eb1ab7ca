"""One value, however it is written in English, French, German and Swiss notation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.page import PageText
from desktop.findings.find import find


def _found(text: str, kind: FindingKind, region: str = "") -> list[Finding]:
    return [one for one in find(PageText(text), region=region) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Betrag EUR 1.234,56 netto", "1234.56 EUR"),
        ("la somme de 1 234,56 € hors taxes", "1234.56 EUR"),
        ("la somme de 1\u202f234,56\u00a0€", "1234.56 EUR"),
        ("the sum of £1,234.56", "1234.56 GBP"),
        ("CHF 1'234.56", "1234.56 CHF"),
        ("CHF 1’234.56", "1234.56 CHF"),
        ("USD 5 million", "5000000.00 USD"),
        ("RM12.30", "12.30 MYR"),
    ],
)
def test_an_amount_has_one_value_in_every_notation(text: str, value: str) -> None:
    assert [one.value for one in _found(text, FindingKind.AMOUNT)] == [value]


@pytest.mark.parametrize(
    ("row", "mention"),
    [
        ("Fennimore 1,250.00 EUR 2026-05-01", "1,250.00 EUR"),
        ("Fennimore 1,250.00 EUR 01.05.2026", "1,250.00 EUR"),
        ("Fennimore 1.250,00 EUR 12,5 %", "1.250,00 EUR"),
        ("Fennimore 1,250.00 EUR 7", "1,250.00 EUR"),
        ("Keys 2.00 EUR 30.00", "EUR 30.00"),
        ("Range EUR 100.00", "EUR 100.00"),
    ],
)
def test_a_currency_between_two_cells_belongs_to_its_amount(row: str, mention: str) -> None:
    assert mention in [one.mention for one in _found(row, FindingKind.AMOUNT)]


@pytest.mark.parametrize(
    "text",
    ["le 12 mars 2024", "am 12. März 2024", "on March 12, 2024", "on 12 March 2024",
     "2024-03-12", "12.03.2024", "this 12th day of March, 2024", "12-MAR-2024"],
)  # fmt: skip
def test_a_date_has_one_value_in_every_notation(text: str) -> None:
    assert [one.value for one in _found(text, FindingKind.DATE)] == ["2024-03-12"]


@pytest.mark.parametrize(("region", "value"), [("US", "2024-03-12"), ("GB", "2024-12-03")])
def test_the_region_tells_day_from_month(region: str, value: str) -> None:
    assert [one.value for one in _found("03/12/2024", FindingKind.DATE, region)] == [value]


def test_another_date_of_the_page_tells_day_from_month() -> None:
    values = [one.value for one in _found("03/12/2024 and 03/25/2024", FindingKind.DATE)]
    assert values == ["2024-03-12", "2024-03-25"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back_from_its_german_and_its_iso_form(day: date) -> None:
    for written in (f"{day:%d.%m.%Y}", day.isoformat()):
        assert [one.value for one in _found(written, FindingKind.DATE)] == [day.isoformat()]


@given(st.integers(min_value=0, max_value=10**9))
def test_every_amount_is_read_back_from_its_english_and_its_german_form(cents: int) -> None:
    value = f"{cents // 100}.{cents % 100:02d} EUR"
    english = f"{cents // 100:,}.{cents % 100:02d}"
    german = english.translate(str.maketrans(",.", ".,"))
    for written in (english, german):
        assert [one.value for one in _found(f"EUR {written}", FindingKind.AMOUNT)] == [value]


@given(st.text(max_size=300))
def test_findings_stand_in_order_apart_and_within_the_text(text: str) -> None:
    behind = 0
    for one in find(PageText(text)):
        assert behind <= one.start < one.end <= len(text)
        assert one.mention == text[one.start : one.end]
        behind = one.end


@pytest.mark.parametrize(
    "text",
    ["See section 12.3.4 of the Agreement.", "Page 3 of 12", "the Company and the Party",
     "CONFIDENTIALITY AGREEMENT", "Article 5 Term and Termination", "version 1.2.3",
     "a Delaware corporation", "sold GST INC"],
)  # fmt: skip
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert find(PageText(text)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Herrn\nDr. Jörg von der Heide", "Jörg von der Heide"),
        ("représentée par Mme Anne-Lise D’Orval, gérante", "Anne-Lise D’Orval"),
        ("Mr. John Q. O'Neil agreed", "John Q. O'Neil"),
        ("vertreten durch Ludwig Müller-Lüdenscheidt", "Ludwig Müller-Lüdenscheidt"),
        ("By: /s/ Carla Menotti", "Carla Menotti"),
    ],
)
def test_people_are_told_by_honorifics_roles_and_signatures(text: str, name: str) -> None:
    assert [one.value for one in _found(text, FindingKind.PERSON)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("between Acme Widgets, Inc. and", "Acme Widgets, Inc."),
        ("LAUT BIRU TRADING (M) SDN. BHD.\nJALAN 3", "LAUT BIRU TRADING (M) SDN. BHD."),
        ("die Kühn Pumpen (Deutschland) GmbH liefert", "Kühn Pumpen (Deutschland) GmbH"),
        ("Attention: Harbour Prairie Bank, N.A.", "Harbour Prairie Bank, N.A."),
        ("with Harbour Prairie Bank, N.A., as trustee", "Harbour Prairie Bank, N.A."),
        ("Die Firma Otto Kühn GmbH & Co. KG liefert", "Otto Kühn GmbH & Co. KG"),
        ("la société Verger du Lac SARL", "Verger du Lac SARL"),
        ("Officine Rossi S.p.A. di Milano", "Officine Rossi S.p.A."),
        ("zwischen Sportfreunde Ahlen e.V. und", "Sportfreunde Ahlen e.V."),
        ("2026-02-01 Meridian Logistics GmbH 300,00 EUR", "Meridian Logistics GmbH"),
        ("01/02/26 1,250.00 Halden & Firth Ltd", "Halden & Firth Ltd"),
        ("with 21st Century Widgets Inc.", "21st Century Widgets Inc."),
    ],
)
def test_organisations_are_told_by_their_legal_form(text: str, name: str) -> None:
    assert [one.value for one in _found(text, FindingKind.ORGANISATION)] == [name]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lindenhof 7\n50937 Köln", "Lindenhof 7, 50937 Köln"),
        ("sis 12 rue des Écluses, 59800 Lille", "12 rue des Écluses, 59800 Lille"),
        ("Unit 5, Wharfside Way\nManchester M17 9ZZ", "Unit 5, Wharfside Way, Manchester M17 9ZZ"),
        ("60 Main Street\nBoston, MA 02109", "60 Main Street, Boston, MA 02109"),
    ],
)
def test_addresses_are_found_over_lines(text: str, value: str) -> None:
    assert [one.value for one in _found(text, FindingKind.ADDRESS)] == [value]


def test_a_name_begins_behind_the_form_of_the_one_before_it() -> None:
    found = _found("Target Corporation Whirlpool Corporation", FindingKind.ORGANISATION)
    assert [one.value for one in found] == ["Target Corporation", "Whirlpool Corporation"]


def test_a_labelled_number_follows_the_plan_of_a_country_that_the_page_names():
    letter = (
        "Ashdown Pryce LLP, Manchester\nTel. 0161 496 0718\n"
        "Brandt Conseil SARL, Lyon, France\nMeridian Logistics SAS, Lille, France"
    )
    (phone,) = [f for f in find(PageText(letter)) if f.kind is FindingKind.PHONE]
    assert phone.value == "+441614960718"


def test_a_date_before_an_organisation_is_no_part_of_its_name():
    text = "On 14 October 2025 Halden & Firth Ltd invoiced our client. Studio 2000 GmbH did not."
    assert [found.value for found in _found(text, FindingKind.ORGANISATION)] == [
        "Halden & Firth Ltd",
        "Studio 2000 GmbH",
    ]


def test_an_honorific_begins_another_person():
    text = "Pour le Client : Madame Hélène Vasseur Monsieur Jörg Brandt"
    people = [found.value for found in _found(text, FindingKind.PERSON)]
    assert people == ["Hélène Vasseur", "Jörg Brandt"]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Boston, Texas. Fax (508) 555-0142", "(508) 555-0142"),
        ("Fax: (508)\u00a0555-0142", "(508)\u00a0555-0142"),
        ("Phone (0161 496 0718), Manchester", "0161 496 0718"),
    ],
)
def test_a_telephone_number_has_both_of_its_brackets_or_none(text: str, mention: str) -> None:
    assert [one.mention for one in _found(text, FindingKind.PHONE)] == [mention]
