"""The pages of a SQLCipher file and of its log, decrypted one by one to look for what must be gone.

SQLite shows rows; what a deletion left behind lies where no row is. So after a disposal the bytes
themselves are read. Layout of a page of SQLCipher 4, 4,096 bytes:

    offset    size  what
    0         16    of the first page only: the salt of the file, in clear
    0 or 16   n     content, AES-256-CBC with the raw key
    4016      16    initialisation vector
    4032      64    HMAC-SHA-512

The log begins with 32 bytes; each of its frames is 24 bytes and a page.

Source: SQLCipher's design document, "Page format"; SQLite's file format, "WAL file format".
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from desktop.vault.keys import KEY_BYTES, DatabaseKey

PAGE_BYTES = 4096
_RESERVED_BYTES = 80
_VECTOR_BYTES = 16
_SALT_BYTES = 16
_LOG_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_CONTENT_END = PAGE_BYTES - _RESERVED_BYTES
_FIRST_PAGE = b"\x00\x00\x00\x01"


def raw_pages(path: Path, key: DatabaseKey) -> Iterator[bytes]:
    """The decrypted content of every page of a file, then of every frame of its log.

    What is there is not verified: a page that was never written gives noise.

    Args:
        path: The database.
        key: Its raw key.
    """
    algorithm = AES(key.reveal()[:KEY_BYTES])
    with path.open("rb") as file:
        first = True
        while len(page := file.read(PAGE_BYTES)) == PAGE_BYTES:
            yield _content(algorithm, page, is_first=first)
            first = False
    log = path.with_name(path.name + "-wal")
    if not log.is_file():
        return
    with log.open("rb") as file:
        file.read(_LOG_HEADER_BYTES)
        while len(frame := file.read(_FRAME_HEADER_BYTES + PAGE_BYTES)) > PAGE_BYTES:
            is_first = frame.startswith(_FIRST_PAGE)
            yield _content(algorithm, frame[_FRAME_HEADER_BYTES:], is_first=is_first)


def _content(algorithm: AES, page: bytes, *, is_first: bool) -> bytes:
    vector = page[_CONTENT_END : _CONTENT_END + _VECTOR_BYTES]
    decryptor = Cipher(algorithm, CBC(vector)).decryptor()
    start = _SALT_BYTES if is_first else 0
    return decryptor.update(page[start:_CONTENT_END]) + decryptor.finalize()
