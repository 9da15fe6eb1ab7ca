"""What a certificate says in words: those of NIST SP 800-88r2, used for what was done and no more.

The guide is about media; here a medium stays in use, and what is on it comes to its end. Its
methods are clear, purge and destroy; its assurance tells verification (the technique was carried
out) from validation (what was reached is enough), which is the firm's to judge.

Source: NIST Special Publication 800-88 Revision 2, Guidelines for Media Sanitization, September
2025.
"""

from desktop.domain.disposal import Certificate, DisposalScope

STANDARD = "NIST SP 800-88r2 (September 2025)"

MEDIUM = (
    "Storage of the workstation on which the vault lies. The medium stays in use: a logical"
    " technique was applied to the information named here, none to the medium as a whole."
)

Step = tuple[str, str, str]
"""What it was applied to, the technique, the method of the guide."""

_OF_DOCUMENTS: tuple[Step, ...] = (
    (
        "Keys of the documents",
        "Wrapped keys overwritten with zeros in the database, its write-ahead log emptied",
        "Cryptographic erase",
    ),
    (
        "Originals, text, pictures of pages, findings, answers, extractions",
        "Sealed values deleted and overwritten with zeros in the database, its log emptied",
        "Clear",
    ),
    ("Search indexes", "Entries deleted, the index of words rewritten", "Clear"),
    (
        "Copies kept before changes of the tables",
        "Files deleted; what they hold is encrypted",
        "Deleted, not overwritten",
    ),
)
_OF_MATTER: tuple[Step, ...] = (
    (
        "Key of the matter",
        "Wrapped key overwritten with zeros in the registry, its write-ahead log emptied",
        "Cryptographic erase",
    ),
    (
        "Database of the matter, its log and its copies",
        "Files deleted; what they hold opens with the matter's key alone",
        "Cryptographic erase; files deleted, not overwritten",
    ),
    (
        "Copies of the registry kept before changes of the tables",
        "Files deleted; what they hold is encrypted",
        "Deleted, not overwritten",
    ),
)

_KEY_REPLACED = (
    "The key that had wrapped the destroyed keys was replaced and destroyed too: older copies of"
    " the file open with no key that the vault still has."
)
_KEY_IN_USE = (
    "The key that had wrapped the destroyed keys is still in use for what was kept. An older copy"
    " of the file, should one exist elsewhere, opens with it."
)
_ELSEWHERE = (
    "Flash memory, snapshots of the file system and backups can hold older copies of the same"
    " encrypted bytes; no program on a running system reaches them. This certificate is not one of"
    " a purge of the medium: for that, sanitize or destroy the medium itself."
)
_APART = (
    "Documents marked as apart had come inside another document that stays. Their text, findings"
    " and own originals are gone; the original of that other document holds their bytes as well."
)
_NO_BACKUPS = (
    "In Camera knows of no backup that was made before. Copies of the vault's folder that were made"
    " by other means are not known to it."
)
_BACKUPS = (
    "These backups were made before and may still hold the documents, sealed. Let them expire, or"
    " destroy them; a vault that is restored from one has to dispose of the documents again."
)
_WITHOUT_KEY = (
    "The matter had a wall, and everybody who was inside had left the vault before its end was"
    " finished. Which matter it was, which documents stood in it and who had ordered its end is"
    " known to nobody any more; that its key was destroyed follows from where the disposal stood."
    " Traces of the key could not be looked for, since what was noted of them opens for nobody."
)
VALIDATION = (
    "Whether what was reached is enough for the confidentiality of these documents is for the firm"
    " to decide; name, date and signature of who decided:"
)


def steps_of(certificate: Certificate) -> tuple[Step, ...]:
    """What was done to what."""
    return _OF_MATTER if certificate.scope is DisposalScope.MATTER else _OF_DOCUMENTS


def limits_of(certificate: Certificate) -> tuple[str, ...]:
    """What the certificate does not say."""
    apart = (_APART,) if any(each.is_apart for each in certificate.disposed) else ()
    if certificate.is_without_key:
        return _WITHOUT_KEY, _ELSEWHERE
    return (
        *apart,
        _KEY_REPLACED if certificate.is_key_replaced else _KEY_IN_USE,
        _ELSEWHERE,
    )


def backups_of(certificate: Certificate) -> str:
    """What is known of backups, before they are listed."""
    return _BACKUPS if certificate.backups else _NO_BACKUPS
