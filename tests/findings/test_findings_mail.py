"""What stands in the header of a message: who wrote to whom, and when."""

import pytest

from desktop.domain.finding import FindingKind
from desktop.domain.page import PageText
from desktop.findings.find import find


def found(text, kind):
    return [finding.value for finding in find(PageText(text)) if finding.kind is kind]


def test_people_addresses_and_dates_of_a_header_are_found():
    header = (
        "From: Anna Müller <anna@example.com>\n\n"
        'To: "Bruno Keller" <bruno@example.org>, Cem Öz\n<cem@example.org>\n\n'
        "Date: Mon, 02 Mar 2026 12:00:00 +0100"
    )
    assert found(header, FindingKind.PERSON) == ["Anna Müller", "Bruno Keller", "Cem Öz"]
    assert found(header, FindingKind.EMAIL) == [
        "anna@example.com",
        "bruno@example.org",
        "cem@example.org",
    ]
    assert found(header, FindingKind.DATE) == ["2026-03-02"]


@pytest.mark.parametrize(
    "text",
    [
        "From: Meridian Logistics GmbH <info@example.com>",
        "From: accounts payable <ap@example.com>",
        "See Anna Müller <not an address>",
    ],
)
def test_who_is_no_person_is_not_taken_for_one(text):
    assert found(text, FindingKind.PERSON) == []


@pytest.mark.parametrize(
    "text",
    [
        "Message-ID: <1.2@mail.example.com>",
        "In-Reply-To:\n<a@example.com>",
        "References: <a@example.com> <b@example.com>\n <c@example.com>",
    ],
)
def test_names_of_messages_are_no_addresses(text):
    assert found(text, FindingKind.EMAIL) == []
    assert found(f"{text}\nTo: <bruno@example.org>", FindingKind.EMAIL) == ["bruno@example.org"]
