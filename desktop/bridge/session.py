"""All that the window can ask for, answered by signals; nothing here makes the window wait."""

import gc
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.bridge.asking import Asking
from desktop.bridge.audit_trail import AuditTrail
from desktop.bridge.backing_up import BackingUp
from desktop.bridge.data_subjects import DataSubjects
from desktop.bridge.desk_thread import beside
from desktop.bridge.endings import Endings
from desktop.bridge.extracting import Extracting
from desktop.bridge.file_passwords import FilePasswords
from desktop.bridge.joining import Joining
from desktop.bridge.keeping import KeepingCalls
from desktop.bridge.key_ring import KeyRing
from desktop.bridge.matter_counts import MatterCounts, counts_of, matters_of
from desktop.bridge.member_roll import MemberRoll
from desktop.bridge.model_bench import ModelBench
from desktop.bridge.moving import Moving
from desktop.bridge.page_source import PageSource, SiblingViewer
from desktop.bridge.restoring import Restoring
from desktop.bridge.reviewing import Reviewing
from desktop.bridge.searches import Searches
from desktop.bridge.shapes import VaultLike
from desktop.bridge.term_search import TermSearch
from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.work_queue import Run, WorkQueue
from desktop.bridge.works import Offer, Works
from desktop.domain.file_password import PasswordsGiven
from desktop.domain.finding import Decision
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.ways_in import WayKind

MAX_FINDINGS_LISTED = 2_000
"""Findings of one document shown at once; a list of more is not read by a person. The findings of
the page in view are always complete."""

RANK_VIEW, RANK_BESIDE, RANK_COUNT = 0, 3, 5
"""What the analyst looks at goes before what stands beside it, and counting comes last."""


class Session(QObject):
    """The open vault as the window sees it.

    Signals:
        vault_opened(): The vault is open.
        open_failed(object): Exception that kept the vault shut.
        vault_shut(): It is closed, and its keys are gone from memory but for those of reading that
            goes on.
        matters_listed(object): tuple of Matter.
        damaged_counted(int): How many more there are of which the vault no longer knows anything.
        matter_counted(str, object): Matter and its MatterCounts.
        matter_created(object): The new Matter.
        documents_listed(str, object): Matter and its tuple of Document.
        refusals_listed(str, object): Matter and its tuple of Refusal.
        pages_listed(str, object): Document and its tuple of PageSummary.
        findings_listed(str, object): Document and its first findings, a tuple of StoredFinding.
        page_findings_listed(str, int, object): Document, page and all of its findings, a tuple of
            StoredFinding; None where the page has not been read.
        decided(str, object): Finding and the StoredFinding that it is now, once decided.
        seen_twice(str, object): Finding and the SecondReading of it, None where there is none.
        read_twice(str, int, object): Document, page and its tuple of TwiceRead; None where only one
            reader read it.
        searched(str, object): Query and its SearchResult.
        failed(object): Exception of anything else that was asked for.
    """

    vault_opened = Signal()
    open_failed = Signal(object)
    vault_shut = Signal()
    matters_listed = Signal(object)
    damaged_counted = Signal(int)
    matter_counted = Signal(str, object)
    matter_created = Signal(object)
    documents_listed = Signal(str, object)
    refusals_listed = Signal(str, object)
    pages_listed = Signal(str, object)
    findings_listed = Signal(str, object)
    page_findings_listed = Signal(str, int, object)
    decided = Signal(str, object)
    seen_twice = Signal(str, object)
    read_twice = Signal(str, int, object)
    searched = Signal(str, object)
    failed = Signal(object)

    def __init__(self, works: Works, parent: QObject | None = None) -> None:
        """Nothing is opened before `unlock` or `create_vault`."""
        super().__init__(parent)
        self._works = works
        self._counted: set[MatterId] = set()
        self._calls = VaultCalls(self)
        self._calls.opened.connect(self._on_opened)
        self._calls.open_failed.connect(self._on_open_failed)
        self._calls.failed.connect(self.failed)
        self.keeping = KeepingCalls(works.keeping, self._calls, works.new_control, self)
        self.pages = PageSource(self)
        self.searches = Searches(self._calls, self)
        self.reviewing = Reviewing(works.review, self._calls, self)
        self.searches.found.connect(self.searched)
        self.passwords = FilePasswords(works.passwords, self._calls, self)
        self.passwords.given.connect(self._on_password_given)
        self.reading = WorkQueue(works.new_control, self)
        self.exporting = WorkQueue(works.new_control, self)
        self.keys = KeyRing(works.keys, self._calls, works.new_control, self)
        self.members = MemberRoll(works.new_control, self)
        self.members.changed.connect(self.list_matters)
        self.audit = AuditTrail(works.audit, self._calls, self)
        self.models = ModelBench(works.models, works.new_control, self)
        self.models.listed.connect(self.audit.follow_models)
        self.asking = Asking(works.new_control, self)
        self.extracting = Extracting(works.new_control, self)
        self.backing = BackingUp(works.new_control, self)
        self.subjects = DataSubjects(works.new_control, self)
        self.moving = Moving(works.new_control, self)
        self.moving.settled.connect(self.decided)
        self.terms = TermSearch(works.new_control, self)
        self.joining = Joining(works.join_vault, self)
        self.restoring = Restoring(works.restoring_desk, works.new_control, self)
        self._endings = Endings(self)
        self._endings.over.connect(self._on_endings_over)

    # ------------------------------------------------------------------ opening and closing

    def unlock(self, offer: Offer) -> None:
        """Open the vault with what is offered; `vault_opened` or `open_failed` follows."""
        self._calls.begin(lambda: self._works.open_vault(offer))

    def create_vault(self) -> None:
        """Make the vault and open it."""
        self._calls.begin(self._works.create_vault)

    def ways(self) -> tuple[WayKind, ...]:
        """What the vault can be opened with; none where there is no vault yet.

        Raises:
            VaultError: The vault's files do not say.
        """
        return self._works.ways() if self._works.vault_exists() else ()

    @property
    def is_shut(self) -> bool:
        """Whether no thread has the vault open any more."""
        is_reading = self.reading.is_running
        return self._endings.are_over and not (self._calls.has_begun or is_reading)

    def shut(self, *, reads_on: bool = False) -> None:
        """Stop work, close the vault and drop its keys, without waiting; `vault_shut` follows.

        What was stopped goes on when the vault is opened again.

        Args:
            reads_on: Let reading come to its end, with the keys that it needs.
        """
        if reads_on:
            self.reading.end_when_empty()
        else:
            self._endings.add(self.reading.end())
        desks = (self.asking, self.extracting, self.backing, self.keeping, self.subjects)
        more = (self.members, self.moving, self.terms, self.keys.renewing)
        for part in (self.exporting, *desks, *more, self.pages, self._calls):
            self._endings.add(part.end())
        self._counted.clear()
        self.keys.forget()

    def close(self) -> None:
        """Stop work, close the vault, wait for every thread."""
        self.shut()
        self.models.close()
        self.restoring.close()
        self.joining.close()
        self._endings.wait()

    def _on_opened(self, vault: VaultLike) -> None:
        works = self._works

        def open_viewer() -> SiblingViewer:
            sibling = vault.sibling()
            return SiblingViewer(works.new_viewer(sibling), sibling)

        self.pages.begin(open_viewer)
        self.asking.begin(beside(vault, works.new_ask_desk))
        self.extracting.begin(beside(vault, works.new_fields_desk))
        self.backing.begin(beside(vault, works.new_backup_desk))
        self.keys.renewing.begin(beside(vault, works.new_renewal_desk))
        self.keeping.begin(beside(vault, works.new_ending_desk))
        self.subjects.begin(beside(vault, works.new_subject_desk))
        self.members.begin_desk(beside(vault, works.new_member_desk))
        self.moving.begin(beside(vault, works.new_moving_desk))
        self.terms.begin(beside(vault, works.new_terms_desk))
        self.reading.begin(vault)
        self.exporting.begin(vault)
        self.vault_opened.emit()
        self.list_matters()

    def _on_open_failed(self, error: Exception) -> None:
        self._endings.add(self._calls.end())
        self.open_failed.emit(error)

    def _on_endings_over(self) -> None:
        """Tell that the vault is shut once no cycle holds a key: the collector looks for them."""
        if not self._calls.has_begun:
            gc.collect()
            self.vault_shut.emit()

    # ------------------------------------------------------------------ asking

    def list_matters(self) -> None:
        """Ask for the matters, then for how much each holds."""
        self._calls.ask(matters_of, self._on_matters, lane="matters")

    def count_matter(self, matter_id: MatterId) -> None:
        """Ask how much a matter holds."""
        self._calls.ask(
            lambda vault: (matter_id, counts_of(vault, matter_id)),
            self._on_counts,
            lane=f"count:{matter_id}",
            rank=RANK_COUNT,
        )

    def create_matter(self, client_number: str, matter_number: str, name: str) -> None:
        """Make a matter."""
        self._calls.ask(
            lambda vault: vault.create_matter(client_number, matter_number, name),
            self._on_matter_created,
        )

    def list_documents(self, matter_id: MatterId) -> None:
        """Ask for the documents of a matter."""
        self._calls.ask(
            lambda vault: tuple(vault.store_of(matter_id).documents()),
            lambda documents: self.documents_listed.emit(matter_id, documents),
            lane="documents",
        )

    def list_refusals(self, matter_id: MatterId) -> None:
        """Ask for the tray of refused files."""
        self._calls.ask(
            lambda vault: tuple(vault.store_of(matter_id).refusals()),
            lambda refusals: self.refusals_listed.emit(matter_id, refusals),
            lane="refusals",
        )

    def list_pages(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Ask for the pages of a document."""
        self._calls.ask(
            lambda vault: tuple(vault.store_of(matter_id).page_summaries(document_id)),
            lambda pages: self.pages_listed.emit(document_id, pages),
            lane="pages",
        )

    def list_findings(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Ask for the first findings of a document."""
        self._calls.ask(
            lambda vault: tuple(
                vault.store_of(matter_id).findings(
                    document_id=document_id, limit=MAX_FINDINGS_LISTED
                )
            ),
            lambda findings: self.findings_listed.emit(document_id, findings),
            lane="findings",
        )

    def list_page_findings(
        self, matter_id: MatterId, document_id: DocumentId, number: PageNumber
    ) -> None:
        """Ask for all findings of one page."""
        self._calls.ask(
            lambda vault: vault.store_of(matter_id).page_findings(document_id, number),
            lambda findings: self.page_findings_listed.emit(document_id, number, findings),
            lane="page findings",
        )

    def search(self, matter_id: MatterId, query: str) -> None:
        """Search a matter."""
        self.searches.search(matter_id, query)

    # ------------------------------------------------------------------ acting

    def decide(self, matter_id: MatterId, finding_id: FindingId, decision: Decision) -> None:
        """Store what the analyst made of a finding."""
        decide = self._works.review.decide
        self._calls.ask(
            lambda vault: decide(vault, matter_id, finding_id, decision),
            lambda stored: self.decided.emit(finding_id, stored),
        )

    def correct(self, matter_id: MatterId, finding_id: FindingId, mention: str) -> None:
        """Put what a person sees on the page in the place of what was read."""
        correct = self._works.review.correct
        self._calls.ask(
            lambda vault: correct(vault, matter_id, finding_id, mention),
            lambda stored: self.decided.emit(finding_id, stored),
        )

    def take_other_reading(self, matter_id: MatterId, finding_id: FindingId) -> None:
        """Put what the second reader saw in the place of what the first one read."""
        take = self._works.review.take_other_reading
        self._calls.ask(
            lambda vault: take(vault, matter_id, finding_id),
            lambda stored: self.decided.emit(finding_id, stored),
        )

    def look_up_second_reading(self, matter_id: MatterId, finding_id: FindingId) -> None:
        """Ask what the second reader saw of a finding."""
        look_up = self._works.review.second_reading
        self._calls.ask(
            lambda vault: look_up(vault, matter_id, finding_id),
            lambda second: self.seen_twice.emit(finding_id, second),
            lane="second reading",
        )

    def list_twice_read(
        self, matter_id: MatterId, document_id: DocumentId, number: PageNumber
    ) -> None:
        """Ask for all that two readers read of a page."""
        list_all = self._works.review.twice_read
        self._calls.ask(
            lambda vault: list_all(vault, matter_id, document_id, number),
            lambda read: self.read_twice.emit(document_id, number, read),
            lane="read twice",
            rank=RANK_BESIDE,
        )

    def clear_refusal(self, matter_id: MatterId, refusal_id: int) -> None:
        """Take a file out of the tray."""
        self._calls.ask(
            lambda vault: vault.store_of(matter_id).clear_refusal(refusal_id),
            lambda _: self.refresh(matter_id),
        )

    def remove_document(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Remove a document and all that was derived from it."""
        self._calls.ask(
            lambda vault: vault.store_of(matter_id).remove(document_id),
            lambda _: self.refresh(matter_id),
        )

    def read_again(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Read the failed pages of a document again."""
        self._calls.ask(
            lambda vault: vault.store_of(matter_id).retry_pages(document_id),
            lambda _: self._read(matter_id),
        )

    def add_files(self, matter_id: MatterId, paths: Sequence[Path]) -> None:
        """Admit and read files and folders."""
        self._read(matter_id, paths)

    def export(self, matter_id: MatterId, target: Path, form: str) -> None:
        """Write the findings of a matter to a file."""
        export = self._works.export
        self.exporting.put(
            Run(matter_id, lambda vault, control: export(vault, matter_id, target, form, control))
        )

    def refresh(self, matter_id: MatterId) -> None:
        """Ask again for what changes while documents are read."""
        self.list_documents(matter_id)
        self.list_refusals(matter_id)
        self.count_matter(matter_id)

    def _read(self, matter_id: MatterId, paths: Sequence[Path] = ()) -> None:
        """Queue files for a matter; without files, go on with what waits there."""
        read, chosen = self._works.read, tuple(paths)
        self.reading.put(
            Run(
                matter_id,
                lambda vault, control: read(vault, matter_id, chosen, control),
                is_resuming=not chosen,
            )
        )

    # ------------------------------------------------------------------ answers

    def _on_matters(self, found: tuple[tuple[Matter, ...], int]) -> None:
        matters, damaged = found
        self.matters_listed.emit(matters)
        self.damaged_counted.emit(damaged)
        for matter in matters:
            self.count_matter(matter.matter_id)

    def _on_counts(self, answer: tuple[MatterId, MatterCounts]) -> None:
        matter_id, counts = answer
        self.matter_counted.emit(matter_id, counts)
        if counts.waiting and matter_id not in self._counted:
            self._read(matter_id)
        self._counted.add(matter_id)

    def _on_password_given(self, matter_id: MatterId, _given: PasswordsGiven) -> None:
        self._read(matter_id)

    def _on_matter_created(self, matter: Matter) -> None:
        self.matter_created.emit(matter)
        self.list_matters()
