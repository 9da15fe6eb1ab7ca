"""Vaults as earlier versions of the tables left them, kept for ever in `tests/vectors/vaults`.

`matter-<version>.tar` is the folder of a vault whose matter has the tables of that version, made by
the program of its day: a document with three pages, one decision, a refused file, from version 7 a
hold; that of version 11 had its key rotated once. `matter-<version>.json` has the secrets.
"""

import json
import tarfile
from pathlib import Path

from tests.vault.vault_pages import KeysInMemory

FROZEN = Path(__file__).parents[1] / "vectors" / "vaults"
VERSIONS = tuple(sorted(path.stem.removeprefix("matter-") for path in FROZEN.glob("*.tar")))


def thawed(version, folder):
    """Unpack a frozen vault; its keys, and what is known of it."""
    with tarfile.open(FROZEN / f"matter-{version}.tar") as tar:
        tar.extractall(folder, filter="data")
    known = json.loads((FROZEN / f"matter-{version}.json").read_text("utf-8"))
    keys = KeysInMemory()
    keys.secrets = {name: bytes.fromhex(secret) for name, secret in known["secrets"].items()}
    return keys, known


def demand_as_it_was(vault, known):
    """Everything that was put into a frozen vault is there."""
    (matter,) = vault.matters()
    assert matter.reference == "1042-0007"
    store = vault.store_of(matter.matter_id)
    (document,) = store.documents()
    assert store.original(document.document_id) == b"letter"
    findings = store.findings()
    assert len(findings) == known["findings"]
    assert findings[0].finding.value == known["first_value"]
    assert findings[0].decision.value == "accepted"
    assert [refusal.name for refusal in store.refusals()] == ["odd.bin"]
    assert len(store.search(known["first_value"]).hits) > 0
    if "holds" in known["acts"]:
        assert len(store.holds.all()) == 1
    if "searching" in known["acts"]:
        assert [search.name for search in store.searching.saved_with_new()] == ["Zeller"]
