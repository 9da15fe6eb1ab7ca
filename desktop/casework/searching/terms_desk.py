"""The desk for lists of search terms, for the window: one vault, a thread of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.searching.batch import search_terms
from desktop.casework.searching.report import write_report
from desktop.casework.searching.terms import check_terms
from desktop.casework.searching.word_list import meet_words
from desktop.domain.identity import MatterId
from desktop.domain.search_terms import Term, TermReport, TermsFound, WordsMet
from desktop.vault.vault import Vault

Tell = Callable[[TermReport | WordsMet], None]


class TermsDesk:
    """Reads lists of terms and searches them; belongs to the thread of its vault.

    Args:
        vault: Open; closed by whoever opened it.
    """

    def __init__(self, vault: Vault) -> None:
        """Do nothing yet."""
        self._vault = vault
        self.check = check_terms

    def search(
        self, matter_id: MatterId, terms: Sequence[Term], control: Control, tell: Tell
    ) -> TermsFound:
        """Search every term of a list in a matter; stops after the one in hand.

        Args:
            matter_id: Of the matter.
            terms: In their order.
            control: Stops it.
            tell: Gets what each term finds, and before that how far words have been listed.

        Raises:
            QueryError: A beginning stands for too many words.
            VaultError: The matter cannot be read, for the reason named by the class.
        """
        store, reports = self._vault.store_of(matter_id), list[TermReport]()
        for term in terms:
            for met in meet_words(store, term.text, control):
                tell(met)
        for report in search_terms(store, terms, control):
            reports.append(report)
            tell(report)
        return TermsFound(tuple(reports), is_whole=len(reports) == len(terms))

    def write(self, reports: Sequence[TermReport], target: Path) -> Path:
        """Write the report into a file, which is then no longer sealed.

        Raises:
            ExportError: It cannot be written.
        """
        write_report(reports, target)
        return target

    def close(self) -> None:
        """Nothing is kept."""
