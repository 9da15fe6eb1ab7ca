"""What kind of document a page begins, by the look of it, where its words do not say.

Words tell the kind (`findings/kinds.py`); on forms in other languages, on cards and on faint copies
they say too little, or speak for two kinds. A model that was trained for it is then shown the first
page in small. What it says is one vote beside those of the words, kept with the page like them, so
that clear words on later pages still outweigh it.
"""

from math import ceil

import msgspec

from desktop.domain.document import DocumentKind
from desktop.domain.page import PageReading
from desktop.domain.vision import Answer, ModelDescription, StopReason
from desktop.findings.kinds import LEAST_VOTE, document_kind
from desktop.wire.messages import PageRead

CLEAR_LEAD = 1.5
"""Words that speak so much more for one kind than for the next leave no doubt."""

SURE_ENOUGH = 0.7
"""Below this the model does not count. Its card says how often it is right above it."""

TOKENS_A_KIND = 32
"""The longest name has 17 letters, and a small vocabulary has a token for each."""

FINE = 2.0
"""A page is rendered so much finer than the model sees it, and scaled down by its worker."""


def is_kind_unsure(page: PageRead) -> bool:
    """Whether this is a first page whose words do not tell its kind."""
    if page.reading.number != 1:
        return False
    votes = sorted(page.kind_votes.values(), reverse=True)
    if document_kind([page.kind_votes]) is DocumentKind.OTHER:
        return True
    return len(votes) > 1 and votes[0] < CLEAR_LEAD * votes[1]


def overview_width_px(reading: PageReading, model: ModelDescription) -> int:
    """How wide to render a page for a model that tells kinds."""
    scale = min(
        model.overview_width_px / reading.width_pt, model.overview_height_px / reading.height_pt
    )
    return max(1, ceil(FINE * scale * reading.width_pt))


def with_vote_of(answer: Answer, page: PageRead) -> PageRead:
    """The page with the model's vote; as it was where the model is not sure of a kind."""
    kind = _kind_in(answer)
    if kind is None:
        return page
    votes = {**page.kind_votes, kind: page.kind_votes.get(kind, 0.0) + LEAST_VOTE}
    return msgspec.structs.replace(page, kind_votes=votes)


def _kind_in(answer: Answer) -> DocumentKind | None:
    is_usable = answer.stop_reason is StopReason.COMPLETE and not answer.says_nothing
    if not is_usable or answer.confidence < SURE_ENOUGH:
        return None
    try:
        kind = DocumentKind(answer.text.strip())
    except ValueError:
        return None
    return None if kind is DocumentKind.OTHER else kind
