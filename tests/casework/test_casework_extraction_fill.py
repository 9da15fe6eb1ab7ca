"""A field is filled with the value that is told best; what nothing says is missing."""

import pytest

from desktop.casework.extraction.layout import rows_of
from desktop.domain.extraction import FieldSource
from desktop.domain.finding import Agreement, Decision, Sensitivity
from tests.casework.extraction_pages import filled, page_of, text_of, values

INVOICE = (
    "Halden & Firth Ltd",
    "8 Saltery Yard, London SE1 9ZZ",
    "Invoice number @200 HF-20418",
    "Invoice date @200 14 October 2025",
    "Due date @200 13 November 2025",
    "Bill to",
    "Meridian Logistics Ltd",
    "Description @300 Qty @360 Price @430 Amount",
    "Gateway TG-200 @300 12 @360 418.00 @430 5,016.00",
    "Carriage and insurance @300 1 @360 84.50 @430 84.50",
    "Installation",
    "two days on site @300 2 @360 50.00 @430 100.00",
    "Subtotal @430 £5,200.50",
    "VAT 20% @430 £1,040.10",
    "Total due @430 £6,240.60",
)


def test_an_invoice_is_filled_from_findings_labels_and_rows():
    fields = filled("invoice", page_of(*INVOICE))
    assert {name: values(field) for name, field in fields.items() if name != "items"} == {
        "vendor": ["Halden & Firth Ltd"],
        "buyer": ["Meridian Logistics Ltd"],
        "number": ["HF-20418"],
        "date": ["2025-10-14"],
        "due_date": ["2025-11-13"],
        "subtotal": ["5200.50 GBP"],
        "tax": ["1040.10 GBP"],
        "total": ["6240.60 GBP"],
        "iban": [],
        "vat_id": [],
    }
    (total,) = fields["total"].values
    assert (total.mention, total.page, total.source) == ("£6,240.60", 1, FieldSource.FINDING)
    assert total.boxes[0].left_pt == 430
    assert not fields["total"].needs_person


def test_rows_of_a_table_are_items_up_to_the_row_that_ends_it():
    items = filled("invoice", page_of(*INVOICE))["items"].values
    assert [(item.value, item.parts) for item in items] == [
        (
            "5016.00 GBP",
            {"description": "Gateway TG-200", "unit_price": "418.00", "quantity": "12"},
        ),
        (
            "84.50 GBP",
            {"description": "Carriage and insurance", "unit_price": "84.50", "quantity": "1"},
        ),
        (
            "100.00 GBP",
            {"description": "two days on site", "unit_price": "50.00", "quantity": "2"},
        ),
    ]
    assert items[0].boxes[0].left_pt == 40
    assert items[0].boxes[0].right_pt == 430 + 5 * len("5,016.00")


def test_an_amount_below_its_description_is_an_item_too():
    till = ("SHOP", "SUGAR 1KG", "2 x @200 2.50 @260 5.00", "TOTAL @260 5.00 EUR")
    (item,) = filled("receipt", page_of(*till))["items"].values
    assert item.parts["description"] == "SUGAR 1KG"
    assert (item.value, item.parts["unit_price"]) == ("5.00 EUR", "2.50")


def test_what_nothing_says_is_missing_and_only_what_must_be_there_needs_a_person():
    fields = filled("invoice", page_of("Nothing of the kind stands here"))
    assert all(field.is_missing for name, field in fields.items() if name != "vendor")
    assert fields["total"].needs_person
    assert not fields["iban"].needs_person


def test_labels_above_columns_count_more_than_roles_that_text_order_gave():
    card = page_of("DATE OF BIRTH @200 EXPIRY", "12.08.1968 @200 14.03.2031")
    fields = filled("identity_document", card)
    assert values(fields["date_of_birth"]) == ["1968-08-12"]
    assert values(fields["expiry_date"]) == ["2031-03-14"]


def test_labels_in_two_languages_are_no_values():
    fields = filled("identity_document", page_of("SURNAME / NOM", "BRANDT", "GIVEN NAMES", "JÖRG"))
    assert values(fields["surname"]) == ["BRANDT"]
    assert values(fields["given_names"]) == ["JÖRG"]
    (surname,) = fields["surname"].values
    assert (surname.source, surname.agreement) == (FieldSource.WORDS, Agreement.NOT_COMPARED)


def test_the_label_of_an_account_is_no_name_and_an_iban_stays_highly_sensitive():
    fields = filled(
        "bank_statement",
        page_of("Herrn @200 IBAN @260 DE66 3709 9500 0048 2107 36", "Jörg Brandt"),
    )
    assert values(fields["holder"]) == ["Jörg Brandt"]
    (iban,) = fields["iban"].values
    assert iban.sensitivity is Sensitivity.HIGH


def test_a_row_that_holds_a_highly_sensitive_value_is_as_sensitive_as_that():
    rows = (
        "Coffee @360 2.50",
        "Refund DE66 3709 9500 0048 2107 36 to you @360 5.00",
        "Total @360 7.50 EUR",
    )
    coffee, refund = filled("receipt", page_of(*rows))["items"].values
    assert (coffee.sensitivity, refund.sensitivity) == (Sensitivity.LOW, Sensitivity.HIGH)


def test_a_decision_goes_before_what_patterns_think():
    lines = ("Total @200 80.00 EUR", "Total @200 90.00 EUR")
    one, other = "80.00 EUR", "90.00 EUR"
    open_ = filled("receipt", page_of(*lines))["total"]
    assert values(open_) == [other], "of two totals the larger is what was paid"
    assert open_.needs_person, "two are told equally well"
    accepted = filled("receipt", page_of(*lines, decisions={one: Decision.ACCEPTED}))["total"]
    assert values(accepted) == [one]
    assert (accepted.values[0].confidence, accepted.needs_person) == (1.0, False)
    rejected = filled("receipt", page_of(*lines, decisions={other: Decision.REJECTED}))["total"]
    assert values(rejected) == [one]


def test_a_longer_label_of_another_field_hides_a_shorter_one():
    fields = filled("receipt", page_of("Total VAT @200 8.30 EUR", "Total @200 80.00 EUR"))
    assert values(fields["total"]) == ["80.00 EUR"]
    assert values(fields["tax"]) == ["8.30 EUR"]


@pytest.mark.parametrize(
    ("lines", "vendor"),
    [
        (("RECEIPT", "Tel. 020 7946 0142", "AU VIEUX QUAI", "Brasserie"), "AU VIEUX QUAI"),
        (("Old Quay", "CO. (M) SDN BHD 123456-K", "12 High Road"), "Old Quay CO. (M) SDN BHD"),
        (("Old Quay Shop", "1 High Road, 40170 Klang", "BUYER SDN BHD"), "Old Quay Shop"),
        (("Old Quay Sdn Bhd (139386 X)", "1 High Road"), "Old Quay Sdn Bhd"),
        (("HOME AND GARDEN &", "HARDWARE", "12 High Road"), "HOME AND GARDEN & HARDWARE"),
    ],
)
def test_the_name_at_the_head_of_a_receipt_is_no_title_and_stands_above_the_address(lines, vendor):
    assert values(filled("receipt", page_of(*lines))["vendor"]) == [vendor]


def test_an_address_below_the_name_ends_with_its_postcode():
    lines = ("ABC TRADING SDN BHD", "NO.17, 18 & 41, JALAN BESAR", "81700 PASIR GUDANG, JOHOR")
    (address,) = filled("receipt", page_of(*lines, "Tel: 07-1234567"))["address"].values
    assert address.value == "NO.17, 18 & 41, JALAN BESAR, 81700 PASIR GUDANG, JOHOR"
    assert len(address.boxes) == 2
    assert address.sensitivity is Sensitivity.MODERATE


@pytest.mark.parametrize(
    ("line", "parties"),
    [
        (
            "This agreement is made by and between David L. Fetherman (the “Executive”) and"
            " Escalade, Incorporated, an Indiana corporation (the “Company”).",
            ["David L. Fetherman", "Escalade, Incorporated"],
        ),
        (
            "ENTRE LES SOUSSIGNÉES : Meridian Logistics SAS, société par actions, représentée par"
            " Madame Hélène Vasseur, ci-après « le Client », Brandt Conseil SARL, société à"
            " responsabilité limitée, représentée par Monsieur Jörg Brandt.",
            ["Meridian Logistics SAS", "Brandt Conseil SARL"],
        ),
        (
            "Zwischen der Halden GmbH, vertreten durch Herrn Jörg Brandt, nachfolgend Mieter,"
            " und der Firth AG, nachfolgend Vermieter, wird vereinbart:",
            ["Halden GmbH", "Firth AG"],
        ),
        (
            "In connection with the interest of J.F. Lehman Partners (“you”) in OP-TECH Services,"
            " Inc. (the “Company”) we agree.",
            ["J.F. Lehman Partners", "OP-TECH Services, Inc."],
        ),
    ],
)
def test_parties_are_those_that_the_opening_introduces_not_who_signs_for_them(line, parties):
    words = line.split()
    lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    found = filled("contract", page_of(*lines))["parties"]
    assert values(found) == parties


@pytest.mark.parametrize(
    ("line", "law", "term"),
    [
        (
            "This Agreement is governed by the laws of the State of New York. It shall expire"
            " three (3) years from the date hereof.",
            "New York",
            "3 years",
        ),
        (
            "Le contrat est conclu pour une durée ferme de dix-huit mois. Il est régi par le"
            " droit français.",
            "France",
            "18 months",
        ),
        ("Die Laufzeit beträgt 2 Jahre. Es gilt deutsches Recht.", "Germany", "2 years"),
        ("Notice is thirty (30) days. Without regard to the laws of anywhere.", None, None),
    ],
)
def test_durations_and_laws_are_read_from_words_in_three_languages(line, law, term):
    fields = filled("contract", page_of(line))
    assert values(fields["governing_law"]) == ([law] if law else [])
    assert values(fields["term"]) == ([term] if term else [])


def test_fields_are_looked_for_first_where_they_stand():
    pages = [
        page_of("Invoice", "Total @200 10.00 EUR", number=1, page_count=2),
        page_of("Total @200 30.00 EUR", number=2, page_count=2),
    ]
    (total,) = filled("invoice", *pages)["total"].values
    assert (total.value, total.page) == ("30.00 EUR", 2)


def test_lines_that_stand_beside_each_other_are_one_row_though_the_text_parts_them():
    text = text_of("Total @400 8,30", "below")
    parted = type(text)(text.text.replace(" 8,30", "\n8,30"), text.words)
    rows = rows_of(parted)
    assert [[segment.text_in(parted.text) for segment in row.segments] for row in rows] == [
        ["Total", "8,30"],
        ["below"],
    ]
