"""The one registry of derivation labels.

A label says what a derived key is for; two purposes never share one. Labels are only ever added to:
changing or reusing one would make every existing vault unreadable, so a frozen copy is tested.
"""

from enum import StrEnum


class Label(StrEnum):
    """What a derived key or value is for; goes into HKDF's info or into associated data."""

    # Derivations (HKDF-SHA256), parent -> child.
    KEYRING_KEK = "incamera/v1/keyring-secret/key-encryption-key"
    PASSPHRASE_KEK = "incamera/v1/passphrase/key-encryption-key"  # noqa: S105  # a label
    KEYRING_AND_PASSPHRASE_KEK = "incamera/v1/keyring-and-passphrase/key-encryption-key"  # noqa: S105
    SHEET_KEK = "incamera/v1/recovery-sheet/key-encryption-key"
    REGISTRY_DATABASE = "incamera/v1/vault-key/registry-database"
    REGISTRY_DATA = "incamera/v1/vault-key/registry-data"
    VAULT_WRAPPING = "incamera/v1/vault-key/wrapping"
    MATTER_DATABASE = "incamera/v1/matter-key/database"
    MATTER_DATA = "incamera/v1/matter-key/data"
    MATTER_INDEX = "incamera/v1/matter-key/index"
    MATTER_WRAPPING = "incamera/v1/matter-key/wrapping"
    DOCUMENT_VALUES = "incamera/v1/document-key/values"
    DOCUMENT_ORIGINAL = "incamera/v1/document-key/original"
    DOCUMENT_PAGES = "incamera/v1/document-key/pages"
    INDEX_VALUE = "incamera/v1/index-key/value"
    INDEX_TOKEN = "incamera/v1/index-key/token"  # noqa: S105  # a label, not a password
    INDEX_PAGE_TOKEN = "incamera/v1/index-key/page-token"  # noqa: S105
    VAULT_AUDIT = "incamera/v1/vault-key/audit"
    VAULT_STATE = "incamera/v1/vault-key/state"
    MATTER_AUDIT = "incamera/v1/matter-key/audit"
    MATTER_STATE = "incamera/v1/matter-key/state"
    VAULT_BACKUP = "incamera/v1/vault-key/backup"
    VAULT_RECEIVING = "incamera/v1/vault-key/receiving"
    MATTER_PACK = "incamera/v1/matter-key/pack"
    BACKUP_DATA = "incamera/v1/backup-key/data"
    BACKUP_SAMENESS = "incamera/v1/backup-key/sameness"
    PACK_PASSPHRASE_KEK = "incamera/v1/passphrase/pack-key-encryption-key"  # noqa: S105
    PACK_RECEIVER_KEK = "incamera/v1/shared-secret/pack-key-encryption-key"
    MEMBER_COPY_KEK = "incamera/v1/shared-secret/member-copy-key-encryption-key"
    MEMBER_PASSPHRASE_KEK = "incamera/v1/passphrase/member-key-encryption-key"  # noqa: S105
    MEMBER_TRUST = "incamera/v1/member-key/trust"
    INVITATION_KEK = "incamera/v1/invitation/key-encryption-key"
    MATTER_RECORD = "incamera/v1/matter-key/record"
    SLOT_RECEIVING = "incamera/v1/key-encryption-key/receiving"
    SLOT_SHARED_KEK = "incamera/v1/shared-secret/slot-key-encryption-key"
    VAULT_SLOTS = "incamera/v1/vault-key/slots"

    # What is published about a key.
    KEY_ID = "incamera/v1/key-id"
    KEY_COMMITMENT = "incamera/v1/key-commitment"
    MEMBER_FINGERPRINT = "incamera/v1/member-fingerprint"

    # First field of the associated data of each kind of envelope.
    WRAPPED_KEY = "incamera/v1/wrapped-key"
    SEALED_VALUE = "incamera/v1/sealed-value"
    SEALED_CHUNK = "incamera/v1/sealed-chunk"
    BACKUP_PART = "incamera/v1/backup-part"
