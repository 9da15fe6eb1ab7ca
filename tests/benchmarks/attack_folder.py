"""The attack by frequencies on real documents: `python -m tests.benchmarks.attack_folder FOLDER`.

Reads the folders into a vault in a temporary folder, its key in memory, then attacks the opened
file. Prints shares; no word of a document.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.settings import Settings
from desktop.vault.normalise import folded_words
from desktop.vault.vault import Vault
from tests.attacks.frequency import attack
from tests.vault.vault_pages import KeysInMemory, clock


def measure(folders):
    """The outcome of the attacks on what lies in some folders."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Vault.create(Path(folder) / "vault", KeysInMemory(), clock=clock) as vault,
    ):
        matter = vault.create_matter("1", "1", "attack")
        settings = Settings(is_vision_used=False, reading_workers=1)
        control = Control()
        for progress in ingest(
            vault, matter.matter_id, folders, settings=settings, control=control, clock=clock
        ):
            print(f"{progress.pages_done} of {progress.pages_total} pages", file=sys.stderr)
        store = vault.store_of(matter.matter_id)
        known = Counter()
        for document in store.documents():
            for summary in store.page_summaries(document.document_id):
                if summary.method is not None:
                    page = store.page(document.document_id, summary.number)
                    known.update(folded_words(page.text.text))
        return attack(store, known)


if __name__ == "__main__":
    outcome = measure([Path(name) for name in sys.argv[1:]])
    print(f"{outcome.rows} personal rows; recovered {outcome.recovered:.1%}")
    for name in ("by_words", "by_rows", "by_buckets", "by_guess", "words"):
        print(f"{name:12} {getattr(outcome, name):.1%}")
