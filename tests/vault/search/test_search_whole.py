"""Whatever is searched for: the pages found are those that reading every page would find."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
import snowballstemmer

from desktop.domain.document import DocumentKind
from desktop.domain.finding import FindingKind, Sensitivity
from desktop.vault.finding_tags import amount_of, compact, days_of
from desktop.vault.normalise import fold, folded_words, query_forms
from desktop.vault.search.sounds import sound_lines, sounding_like
from desktop.vault.search.stems import STEM_LANGUAGES
from desktop.vault.search.tree import (
    AmountIn,
    And,
    DateIn,
    DocumentNamed,
    KindIs,
    Near,
    Not,
    Or,
    PageIn,
    Prefix,
    SensitivityIs,
    Sound,
    Stem,
    Text,
    TypeIs,
    Typo,
    written,
)
from desktop.vault.search.word_kinds import LONG_WORD_LETTERS
from tests.vault.vault_pages import finding, origin, reading

PLAIN = (
    *("Vertrag", "Verträge", "Vertrages", "Miete", "Mietvertrag", "Kündigung", "Kündigungsfrist"),
    *("Straße", "über", "für", "die", "der", "und", "lease", "leases", "deposit", "deposits"),
    *("returned", "notice", "period", "company", "companies", "payment", "rent", "the", "of"),
    *("contrat", "contrats", "société", "préavis", "loyer", "dépôt", "garantie", "œuvre", "naïve"),
    *("Ver-\ntrag", "re-\nturn"),
)
NAMES = (
    *("Meier", "Maier", "Müller", "Mueller", "Jörg", "Anna", "Dupont", "Dupond", "Lefèvre"),
    *("Smith", "Smyth", "O'Brien"),
)
IBANS = ("DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606")
PAGES, QUERIES = 90, 150


class Chance:
    """Repeatable chance."""

    def __init__(self, seed):
        self._random = np.random.default_rng(seed)

    def below(self, behind, first=0):
        return int(self._random.integers(first, behind))

    def one_of(self, things):
        return things[self.below(len(things))]


class Page:
    """One page as reading it would show it."""

    def __init__(self, chance, number, document):
        self.number, self.document = number, document
        parts, mentions = [], []
        for _ in range(chance.below(30, first=6)):
            kind, mention, value = self._part(chance)
            if kind is not None:
                mentions.append((kind, mention, value))
            parts.append(mention)
        self.text = " ".join(parts)
        self.reading = reading(number, self.text)
        self.findings = [
            finding(*each[:1], self.reading, *each[1:]) for each in dict.fromkeys(mentions)
        ]
        self.words = folded_words(self.text)

    def _part(self, chance):
        match chance.below(14):
            case 0:
                name = f"{chance.one_of(NAMES)} {chance.one_of(NAMES)}"
                return FindingKind.PERSON, name, name
            case 1:
                iban = chance.one_of(IBANS)
                return FindingKind.IBAN, iban, iban.replace(" ", "")
            case 2:
                day = date(2024, chance.below(5, first=1), chance.below(29, first=1))
                return FindingKind.DATE, f"{day:%d.%m.%Y}", day.isoformat()
            case 3:
                amount = chance.one_of([90, 150, 1234, 5000])
                return FindingKind.AMOUNT, f"{amount}.50 EUR", f"{amount}.50 EUR"
            case 4:
                return None, chance.one_of(NAMES), None
            case _:
                return None, chance.one_of(PLAIN), None


class Scan:
    """Answers a search by reading every page, word by word."""

    def __init__(self, pages, documents):
        self._pages, self._documents = pages, documents
        self._stemmers = [snowballstemmer.stemmer(language) for language in STEM_LANGUAGES]

    def pages(self, tree):
        return {(page.document, page.number) for page in self._pages if self._holds(page, tree)}

    def _holds(self, page, tree):
        match tree:
            case And():
                return all(self._holds(page, part) for part in tree.parts)
            case Or():
                return any(self._holds(page, part) for part in tree.parts)
            case Not():
                return not self._holds(page, tree.part)
            case Near():
                return any(
                    max(a, c) - min(b, d) - 1 <= tree.distance and (a > d or c > b)
                    for a, b in self._places(page, tree.left)
                    for c, d in self._places(page, tree.right)
                )
            case _:
                return self._holds_leaf(page, tree)

    def _holds_leaf(self, page, leaf):
        match leaf:
            case Text() | Prefix() | Typo() | Sound() | Stem():
                return bool(self._places(page, leaf)) or self._is_value(page, leaf)
            case DocumentNamed():
                names, starts = folded_words(page.document), folded_words(leaf.text)
                return all(any(name.startswith(start) for name in names) for start in starts)
            case TypeIs():
                return self._documents[page.document] is leaf.kind
            case PageIn():
                return leaf.first <= page.number <= leaf.last
            case _:
                return any(_is_such(each, leaf) for each in page.findings)

    def _is_value(self, page, tree):
        return isinstance(tree, Text) and any(
            each.kind is FindingKind.IBAN and compact(tree.text) == compact(each.value)
            for each in page.findings
        )

    def _places(self, page, tree):
        """First and last word of each place where it stands."""
        words = page.words
        match tree:
            case Or():
                return [place for part in tree.parts for place in self._places(page, part)]
            case Text():
                asked = [set(query_forms(word)) for word in tree.text.split()]
                return [
                    (at, at + len(asked) - 1)
                    for at in range(len(words) - len(asked) + 1)
                    if all(words[at + n] in forms for n, forms in enumerate(asked))
                ]
            case _:
                return [(at, at) for at, word in enumerate(words) if self._is_meant(word, tree)]

    def _is_meant(self, word, tree):
        if not any(map(str.isalpha, word)):
            return False
        match tree:
            case Prefix():
                return word.startswith(query_forms(tree.start))
            case Typo():
                most = 2 if len(fold(tree.word)) >= LONG_WORD_LETTERS else 1
                return any(_edits(word, form) <= most for form in query_forms(tree.word))
            case Sound():
                forms = query_forms(tree.word)
                return word in forms or word in sounding_like(forms, [sound_lines([word])])
            case Stem():
                forms = query_forms(tree.word)
                return word in forms or any(
                    each.stemWord(word) == each.stemWord(form)
                    for each in self._stemmers
                    for form in forms
                )


def _is_such(each, tree):
    match tree:
        case KindIs():
            return each.kind is tree.kind
        case SensitivityIs():
            return each.sensitivity is tree.sensitivity
        case DateIn():
            days = each.kind is FindingKind.DATE and days_of(each.value)
            return days and (tree.first or date.min) <= days[0] <= (tree.last or date.max)
        case AmountIn():
            amount = each.kind is FindingKind.AMOUNT and amount_of(each.value)
            return amount and (tree.low or 0) <= amount[0] <= (tree.high or 10**9)


def _edits(one, other):
    """Letters left out, added, changed, or two in the wrong order, none of them touched twice."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != against))
            if i > 1 and j > 1 and one[i - 2] == against and letter == other[j - 2]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


class Questions:
    """Makes searches."""

    def __init__(self, chance):
        self._chance = chance

    def tree(self, depth=2):
        chance = self._chance
        kind = chance.below(8) if depth else 0
        if kind < 3:
            return self._leaf()
        if kind == 3:
            return Near(self._place(), self._place(), chance.one_of([0, 1, 3, 8]))
        parts = [self.tree(depth - 1) for _ in range(chance.one_of([2, 2, 3]))]
        if kind < 6:
            flat = [
                part for each in parts for part in (each.parts if isinstance(each, And) else [each])
            ]
            if chance.below(2):
                unwanted = self.tree(depth - 1)
                flat.append(Not(unwanted))
            return And(tuple(dict.fromkeys(flat)))
        flat = [part for each in parts for part in (each.parts if isinstance(each, Or) else [each])]
        return Or(tuple(flat))

    def _word(self):
        words = [word for word in PLAIN if word.isalpha()]
        return self._chance.one_of([*words, *NAMES[:-1], *NAMES[:-1]])

    def _long_word(self):
        return next(word for word in iter(self._word, "") if len(word) > 3)

    def _place(self):
        chance = self._chance
        match chance.below(6):
            case 0:
                return Or((Text(self._word()), Text(self._word())))
            case 1:
                return Prefix(self._long_word()[:3])
            case 2:
                return Typo(self._long_word())
            case 3:
                return Text(f"{self._word()} {self._word()}")
            case _:
                return Text(self._word())

    def _leaf(self):
        chance = self._chance
        if chance.below(3):
            words = [self._word() for _ in range(1 + (chance.below(4) == 0))]
            return Text(" ".join(words))
        word = self._long_word()
        day = date(2024, chance.below(4, first=1), chance.below(29, first=1))
        return chance.one_of(
            [
                *(Prefix(word[: chance.below(5, first=2)]), Typo(word), Stem(word)),
                Sound(chance.one_of(NAMES[:-1])),
                *(KindIs(FindingKind.PERSON), KindIs(FindingKind.IBAN), Text(IBANS[0])),
                DateIn(day, chance.one_of([None, date(2024, 4, 20)])),
                AmountIn(Decimal(chance.one_of([80, 1000])), chance.one_of([None, Decimal(2000)])),
                *(SensitivityIs(Sensitivity.HIGH), SensitivityIs(Sensitivity.LOW)),
                *(TypeIs(DocumentKind.CONTRACT), DocumentNamed("lea"), PageIn(2, 9)),
            ]
        )


@pytest.fixture
def matter(store):
    """A matter of pages, and what reading all of them finds."""
    chance = Chance(20)
    documents = {
        "Lease 2024.pdf": DocumentKind.CONTRACT,
        "Brief Müller.pdf": DocumentKind.LETTER,
        "invoice.pdf": DocumentKind.INVOICE,
    }
    pages = []
    for name, kind in documents.items():
        count = PAGES // len(documents)
        mine = [Page(chance, number, name) for number in range(1, count + 1)]
        document, _ = store.admit(origin(name.encode(), name), name.encode())
        store.start_reading(document.document_id, count)
        reads = [(page.reading, page.findings, {}) for page in mine]
        for first in range(0, count, 7):
            store.store_pages(document.document_id, reads[first : first + 7])
        store.finish(document.document_id, kind)
        pages += mine
    return store, Scan(pages, documents)


@pytest.mark.no_cover  # random searches, many: twice as slow while lines are counted
def test_every_search_finds_the_pages_that_reading_all_of_them_finds(matter):
    store, scan = matter
    questions = Questions(Chance(4))
    sizes = []
    for _ in range(QUERIES):
        tree = questions.tree()
        query = written(tree)
        found = [(hit.document_name, hit.page) for hit in store.searching.each_hit(query)]
        expected = scan.pages(tree)
        assert len(found) == len(set(found)), query
        assert set(found) == expected, (query, expected - set(found), set(found) - expected)
        sizes.append(len(found))
    assert sum(map(bool, sizes)) > QUERIES // 2


def test_the_first_screens_one_after_the_other_are_all_pages_found(matter):
    store, scan = matter
    questions = Questions(Chance(5))
    for _ in range(QUERIES // 10):
        tree = questions.tree()
        query = written(tree)
        found, result = [], store.search(query, limit=7)
        found += result.hits
        while result.has_more:
            result = store.search(query, limit=7, offset=len(found))
            found += result.hits
        assert {(hit.document_name, hit.page) for hit in found} == scan.pages(tree), query
