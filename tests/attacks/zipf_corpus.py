"""An invented matter for attacks: words and names fall off as in a language (Zipf)."""

from collections import Counter

import numpy as np

from desktop.domain.finding import FindingKind
from tests.vault.vault_pages import Vocabulary, finding, origin, reading

MISSED = 0.05
"""Share of the names that no finding names, so that they stand in the index of words."""


def fill(store, pages, *, words=4_000, names=2_000, words_a_page=120, names_a_page=4, seed=5):
    """Store pages; returns how often each word stands in their text, names among them.

    Each page has people, an e-mail address and an IBAN; names repeat by Zipf's law.
    """
    random = np.random.default_rng(seed)
    vocabulary = Vocabulary.of_size(words, names)
    word_shares = _zipf(words)
    name_shares = _zipf(names)
    known: Counter[str] = Counter()
    document, _ = store.admit(origin(b"zipf"), b"zipf")
    reads = []
    for number in range(1, pages + 1):
        text = [vocabulary.words[at] for at in random.choice(words, words_a_page, p=word_shares)]
        people = [
            f"{vocabulary.names[first]} {vocabulary.names[last]}"
            for first, last in random.choice(names, (names_a_page, 2), p=name_shares)
        ]
        iban = "DE" + "".join(map(str, random.integers(0, 10, 20)))
        address = f"{people[0].split()[0].lower()}@example.org"
        mentions = [*people, address, iban]
        for at, mention in enumerate(mentions):
            text.insert(at * 15, mention)
        page = reading(number, " ".join(text))
        kinds = [FindingKind.PERSON] * names_a_page + [FindingKind.EMAIL, FindingKind.IBAN]
        is_found = random.random(len(mentions)) >= MISSED
        found = [
            finding(kind, page, mention)
            for kind, mention, seen in zip(kinds, mentions, is_found, strict=True)
            if seen
        ]
        known.update(page.text.text.lower().replace("@", " ").replace(".", " ").split())
        reads.append((page, found, {}))
    for first in range(0, len(reads), 64):
        store.store_pages(document.document_id, reads[first : first + 64])
    return known


def _zipf(count):
    shares = 1 / np.arange(1, count + 1)
    return shares / shares.sum()
