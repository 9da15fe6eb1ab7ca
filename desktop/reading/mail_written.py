"""A message written anew, for one that has no file of its own: the same each time."""

import hashlib
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32

from desktop.domain.errors import ReadingError
from desktop.reading.letter import Letter

_OF_THE_BODY = ("content-", "mime-version")
"""Fields that are about how the message was put together, which is another way now."""

NOTE_FIELD = "X-Written-Anew"
_NOTE = "by In Camera, from a message inside another one that is no file by itself"


def written(letter: Letter) -> bytes:
    """A letter as a message of MIME."""
    pieces: list[MIMEBase] = []
    if letter.plain:
        pieces.append(MIMEText(letter.plain, "plain", "utf-8"))
    if letter.html:
        pieces.append(MIMEText(letter.html, "html", "utf-8"))
    if letter.rich:
        pieces.append(_file("body.rtf", letter.rich))
    for part in letter.parts:
        try:
            pieces.append(_file(part.name, part.read()))
        except ReadingError:
            pieces.append(MIMEText(f"{part.name}: could not be taken out.", "plain", "utf-8"))
    seen = hashlib.sha256()
    for piece in pieces:
        seen.update(piece.as_bytes(policy=compat32))
    message = MIMEMultipart("mixed", f"=_{seen.hexdigest()[:32]}", pieces)
    message[NOTE_FIELD] = _NOTE
    for name, value in letter.fields:
        if not name.lower().startswith(_OF_THE_BODY):
            message[name] = value if value.isascii() else Header(value, "utf-8").encode()
    return message.as_bytes(policy=compat32)


def _file(name: str, content: bytes) -> MIMEBase:
    piece = MIMEBase("application", "octet-stream")
    piece.set_payload(content)
    encode_base64(piece)
    piece.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return piece
