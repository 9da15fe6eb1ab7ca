"""The vault's derivations and layouts written a second time, from their descriptions, with HMAC
and AES-GCM only: what the tests compare the program with.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def hkdf(secret: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 of RFC 5869 with an empty salt."""
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    made, block, count = b"", b"", 0
    while len(made) < length:
        count += 1
        block = hmac.new(extracted, block + info + bytes([count]), hashlib.sha256).digest()
        made += block
    return made[:length]


def field(value: bytes | str) -> bytes:
    """A field behind its length in two bytes."""
    raw = value.encode() if isinstance(value, str) else value
    return len(raw).to_bytes(2, "big") + raw


def derived(secret: bytes, label: str, context: bytes = b"", length: int = 32) -> bytes:
    """What a label and a context make of a key."""
    return hkdf(secret, field(label) + field(context), length)


def key_id(key: bytes) -> bytes:
    """Four bytes that name a key."""
    return derived(key, "incamera/v1/key-id", length=4)


def commitment(key: bytes) -> bytes:
    """32 bytes that only this key gives."""
    return derived(key, "incamera/v1/key-commitment")


def cell(matter: str, table: str, column: str, row: bytes, version: int) -> bytes:
    """A place."""
    return field(matter) + field(table) + field(column) + field(row) + version.to_bytes(8, "big")


def padded(plain: bytes) -> bytes:
    """0x80 and zeros up to 16, 32, ... 512, then an eighth of the way to each next power of two."""
    sizes = [16, 32, 64, 128, 256, 512]
    power = 512
    while sizes[-1] <= len(plain):
        sizes += [power + power * step // 8 for step in range(1, 9)]
        power *= 2
    size = next(size for size in sizes if size > len(plain))
    return plain + b"\x80" + bytes(size - len(plain) - 1)


def sealed(key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    """A sealed value."""
    header = b"\x01\x01" + key_id(key)
    associated = field("incamera/v1/sealed-value") + header + place
    return header + nonce + AESGCM(key).encrypt(nonce, padded(plain), associated)


def wrapped(wrapping: bytes, nonce: bytes, key: bytes, kind: str, place: bytes) -> bytes:
    """A wrapped key."""
    header = b"\x01\x01" + key_id(wrapping) + commitment(wrapping)
    associated = field("incamera/v1/wrapped-key") + header + field(kind) + place
    return header + nonce + AESGCM(wrapping).encrypt(nonce, key, associated)


def chunk(  # one line of the layout an argument
    key: bytes, stream: bytes, index: int, is_last: bool, plain: bytes, document: str
) -> bytes:
    """One chunk of an original; the last one is given unpadded."""
    header = b"\x01\x01" + key_id(key) + stream + index.to_bytes(4, "big") + bytes([is_last])
    associated = field("incamera/v1/sealed-chunk") + field(document) + header
    body = padded(plain) if is_last else plain
    return header + AESGCM(key).encrypt(header[6:], body, associated)


def bucket(key: bytes, text: str, bits: int) -> int:
    """The first bits of an HMAC-SHA256."""
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest, "big") >> (256 - bits)


def page_tag(key: bytes, folded: str) -> str:
    """The first forty bits of an HMAC-SHA256 as eight characters of five bits."""
    number = bucket(key, folded, 40)
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(letters[number >> shift & 31] for shift in range(35, -1, -5))


def sheet(secret: bytes) -> str:
    """Ten groups: four digits of base 32 and a check digit over GF(32), by powers of x."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    powers = [1]
    for _ in range(30):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled > 31 else doubled)
    bits = "".join(f"{byte:08b}" for byte in secret)
    digits = [int(bits[start : start + 5], 2) for start in range(0, 200, 5)]
    groups = []
    for number in range(10):
        four, check = digits[4 * number : 4 * number + 4], number + 1
        for weight, digit in enumerate(four, start=1):
            check ^= powers[(powers.index(digit) + weight) % 31] if digit else 0
        groups.append("".join(letters[digit] for digit in (*four, check)))
    return "-".join(groups)
