"""Encrypted office documents for tests, written as [MS-OFFCRYPTO] has them, honest or not.

The documents that msoffcrypto-tool encrypts are AES of 256 bits with SHA-512 only; here are the
forms of Office 2007 and 2010 too, and what no program writes.
"""

import base64
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.reading import made_outlook

PASSWORD = "Zw\u00f6lf Pferde"  # noqa: S105 - of invented documents
SALT, DATA_SALT = bytes(range(16)), bytes(range(16, 32))
FIRST = bytes.fromhex("fea7d2763b4b9e79")
SECOND = bytes.fromhex("d7aa0f6d3061344e")
THIRD = bytes.fromhex("146e0be7abacd0d6")
CODE_KEY = bytes.fromhex("5fb2ad010cb9e1f6")
CODE = bytes.fromhex("a0677f02b22c8433")


def container(info, package):
    return made_outlook.compound({"EncryptionInfo": info, "EncryptedPackage": package})


def filled(data):
    return data + bytes(-len(data) % 16)


def chained(key, start, data):
    made = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    return made.update(filled(data)) + made.finalize()


def single(key, data):
    made = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the format's own
    return made.update(filled(data)) + made.finalize()


def spun(hashing, salt, password, spins):
    made = hashing(salt + password.encode("utf-16-le")).digest()
    for count in range(spins):
        made = hashing(struct.pack("<I", count) + made).digest()
    return made


def agile(document, password=PASSWORD, **how):
    """A document encrypted as since Office 2010."""
    return container(*agile_streams(document, password, **how))


def agile_info():
    """How a small document says that it is encrypted."""
    return agile_streams(b"Dear Anna")[0]


def agile_streams(document, password=PASSWORD, *, name="SHA512", bits=256, spins=20, told=None):
    """How it is encrypted, and the document; `told` is how many rounds it claims."""
    hashing = getattr(hashlib, name.lower())
    made = spun(hashing, SALT, password, spins)

    def key_for(what):
        return hashing(made + what).digest()[: bits // 8].ljust(bits // 8, b"\x36")

    def start(what):
        return hashing(DATA_SALT + what).digest()[:16]

    secret, given, code_key = bytes(range(bits // 8)), bytes(range(50, 66)), b"c" * 16
    code_key = code_key.ljust(hashing().digest_size, b"k")
    package = struct.pack("<Q", len(document)) + b"".join(
        chained(secret, start(struct.pack("<I", number)), document[at : at + 4096])
        for number, at in enumerate(range(0, len(document), 4096))
    )
    code = hmac.digest(code_key, package, name.lower())
    values = {
        "encryptedHmacKey": chained(secret, start(CODE_KEY), code_key),
        "encryptedHmacValue": chained(secret, start(CODE), code),
        "encryptedVerifierHashInput": chained(key_for(FIRST), SALT, given),
        "encryptedVerifierHashValue": chained(key_for(SECOND), SALT, hashing(given).digest()),
        "encryptedKeyValue": chained(key_for(THIRD), SALT, secret),
    }
    said = {key: base64.b64encode(value).decode() for key, value in values.items()}
    said |= {"name": name, "bits": bits, "spins": spins if told is None else told, "cipher": "AES"}
    return info_of(said), package


def info_of(said):
    """How it is encrypted, in the words of the standard."""
    shape = (
        'saltSize="16" blockSize="16" keyBits="{bits}" hashSize="64" cipherAlgorithm="{cipher}"'
        ' cipherChaining="ChainingModeCBC" hashAlgorithm="{name}" saltValue="{salt}"'
    )
    data, word = (
        shape.format(salt=base64.b64encode(salt).decode(), **said) for salt in (DATA_SALT, SALT)
    )
    return (
        struct.pack("<HHI", 4, 4, 0x40)
        + (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"'
            ' xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f"<keyData {data}/>"
            '<dataIntegrity encryptedHmacKey="{encryptedHmacKey}"'
            ' encryptedHmacValue="{encryptedHmacValue}"/><keyEncryptors>'
            '<keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<p:encryptedKey spinCount="{{spins}}" {word}'
            ' encryptedVerifierHashInput="{encryptedVerifierHashInput}"'
            ' encryptedVerifierHashValue="{encryptedVerifierHashValue}"'
            ' encryptedKeyValue="{encryptedKeyValue}"/></keyEncryptor></keyEncryptors></encryption>'
        )
        .format(**said)
        .encode()
    )


def standard(document, password=PASSWORD, *, cipher=0x660E, size=None):
    """A document encrypted as Office 2007 did."""
    made = spun(hashlib.sha1, SALT, password, 50_000)
    last = hashlib.sha1(made + bytes(4)).digest().ljust(64, b"\0")  # noqa: S324
    key = hashlib.sha1(bytes(byte ^ 0x36 for byte in last)).digest()[:16]  # noqa: S324
    given = bytes(range(16))
    verifier = struct.pack("<I16s16sI", 16, SALT, single(key, given), 20)
    verifier += single(key, hashlib.sha1(given).digest())  # noqa: S324
    length = len(document) if size is None else size
    info = standard_info(verifier, cipher)
    return container(info, struct.pack("<Q", length) + single(key, document))


def standard_info(verifier=bytes(72), cipher=0x660E):
    """How a document of Office 2007 says that it is encrypted."""
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, cipher, 0x8004, 128, 0x18, 0, 0) + name
    return struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
