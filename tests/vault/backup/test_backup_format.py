"""Keys and layout of a file of backups are those that are written down, byte for byte."""

import hashlib
import json
from base64 import b64decode

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.vault import keys as vault_keys
from desktop.vault.backup import keys as backup_keys
from desktop.vault.backup import segments
from desktop.vault.backup.catalogue import BLAKE2B_FORMAT, FORMAT, sameness_of
from desktop.vault.backup.checking import BackupProblem, check_backups
from desktop.vault.backup.keys import SamenessKey, derive_for_backup
from desktop.vault.backup.opening import by_key, open_backup, opened_file
from desktop.vault.keys import DocumentKey, VaultKey
from desktop.vault.labels import Label
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault import by_hand
from tests.vault.backup.backup_vaults import backed_up, contents, made_vault, restored
from tests.vault.vault_pages import clock


def test_every_key_of_a_backup_has_its_known_answer(known):
    parent, context = bytes.fromhex(known["parent"]), known["context"].encode()
    for row in known["backup"]:
        label = Label[row["label"]]
        parent_type = getattr(backup_keys, row["parent"], None) or getattr(
            vault_keys, row["parent"]
        )
        assert label == row["text"]
        assert derive_for_backup(parent_type(parent), label, context).reveal().hex() == row["key"]
        assert by_hand.derived(parent, row["text"], context).hex() == row["key"]
    assert {Label[row["label"]] for row in known["backup"]} == backup_keys._DERIVATIONS.keys()


def test_sameness_has_its_known_answer(known):
    row = known["backup_sameness"]
    segment, key = bytes.fromhex(row["segment"]), SamenessKey(bytes.fromhex(row["key"]))
    assert sameness_of(BLAKE2B_FORMAT, key)(segment).hex() == row["answer"]
    assert sameness_of(FORMAT, key)(segment).hex() == row["answer_2"]


def test_a_file_of_the_first_format_is_added_to_in_its_own_and_still_restored(
    folder, keys, tmp_path, monkeypatch
):
    target = tmp_path / "firm.backup"
    monkeypatch.setattr(segments, "FORMAT", BLAKE2B_FORMAT)
    with made_vault(folder, keys) as vault:
        first = backed_up(vault, target)
        monkeypatch.undo()
        second = backed_up(vault, target)
        with opened_file(target) as container:
            opens = by_key(vault.inside().vault_key)
            assert open_backup(container, opens).files.catalogue.format == BLAKE2B_FORMAT
            found = list(check_backups(container, opens, is_everything=True))
            assert not [step for step in found if isinstance(step, BackupProblem)]
    assert second.added_bytes < first.added_bytes
    before = contents(folder, keys)
    restored(target, tmp_path / "new", keys)
    assert contents(tmp_path / "new", keys) == before


def test_a_label_is_derived_from_its_own_kind_of_key_only():
    with pytest.raises(TypeError, match="DocumentKey"):
        derive_for_backup(DocumentKey(bytes(32)), Label.VAULT_BACKUP, b"")
    with pytest.raises(TypeError):
        derive_for_backup(VaultKey(bytes(32)), Label.REGISTRY_DATA, b"")


def test_a_backup_opens_by_hand_as_it_is_written_down(folder, keys, tmp_path):
    """Read with AES-GCM, MessagePack and JSON alone: each file is the vault's, page for page."""
    target = tmp_path / "firm.backup"
    made_vault(folder, keys).close()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        backed_up(vault, target)
        vault_key, vault_id = vault.inside().vault_key.reveal(), vault.inside().vault_id
    content = target.read_bytes()
    assert content[:16] == b"InCamera backup\n"
    container_id = content[19:35]
    for block in (content[:512], content[-512:]):
        assert hashlib.sha256(block[:480]).digest() == block[480:]
    finish = content[-512:]
    assert finish[:16] == b"InCamera finish\n"
    assert int.from_bytes(finish[34:42], "big") == 1
    key_at, key_long = int.from_bytes(finish[58:66], "big"), int.from_bytes(finish[66:70], "big")
    record = json.loads(content[key_at : key_at + key_long])
    assert record["vault_id"] == vault_id
    assert b64decode(record["slots"]) == (folder / "slots.json").read_bytes()

    root = by_hand.derived(vault_key, "incamera/v1/vault-key/backup", container_id)
    data = by_hand.derived(root, "incamera/v1/backup-key/data", container_id)
    same = by_hand.derived(root, "incamera/v1/backup-key/sameness", container_id)
    assert by_hand.key_id(data).hex() == record["key_id"]

    def opened(kind, at, length, behind=b""):
        sealed = content[at : at + length]
        place = bytes([kind]) + at.to_bytes(8, "big")
        label = by_hand.field("incamera/v1/backup-part") + by_hand.field(container_id)
        return AESGCM(data).decrypt(sealed[:12], sealed[12:], label + place + behind)

    at, length = int.from_bytes(finish[102:110], "big"), int.from_bytes(finish[110:114], "big")
    number, named, matter, _, files = msgspec.msgpack.decode(opened(3, at, length, finish[:480]))
    assert (number, named, matter) == (2, vault_id, None)
    for name, size, indexes in files:
        index = b"".join(opened(2, *part) for part in indexes)
        pieces = []
        for entry in range(0, len(index), 24):
            offset = int.from_bytes(index[entry + 16 : entry + 24], "big")
            long = min(65_536, size - entry // 24 * 65_536)
            segment = opened(1, offset, long + 28)
            tag = AESGCM(same).encrypt(bytes(12), b"", segment)
            assert tag == index[entry : entry + 16]
            pieces.append(segment)
        if name != "registry.db":  # which has been written to since
            assert b"".join(pieces) == (folder / name).read_bytes()
