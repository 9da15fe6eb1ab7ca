"""What someone learns who has the opened file of a matter but none of the keys of its values.

The attacker is given more than one would have: the exact number of times that each word stands in
the index of this very matter, and each personal value in all rows but the one that is guessed.
Three attacks:

    words      the tags of the index of words, matched to words by how often they stand
    rows       each personal finding guessed by its kind and by the length of its sealed record
    buckets    how full each bucket of the index of findings is, matched to how often values stand

A personal row counts as recovered where its whole value was told. What anybody can say of a row
without the file, the most frequent value of its kind, is measured beside it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from desktop.vault import schema
from desktop.vault.normalise import fold, folded_words
from desktop.vault.page_index import GAP_WORD


@dataclass(frozen=True)
class Outcome:
    """Shares of what was to be told.

    Attributes:
        words: Words of the pages, as often as they stand, that the index of words gave away.
        by_words: Personal rows told by the index of words.
        by_rows: Personal rows told by their kind and the length of their records.
        by_buckets: Personal rows told by the fullest buckets.
        by_guess: Personal rows told without the file.
        rows: How many personal rows there are.
    """

    words: float
    by_words: float
    by_rows: float
    by_buckets: float
    by_guess: float
    rows: int

    @property
    def recovered(self) -> float:
        """The best of the attacks on personal rows, less what the best guess tells anyway."""
        return max(self.by_words, self.by_rows - self.by_guess, self.by_buckets - self.by_guess)


def attack(store, known: Counter) -> Outcome:
    """Attack an opened matter.

    Args:
        store: Its store; what is read of it is the tables alone, the truth is for the score.
        known: How often each word stands in the text of the matter.
    """
    database = store._database
    truth = _truth(store)
    folded = Counter()
    for word, count in known.items():
        folded[fold(word)] += count
    for _, _, value, _ in truth:
        folded.subtract(folded_words(value))
    folded = +folded
    # What stands for the findings that are left out is the most frequent of all.
    folded[GAP_WORD] = sum(each.finding.start >= 0 for each in _personal(store))
    told = _told_words(database, folded)
    real_tag = {word: store._index.tags.tag(word) for word in folded}
    right = {word for word, tag in told.items() if real_tag[word] == tag} - {GAP_WORD}
    del folded[GAP_WORD]
    on_page = _tags_of_pages(database)
    by_words = sum(
        all(word in right and real_tag[word] in on_page[page] for word in folded_words(value))
        for page, _, value, _ in truth
    )
    return Outcome(
        words=sum(folded[word] for word in right) / max(1, sum(folded.values())),
        by_words=by_words / len(truth),
        by_rows=_by_guess(truth, lambda kind, length: (kind, length)) / len(truth),
        by_buckets=_by_buckets(store, truth) / len(truth),
        by_guess=_by_guess(truth, lambda kind, _: kind) / len(truth),
        rows=len(truth),
    )


def _truth(store):
    """Page, kind, value and length of the sealed record of each personal row."""
    rows = store._database.rows(
        "SELECT finding_id, page_row, length(record) FROM finding ORDER BY finding_row"
    )
    values = {each.finding_id: each.finding for each in _personal(store)}
    return [
        (page, values[row_id.hex()].kind, values[row_id.hex()].value, length)
        for row_id, page, length in rows
        if row_id.hex() in values
    ]


def _personal(store):
    return [each for each in store.findings() if each.finding.sensitivity in schema.PERSONAL]


def _told_words(database, folded):
    """The tag that each word is taken for: both in the order of how often they stand."""
    with database.unrestricted():
        database.change(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.told"
            " USING fts5vocab('main', 'page_index', 'row')"
        )
    tags = database.rows("SELECT term FROM temp.told ORDER BY cnt DESC, term")
    words = [word for word, _ in folded.most_common()]
    return dict(zip(words, (tag for (tag,) in tags), strict=False))


def _tags_of_pages(database):
    with database.unrestricted():
        database.change(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.placed"
            " USING fts5vocab('main', 'page_index', 'instance')"
        )
    tags = defaultdict(set)
    for tag, page in database.rows("SELECT term, doc FROM temp.placed"):
        tags[page].add(tag)
    return tags


def _by_guess(truth, group_of):
    """Rows told by naming in each group the value that the other rows of it most often have."""
    groups = defaultdict(Counter)
    for _, kind, value, length in truth:
        groups[group_of(kind, length)][value] += 1
    told = 0
    for counts in groups.values():
        (_, most), (_, second) = (*counts.most_common(2), ("", 0))[:2]
        # Seen from a row that has the most frequent value itself, there is one less of it.
        told += most if most - 1 > second else 0
    return told


def _by_buckets(store, truth):
    """Rows told by taking the most frequent value for that of the fullest bucket.

    Which page an entry leads to is sealed, so that a told bucket still names no row: every row is
    taken for the value, as in a guess.
    """
    fill = Counter()
    for bucket, length in store._database.rows(
        "SELECT bucket, sum(length(entries)) FROM finding_bucket GROUP BY bucket"
    ):
        fill[bucket] = length
    if not fill:
        return 0
    values = Counter(value for _, _, value, _ in truth)
    best = values.most_common(1)[0][0]
    word = store._findings.index.tagger.of_word(folded_words(best)[0])
    is_told = fill.most_common(1)[0][0] == word.bucket
    return values[best] if is_told else 0
