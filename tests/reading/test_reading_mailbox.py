"""Mailboxes as they are: no message is lost, none is made up, and what is doubtful is said."""

import time

import pytest

from desktop.domain.errors import TooManyPartsError
from desktop.domain.notes import NoteKind
from desktop.reading import mail_separators
from desktop.reading.mail_document import MailboxDocument
from desktop.reading.mail_separators import places_of

LINE = b"From anna@x.org Mon Mar  2 12:00:00 2026\n"


def message(subject, body=b"Hello.\n", line=LINE, fields=b"From: anna@x.org\n"):
    return line + fields + b"Subject: " + subject + b"\n\n" + body


def opened(data):
    document = MailboxDocument(data)
    text = document.page(1).text_layer().text.text
    subjects = [part.name[5:].removesuffix(".eml") for part in document.parts]
    return subjects, [part.read() for part in document.parts], " ".join(text.split()), document


def is_doubted(document):
    return [note.kind for note in document.notes] == [NoteKind.DAMAGED]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        b"From - Mon Mar 02 12:00:00 2026\n",
        b"From ???@??? Mon Mar 02 12:00:00 2026\n",
        b"From anna@x.org  Mon, 02 Mar 2026 12:00:00 +0100\n",
        b"From 1234567890@xxx Mon Mar 02 12:00:00 +0000 2026\n",
        b"From MAILER-DAEMON Mon Mar  2 12:00 2026 remote from x\n",
    ],
)
def test_separators_of_every_usual_program_are_known(line):
    subjects, _, text, document = opened(
        message(b"one", line=line) + b"\n" + message(b"two", line=line)
    )
    assert subjects == ["one", "two"]
    assert "Mailbox with 2 messages" in text
    assert not document.notes


def test_a_message_whose_empty_line_is_lost_is_not_lost_and_is_said():
    subjects, contents, text, document = opened(
        message(b"one") + message(b"two") + b"\n" + message(b"three")
    )
    assert subjects == ["one", "two", "three"]
    assert contents[0].endswith(b"Hello.\n")
    assert is_doubted(document)
    assert "before: 2." in text


def test_line_ends_may_be_mixed():
    data = (
        message(b"one")
        + b"\n"
        + message(b"two").replace(b"\n", b"\r\n")
        + b"\r\n"
        + message(b"three", line=LINE.replace(b"\n", b"\r\n"))
    )
    subjects, contents, _, document = opened(data)
    assert subjects == ["one", "two", "three"]
    assert contents[1].endswith(b"Hello.\r\n")
    assert not document.notes


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom here on we walk, at 12:00.\nNote: bring shoes.\n",
        b"\nFrom 12:00 to 13:00 lunch.\nTo: the canteen\n",
        b"text\nFrom 12:00 on.\nSubject: none\nDate: none\n",
        b"\nFrom Monday on, 12:00, in 2026\n\nwe meet.\n",
        b"\n>From anna@x.org Mon Mar  2 12:00:00 2026\nSubject: quoted\n",
    ],
)
def test_a_line_of_a_body_makes_no_message_up(body):
    subjects, contents, _, _ = opened(message(b"one", body) + b"\n" + message(b"two"))
    assert subjects == ["one", "two"]
    assert contents[0].endswith(body)


def test_a_line_that_could_begin_a_message_and_has_no_header_is_said():
    body = b"She wrote:\n\n" + LINE + b"\nthat was all.\n"
    subjects, _, text, document = opened(message(b"one", body) + b"\n" + message(b"two"))
    assert subjects == ["one", "two"]
    assert is_doubted(document)
    assert "1 line within a message could begin another; taken for its text, in: 1." in text


def test_a_mailbox_that_begins_in_an_unusual_form_is_one():
    subjects, _, _, document = opened(b"From anna 12:00\nX-Note: a\nSubject: one\n\nHello.\n")
    assert subjects == ["one"]
    assert is_doubted(document)


def test_a_line_in_an_unusual_form_before_a_header_begins_a_message_and_is_said():
    odd = message(b"two", line=b"From anna 02.03.2026 12:00\n")
    subjects, _, _, document = opened(message(b"one") + b"\n" + odd)
    assert subjects == ["one", "two"]
    assert is_doubted(document)


def test_a_mailbox_attached_to_a_message_stays_in_it():
    attached = message(b"inner one") + b"\n" + message(b"inner two")
    body = b"--B\nContent-Type: text/plain\n\n" + attached + b"\n--B--\n"
    fields = b'From: anna@x.org\nContent-Type: multipart/mixed;\n boundary="B"\n'
    subjects, contents, text, document = opened(
        message(b"one", body, fields=fields) + b"\n" + message(b"two")
    )
    assert subjects == ["one", "two"]
    assert attached in contents[0]
    assert is_doubted(document)
    assert "2 lines within a message could begin another" in text


def test_a_body_that_is_never_opened_or_closed_hides_no_message():
    fields = b'From: anna@x.org\nContent-Type: multipart/mixed; boundary="B"\n'
    never_closed = message(b"one", b"--B\n\nHello.\n", fields=fields)
    subjects, *_ = opened(never_closed + b"\n" + message(b"two"))
    assert subjects == ["one", "two"]
    never_opened = message(b"one", b"Hello.\n", fields=fields)
    subjects, *_ = opened(never_opened + b"\n" + message(b"two", b"text\n--B--\n"))
    assert subjects == ["one", "two"]


def test_every_byte_but_separators_belongs_to_one_message():
    data = message(b"one") + message(b"two") + b"\n" + message(b"three", b"")
    places = list(places_of(data))
    without = data
    for place in places:
        without = without.replace(data[place.begin : place.end], b"", 1)
    assert without.replace(LINE, b"").strip() == b""


def test_lines_that_seem_to_begin_messages_are_looked_at_once():
    lines = b"From " + b"00:00" * 800 + b"\n"
    begun_s = time.process_time()
    assert opened(message(b"one", lines * 2_000))[0] == ["one"]
    assert time.process_time() - begun_s < 2


def test_lines_and_searches_without_end_are_bounded(monkeypatch):
    monkeypatch.setattr(mail_separators, "MAX_LOOKED_AT", 500)
    with pytest.raises(TooManyPartsError):
        list(places_of(message(b"one") + LINE * 500))
    monkeypatch.setattr(mail_separators, "_SEARCHED_BYTES", 0)
    fields = b'From: anna@x.org\nContent-Type: multipart/mixed; boundary="B"\n'
    inner = message(b"one", b"--B\n\n" + message(b"two") + b"\n--B--\n", fields=fields)
    assert len(opened(inner)[0]) == 2, "no search is begun when its time is used up"
