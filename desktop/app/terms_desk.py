"""The desk for lists of search terms behind the shape that the bridge knows."""

from collections.abc import Sequence

from desktop.app.shapes import own
from desktop.bridge.shapes import ControlLike
from desktop.bridge.term_search import Tell
from desktop.casework.searching.terms_desk import TermsDesk
from desktop.domain.identity import MatterId
from desktop.domain.search_terms import Term, TermsFound


class OwnTermsDesk:
    """A desk for lists of search terms behind the shape that the bridge knows."""

    def __init__(self, desk: TermsDesk) -> None:
        self._desk = desk
        self.check, self.write, self.close = desk.check, desk.write, desk.close

    def search(
        self, matter_id: MatterId, terms: Sequence[Term], control: ControlLike, tell: Tell
    ) -> TermsFound:
        """Search every term in a matter."""
        return self._desk.search(matter_id, terms, own(control), tell)
