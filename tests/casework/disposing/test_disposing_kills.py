"""A disposal that was begun is finished at the next opening, whenever its process was killed."""

import json
import secrets
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.casework.disposing.dispose import finish_begun
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.disposal.opened_pages import Onlooker
from tests.vault.vault_pages import (
    VOTES,
    KeysInMemory,
    PageMaker,
    Vocabulary,
    clock,
    origin,
)

ROOT = Path(__file__).parents[3]
KILLS = 6
DOCUMENTS = 12
LONGEST_WAIT_MS = 160

pytestmark = pytest.mark.process


@pytest.fixture
def keys():
    return KeysInMemory()


def made(folder, keys):
    """A vault with a matter of a dozen documents; what stands for each that must go."""
    maker = PageMaker(Vocabulary.of_size(200, 40), words_per_page=60)
    with Vault.create(folder, keys, clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)
        for number in range(DOCUMENTS):
            name = "stays.pdf" if number == 0 else f"{number}.pdf"
            document, _ = store.admit(origin(name.encode(), name), name.encode())
            store.start_reading(document.document_id, 2)
            store.store_pages(document.document_id, [(*maker.page(page), VOTES) for page in (1, 2)])
        onlooker = Onlooker(folder)
        onlooker.meet(store._database)
        onlooker.meet(vault._open_registry())
        needles = {
            name: wrapped[38:]
            for name, wrapped in (
                (store._documents.of_row(row).origin.name, wrapped)
                for row, wrapped in store._database.rows(
                    "SELECT document_row, wrapped_key FROM document"
                )
            )
        }
    assert onlooker.sees(*needles.values()) == set(needles.values())
    return onlooker, needles


def killed_while_it_disposes(folder, keys, tmp_path, what):
    """Run the process and kill it at some moment; whether it came to its end before."""
    secrets_file = tmp_path / "secrets.json"
    secrets_file.write_text(json.dumps({k: v.hex() for k, v in keys.secrets.items()}))
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.casework.disposing.disposing_process",
            str(folder),
            str(secrets_file),
            what,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"begins\n"
    killer = threading.Timer(secrets.randbelow(LONGEST_WAIT_MS) / 1000, process.kill)
    killer.start()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    killer.join()
    return rest == b"done\n"


@pytest.mark.parametrize("_run", range(KILLS))
def test_documents_are_all_there_or_all_gone_after_the_next_opening(tmp_path, keys, _run):
    folder = tmp_path / "vault"
    onlooker, needles = made(folder, keys)
    is_done = killed_while_it_disposes(folder, keys, tmp_path, "documents")
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        assert finish_begun(vault) == ()
        assert vault.disposals.begun() == ()
        store = vault.store_of(vault.matters()[0].matter_id)
        left = {document.origin.name for document in store.documents()}
        certificates = store.disposals.certificates()
        problems = [step for step in store.verify() if isinstance(step, IntegrityProblem)]
        assert problems == []
    assert left in (set(needles), {"stays.pdf"})
    assert len(certificates) == (left == {"stays.pdf"})
    if certificates:
        assert [each for each in certificates[0].verified if not each.is_so] == []
        gone = [needle for name, needle in needles.items() if name != "stays.pdf"]
        assert onlooker.sees(*gone) == set()
    assert not is_done or certificates


@pytest.mark.parametrize("_run", range(KILLS))
def test_a_matter_is_there_or_gone_after_the_next_opening(tmp_path, keys, _run):
    folder = tmp_path / "vault"
    onlooker, needles = made(folder, keys)
    is_done = killed_while_it_disposes(folder, keys, tmp_path, "matter")
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        assert finish_begun(vault) == ()
        certificates, matters = vault.disposals.certificates(), vault.matters()
        assert len(certificates) + len(matters) == 1
        if matters:
            assert len(vault.store_of(matters[0].matter_id).documents()) == DOCUMENTS
    if certificates:
        assert [each for each in certificates[0].verified if not each.is_so] == []
        assert len(certificates[0].documents) == DOCUMENTS
        assert onlooker.sees(*needles.values()) == set()
        assert list((folder / "matters").iterdir()) == []
    assert not is_done or certificates
