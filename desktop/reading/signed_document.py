"""Files that are wrapped in a signature (.p7m): what was signed is read, the signature not trusted.

A message stands on the pages as any message does; another file is a document below. Source: RFC
5652 (CMS), RFC 8551 (S/MIME), ETSI EN 319 122-1 (CAdES, as authorities sign documents).
"""

import base64
import binascii
import re
from functools import partial

from desktop.domain.errors import DocumentDamagedError, PartTooLargeError
from desktop.domain.limits import MAX_PART_BYTES
from desktop.domain.notes import MAX_DETAIL_CHARS, Note, NoteKind
from desktop.reading.flow import Flow, Paragraph
from desktop.reading.flow_document import FlowDocument
from desktop.reading.letter import LetterPart
from desktop.reading.mail_document import flow_of_letter
from desktop.reading.mail_message import letter_of_message
from desktop.reading.mail_signed import is_message, is_signature, signed_content
from desktop.reading.pdf_signer import signer_of

_DER = b"\x30"
_MAX_NAMED_BYTES = 64 << 20
"""Of files whose signer is looked for, which takes some times their size."""

_FRAME = re.compile(rb"-----[^\r\n]{0,80}-----")


class SignedDocument(FlowDocument):
    """An open file in a signature.

    Args:
        data: DER, BER, or either in base64.
    """

    def __init__(self, data: bytes) -> None:
        """Take it out of its signature.

        Raises:
            DocumentDamagedError: It is no signature.
            MailTooLargeError: It is a message, and too large.
        """
        super().__init__(_flow(_bare(data)))


def _bare(data: bytes) -> bytes:
    """The signature without its base64."""
    if data.startswith(_DER):
        return data
    try:
        return base64.b64decode(b"".join(_FRAME.sub(b"", data).split()), validate=True)
    except binascii.Error:
        raise DocumentDamagedError from None


def _flow(signature: bytes) -> Flow:
    content = signed_content(signature)
    if content is not None and is_message(content):
        letter = letter_of_message(content)
        return flow_of_letter(letter, (Note(NoteKind.SIGNED_MAIL),))
    who = signer_of(signature) if len(signature) <= _MAX_NAMED_BYTES else ""
    claim = f"As it claims: {who}."[:MAX_DETAIL_CHARS] if who else ""
    if content is None:
        return _of_signature_alone(signature, claim)
    notes = (Note(NoteKind.SIGNED_WHOLE, claim), Note(NoteKind.EMBEDDED_FILES))
    blocks = (
        Paragraph.of("File in a signature", level=1),
        *(Paragraph.of(note.sentence) for note in notes),
    )
    return Flow(blocks, notes, (LetterPart("signed file", partial(_small, content)),))


def _of_signature_alone(signature: bytes, claim: str) -> Flow:
    """A signature that stands beside what it signs.

    Raises:
        DocumentDamagedError: It is no signature.
    """
    if not is_signature(signature):
        raise DocumentDamagedError
    text = "The file that was signed is not in it. Nothing was verified."
    blocks = (
        Paragraph.of("Signature of another file", level=1),
        Paragraph.of(f"{text} {claim}".rstrip()),
    )
    return Flow(blocks)


def _small(content: bytes) -> bytes:
    if len(content) > MAX_PART_BYTES:
        raise PartTooLargeError
    return content
