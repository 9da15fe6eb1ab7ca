"""Archives that are encrypted with AES, written as WinZip's specification has them.

`VECTORS` were written by pyzipper 0.4.0, in all three strengths, ways of packing and both versions;
the writer here makes what no honest program writes.
"""

import base64
import hashlib
import hmac
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PASSWORD = "Zw\u00f6lf Pferde"  # noqa: S105 - of invented archives
CONTENT = b"The offer is 12,000 EUR. " * 6
VECTORS = {
    "AE-2, 256 bits, deflated": base64.b64decode(
        "UEsDBBQAAQBjAI64eF0AAAAAOgAAAJYAAAAJAAsAb2ZmZXIudHh0AZkHAAIAQUUDCABMy5AYy9YH7l8OUsg/gOXJ"
        "1dTBtGZmz9l9N9qjftK5pQSHZE7+0PfZbdD7qbRgA5f/pW4iTE+PZSBsUEsBAhQDFAABAGMAjrh4XQAAAAA6AAAA"
        "lgAAAAkACwAAAAAAAAAAAIABAAAAAG9mZmVyLnR4dAGZBwACAEFFAwgAUEsFBgAAAAABAAEAQgAAAGwAAAAAAA=="
    ),
    "AE-1, 128 bits, stored": base64.b64decode(
        "UEsDBBQAAQBjAI64eF0UPt+HqgAAAJYAAAAJAAsAb2ZmZXIudHh0AZkHAAEAQUUBAACvKbLlcqTYIrGjaX6rwcuV"
        "gQpZAA5jYwdK+zTgqkBUeMHn8g2am6/v8+JT4+8Arm0zDUCc/DH/DAYVvc8FWlGuP7vH/C7RAfI6xLky05Q0XQij"
        "2P2ViqNFBEEHHWUa44i/QkhXo1qwcrJMfVeYe2eN03pbpYsI+zEmUw6tvdpbXS/WtC+V9tTPMaEhV0OVKbua8jcj"
        "ZY5/Qb1X0DLBnwhWKoHS6zeN192RC1BLAQIUAxQAAQBjAI64eF0UPt+HqgAAAJYAAAAJAAsAAAAAAAAAAACAAQAA"
        "AABvZmZlci50eHQBmQcAAQBBRQEAAFBLBQYAAAAAAQABAEIAAADcAAAAAAA="
    ),
    "AE-2, 192 bits, bzip2": base64.b64decode(
        "UEsDBC4AAQBjAI64eF0AAAAAagAAAJYAAAAJAAsAb2ZmZXIudHh0AZkHAAIAQUUCDAD9YJtsi8whTCcejtxvMEQF"
        "WJYMGvEV9xQjk8rdlRlBd9xA/yXULemQx5rBwzvDLingTZqj8yE4mTCy3ItsEJp2j+fnTU1FtVn8Cdwhg+vlaw9F"
        "5wnb6ap8ia5X0piqg8qCdHjl7Km+5qloUEsBAi4DLgABAGMAjrh4XQAAAABqAAAAlgAAAAkACwAAAAAAAAAAAIAB"
        "AAAAAG9mZmVyLnR4dAGZBwACAEFFAgwAUEsFBgAAAAABAAEAQgAAAJwAAAAAAA=="
    ),
}

SALTS = {1: bytes(range(8)), 2: bytes(range(12)), 3: bytes(range(16))}


def deflated(content):
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return made.compress(content) + made.flush()


def locked(content, password=PASSWORD, *, strength=3, packed=None):
    """Salt, check, what is encrypted, code."""
    salt, size = SALTS[strength], 8 * strength + 8
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * size + 2)
    data = deflated(content) if packed is None else packed
    aes = Cipher(algorithms.AES(keys[:size]), modes.ECB()).encryptor()  # noqa: S305 - of counters
    stream = b"".join(
        aes.update(struct.pack("<QQ", number, 0)) for number in range(1, len(data) // 16 + 2)
    )
    mixed = bytes(a ^ b for a, b in zip(data, stream, strict=False))
    code = hmac.digest(keys[size : 2 * size], mixed, "sha1")[:10]
    return salt + keys[-2:] + mixed + code


def archive_of(files, *, strength=3, version=2, method=8, extra=None):
    """An archive of files that are locked already.

    Args:
        files: Of each its name, its content as it lies there, the size and the checksum it claims.
        extra: Instead of the right field that says how they are encrypted.
    """
    said = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, method)
    field = said if extra is None else extra
    body, listed = b"", b""
    for name, content, size, crc in files:
        sizes = (crc, len(content), size, len(name), len(field))
        shared = struct.pack("<5H3I2H", 51, 1, 99, 0, 0x21, *sizes)
        listed += b"PK\x01\x02" + struct.pack("<H", 51) + shared
        listed += struct.pack("<3H2I", 0, 0, 0, 0, len(body)) + name + field
        body += b"PK\x03\x04" + shared + name + field + content
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, *[len(files)] * 2, len(listed), len(body), 0)
    return body + listed + end


def archive(*contents, password=PASSWORD, **how):
    """An archive of honest files, named 0.txt and so on."""
    strength = how.get("strength", 3)
    return archive_of(
        [
            (b"%d.txt" % number, locked(content, password, strength=strength), len(content), 0)
            for number, content in enumerate(contents)
        ],
        **how,
    )
