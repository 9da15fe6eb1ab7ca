"""Pages with every word of a query, at least one of them in a personal finding.

The index of words leaves personal findings out, so it alone does not know these pages.
"""

from desktop.vault.page_index import PageIndex
from desktop.vault.search.branches import BlockBranch, Branch, Filtered, IndexBranch, Union
from desktop.vault.search.query import Query, Token
from desktop.vault.search.value_lookup import ValueLookup
from desktop.vault.search.word_lookup import WordLookup


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

    branches = [
        Filtered(
            [_in_findings(values, token), *(anywhere(other) for other in tokens if other != token)],
            unwanted,
        )
        for token in tokens
        if values.count_of(token)
    ]
    return Union(branches) if branches else None


def _in_findings(values: ValueLookup, token: Token) -> Branch:
    return BlockBranch(
        values.blocks_with(token),
        lambda block: values.rows_with(token, block),
        among=lambda block, rows: values.among(token, block, rows),
        count=values.count_of(token),
    )
