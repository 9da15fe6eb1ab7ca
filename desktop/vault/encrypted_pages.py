"""Whether every byte of a database file is as it was written: its pages by their HMAC, its salt."""

from desktop.vault.database import Database
from desktop.vault.keys import KEY_BYTES
from desktop.vault.raw_files import has_salt


def is_encrypted_whole(database: Database) -> bool:
    """Check the whole file; its log is folded into it first, where nobody reads."""
    database.checkpoint()  # The check reads the file, not the log.
    path, key = database.raw_file()
    if not has_salt(path, key.reveal()[KEY_BYTES:]):
        return False
    return not database.rows("PRAGMA cipher_integrity_check")
