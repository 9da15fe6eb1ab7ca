"""Holds of a matter that arrives: what is held on either side is held afterwards.

    stands there, unknown here      taken over as it is: who placed it, when and why
    released there, unknown here    taken over with its release, for the record
    stands there, released here     placed here again under a new identity: a copy elsewhere is
                                    still held, and only releasing it there as well ends that
    released there, stands here     stands; the merge says so, and a person may release it here

A merge never lifts a hold. One that covers the same, for the same reason, placed by the same
account at the same moment is the same one, whatever its identity: merging again doubles nothing.
"""

from dataclasses import replace
from datetime import datetime

from desktop.domain.identity import DocumentId, new_identity
from desktop.domain.keeping import Hold, HoldId
from desktop.vault.disposal.holds import Holds

_Sameness = tuple[DocumentId | None, str, str, datetime]


class HoldsMerge:
    """Takes over the holds of one matter into another.

    Args:
        there: Of the matter that arrives.
        here: Of the matter that is here.

    Attributes:
        new: Holds that stand here now and did not before.
        released_there: Holds that stand here although they were released there.
    """

    def __init__(self, there: Holds, here: Holds) -> None:
        """Look at those that arrive."""
        self._arriving: dict[_Sameness, Hold] = {}
        for hold in there.all():
            known = self._arriving.get(_sameness(hold))
            if known is None or not known.is_standing:
                self._arriving[_sameness(hold)] = hold
        self._here = here
        self.new = 0
        self.released_there = 0

    def take_over(self, there: DocumentId | None, here: DocumentId | None) -> None:
        """Take over the holds on a document, or on the matter, in the caller's transaction.

        Args:
            there: The document that arrives; None for the matter as a whole.
            here: The same one here.
        """
        covering = [hold for hold in self._arriving.values() if hold.document_id == there]
        for hold in covering:
            self._take(replace(hold, document_id=here))

    def _take(self, hold: Hold) -> None:
        every = self._here.all()
        same = [own for own in every if _sameness(own) == _sameness(hold)]
        if not same:
            self._here.take(hold)
            self.new += hold.is_standing
        elif any(own.is_standing for own in same):
            self.released_there += not hold.is_standing
        elif hold.is_standing:
            self._here.take(replace(hold, hold_id=HoldId(new_identity())))
            self.new += 1


def _sameness(hold: Hold) -> _Sameness:
    return hold.document_id, hold.reason, hold.placed_by, hold.placed_at
