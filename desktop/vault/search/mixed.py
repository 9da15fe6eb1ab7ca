"""Pages with every word of a query, at least one of them in a personal finding.

The index of words leaves personal findings out, so it alone does not know these pages.
"""

from collections.abc import Callable, Sequence

from desktop.vault.page_index import PageIndex
from desktop.vault.search.branches import BlockBranch, Branch, Filtered, IndexBranch, Union
from desktop.vault.search.query import Query, Token
from desktop.vault.search.value_lookup import ValueLookup
from desktop.vault.search.word_lookup import WordLookup

FEW_PAGES = 2_000
"""Of a word on so few pages, all are looked at; else those of findings, for each word anew."""


def mixed_branch(
    query: Query, values: ValueLookup, words: WordLookup, index: PageIndex
) -> Branch | None:
    """These pages, but for those that the index of words finds by itself; None: none."""
    tokens = list(dict.fromkeys(query.tokens))
    in_index = {token: words.expression_of(token) for token in tokens}
    unwanted = [IndexBranch(index, words.expression)] if words.expression else []

    def anywhere(token: Token) -> Branch:
        found: list[Branch] = [_in_findings(values, token)]
        if in_index[token]:
            found.append(IndexBranch(index, in_index[token]))
        return Union(found)

    if not any(map(values.count_of, tokens)):
        return None
    everywhere = list(map(anywhere, tokens))
    if min(branch.count for branch in everywhere) <= FEW_PAGES:
        return Filtered(everywhere, unwanted)
    return Union(_by_finding(tokens, values, anywhere, unwanted))


def _by_finding(
    tokens: Sequence[Token],
    values: ValueLookup,
    anywhere: Callable[[Token], Branch],
    unwanted: Sequence[Branch],
) -> list[Branch]:
    """For each word that findings hold, the pages where one does and the other words are too."""
    return [
        Filtered(
            [_in_findings(values, token), *(anywhere(other) for other in tokens if other != token)],
            unwanted,
        )
        for token in tokens
        if values.count_of(token)
    ]


def _in_findings(values: ValueLookup, token: Token) -> Branch:
    return BlockBranch(
        values.blocks_with(token),
        lambda block: values.rows_with(token, block),
        among=lambda block, rows: values.among(token, block, rows),
        count=values.count_of(token),
    )
