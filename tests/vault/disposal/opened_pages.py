"""A second reading of SQLCipher's pages: every byte that somebody with the keys sees."""

import re

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE, RESERVED, SALT, FRAME, LOG_HEAD = 4096, 80, 16, 24, 32


def decrypted(page, raw_key, *, is_first):
    body = page[SALT if is_first else 0 : PAGE - RESERVED]
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    opener = Cipher(AES(raw_key[:32]), CBC(vector)).decryptor()
    return opener.update(body) + opener.finalize()


def pages_of(path, raw_key):
    content = path.read_bytes()
    if path.name.endswith("-wal"):
        step = FRAME + PAGE
        for at in range(LOG_HEAD, len(content) - step + 1, step):
            is_first = content[at : at + 4] == b"\0\0\0\1"
            yield decrypted(content[at + FRAME : at + step], raw_key, is_first=is_first)
    else:
        for at in range(0, len(content) - PAGE + 1, PAGE):
            yield decrypted(content[at : at + PAGE], raw_key, is_first=at == 0)


class Onlooker:
    """Looks at all files of a folder with every database key that was ever met."""

    def __init__(self, folder):
        self.folder = folder
        self.raw_keys = set()

    def meet(self, database):
        self.raw_keys.add(database._key.reveal())

    def sees(self, *needles):
        """Which of some byte strings stand in a file as it lies there, or once it is decrypted."""
        pattern = re.compile(b"|".join(map(re.escape, needles)))
        seen = set()
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.name.endswith("-shm"):
                seen.update(pattern.findall(path.read_bytes()))
                for raw_key in self.raw_keys:
                    for page in pages_of(path, raw_key):
                        seen.update(pattern.findall(page))
        return seen
