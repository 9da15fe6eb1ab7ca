"""The functions behind the window.

The composition root fills `Works` with the real functions; everything in it is synchronous and
knows nothing of Qt. Whatever it returns belongs to the thread that called it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.bridge.audit_works import AuditWorks
from desktop.bridge.backup_shapes import MovingDeskLike, RestoringDeskLike
from desktop.bridge.ending_shapes import EndingDeskLike, SubjectDeskLike
from desktop.bridge.file_passwords import PasswordWorks
from desktop.bridge.joining import Join
from desktop.bridge.member_works import MemberDeskLike
from desktop.bridge.shapes import (
    AskDeskLike,
    BackupDeskLike,
    ControlLike,
    FieldsDeskLike,
    RenewalDeskLike,
    VaultLike,
    ViewerLike,
)
from desktop.bridge.term_search import TermsDeskLike
from desktop.domain.disposal import Certificate, DisposalId, StuckDisposal
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.imported_model import ModelProgress
from desktop.domain.keeping import MatterKeeping, RetentionStart
from desktop.domain.ledger import SecondReading, TwiceRead
from desktop.domain.model_listing import ListedFound, ModelListing
from desktop.domain.progress import Progress
from desktop.domain.ways_in import WayIn, WayKind


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person offers to open the vault with.

    Attributes:
        kind: The way in.
        text: A passphrase, or what was typed from a recovery sheet; "" where the keyring is enough.
    """

    kind: WayKind
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class KeyWorks:
    """What a person does with the ways into the open vault.

    Attributes:
        listing: Every way in, and which hold on this computer.
        written: The same without asking the keyring: at once, and not telling which hold here.
        add_passphrase: Lets a passphrase alone open the vault.
        demand_passphrase: Asks for a passphrase besides this computer's keyring.
        make_sheet: Writes a recovery sheet to a new file.
        prove_sheet: Lets a sheet count that was typed back.
        enrol: Makes a key in this computer's keyring.
        remove: Removes a way in by its identity.
    """

    listing: Callable[[VaultLike], tuple[WayIn, ...]]
    written: Callable[[VaultLike], tuple[WayIn, ...]]
    add_passphrase: Callable[[VaultLike, str], object]
    demand_passphrase: Callable[[VaultLike, str], object]
    make_sheet: Callable[[VaultLike, Path], object]
    prove_sheet: Callable[[VaultLike, str], object]
    enrol: Callable[[VaultLike], object]
    remove: Callable[[VaultLike, str], object]


@dataclass(frozen=True, slots=True)
class ReviewWorks:
    """What a person does with findings; each gives the finding as it is then.

    Attributes:
        decide: Accepts or rejects one, or takes the decision back.
        correct: Puts what the person sees on the page in the place of what was read.
        take_other_reading: Puts what the second reader saw there.
        second_reading: What the second reader saw; None where it was not shown the value.
        twice_read: All that two readers read of a page; None where only one did.
        words_in_frame: The words of a part of a page; what is highly sensitive is masked but for
            the findings given, or nothing where these are None.
        first_dispute: The first finding in these documents that waits for a person; None: none.
    """

    decide: Callable[[VaultLike, MatterId, FindingId, Decision], StoredFinding]
    correct: Callable[[VaultLike, MatterId, FindingId, str], StoredFinding]
    take_other_reading: Callable[[VaultLike, MatterId, FindingId], StoredFinding]
    second_reading: Callable[[VaultLike, MatterId, FindingId], SecondReading | None]
    twice_read: Callable[
        [VaultLike, MatterId, DocumentId, PageNumber], tuple[TwiceRead, ...] | None
    ]
    words_in_frame: Callable[
        [VaultLike, MatterId, DocumentId, PageNumber, Box, Collection[FindingId] | None], str
    ]
    first_dispute: Callable[[VaultLike, MatterId, Sequence[DocumentId]], StoredFinding | None]


Reading = Callable[[VaultLike, MatterId, Sequence[Path], ControlLike], Iterator[Progress]]
"""Admits files (there may be none) and reads what waits, reporting as it goes."""

Exporting = Callable[[VaultLike, MatterId, Path, str, ControlLike], Iterator[Progress]]
"""Writes a matter's findings to a file as "json" or "csv", reporting as it goes."""


ModelSteps = Iterator[ModelProgress]


@dataclass(frozen=True, slots=True)
class ModelWorks:
    """The functions behind the models page.

    Attributes:
        listing: What is here, what is known, what fits.
        bring: Long work: copy the pair at a place, or one that was found, check it, test it.
        prove: Long work: check and test an imported model again; "": the one of the program.
        measure: Long work: time it on the test page; likewise.
        remove: Deletes one.
        decide: Records why one is used in spite of its licence.
    """

    listing: Callable[[], ModelListing]
    bring: Callable[[Path | ListedFound, ControlLike], ModelSteps]
    prove: Callable[[str, ControlLike], ModelSteps]
    measure: Callable[[str, ControlLike], ModelSteps]
    remove: Callable[[str], None]
    decide: Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class KeepingWorks:
    """The functions behind holds, retention and disposal; each of them by vault and matter.

    Attributes:
        look: How long the matter is kept, what holds it, what is due.
        hold: Places a hold on a document (None: the matter), with a reason.
        release: Releases a hold, with a reason.
        set_rule: Years, what they count from, basis, from the end of that year or not.
        lift_rule: Lets no rule hold.
        close: Closes the matter.
        reopen: Opens it again.
        stuck: The ends of walled matters that wait for nobody.
        finish_stuck: Finishes one of them, with a reason.
        write: Writes a certificate to a file.
    """

    look: Callable[[VaultLike, MatterId], MatterKeeping]
    hold: Callable[[VaultLike, MatterId, DocumentId | None, str], None]
    release: Callable[[VaultLike, MatterId, str, str], None]
    set_rule: Callable[[VaultLike, MatterId, int, RetentionStart, str, bool], None]
    lift_rule: Callable[[VaultLike, MatterId], None]
    close: Callable[[VaultLike, MatterId], None]
    reopen: Callable[[VaultLike, MatterId], None]
    stuck: Callable[[VaultLike], Sequence[StuckDisposal]]
    finish_stuck: Callable[[VaultLike, DisposalId, str], Certificate]
    write: Callable[[Certificate, Path], None]


@dataclass(frozen=True, slots=True)
class Works:
    """The functions behind the window.

    Attributes:
        vault_exists: Whether there is a vault to open.
        ways: What the vault can be opened with.
        open_vault: Opens it for the calling thread.
        create_vault: Makes it and its key, then opens it.
        join_vault: Makes this account a member of the vault in a folder, which is used afterwards.
        new_viewer: A viewer over a vault that belongs to the calling thread.
        read: Long work: admit and read.
        new_control: A fresh control for one run of long work.
        export: Long work: write findings to a file.
        passwords: Passwords of files.
        models: Models from outside.
        review: What a person does with findings.
        keeping: Holds, retention and disposal.
        new_ask_desk: A desk for questions over a vault that belongs to the calling thread.
        new_fields_desk: The same for the fields of documents.
        new_renewal_desk: The same for new keys.
        new_backup_desk: The same for backups.
        new_ending_desk: The same for the end of documents.
        new_subject_desk: The same for data subjects.
        new_moving_desk: The same for matters on their way between vaults.
        new_terms_desk: The same for lists of search terms.
        restoring_desk: Puts a backup in the place of the vault, while it is shut.
        keys: The ways into the open vault.
        new_member_desk: The same for its members, and the walls around its matters.
        audit: Its logs, and the record of processing.
    """

    vault_exists: Callable[[], bool]
    ways: Callable[[], tuple[WayKind, ...]]
    open_vault: Callable[[Offer], VaultLike]
    create_vault: Callable[[], VaultLike]
    join_vault: Join
    new_viewer: Callable[[VaultLike], ViewerLike]
    read: Reading
    new_control: Callable[[], ControlLike]
    export: Exporting
    passwords: PasswordWorks
    models: ModelWorks
    review: ReviewWorks
    keeping: KeepingWorks
    new_ask_desk: Callable[[VaultLike], AskDeskLike]
    new_fields_desk: Callable[[VaultLike], FieldsDeskLike]
    new_renewal_desk: Callable[[VaultLike], RenewalDeskLike]
    new_backup_desk: Callable[[VaultLike], BackupDeskLike]
    new_ending_desk: Callable[[VaultLike], EndingDeskLike]
    new_subject_desk: Callable[[VaultLike], SubjectDeskLike]
    new_moving_desk: Callable[[VaultLike], MovingDeskLike]
    new_terms_desk: Callable[[VaultLike], TermsDeskLike]
    restoring_desk: RestoringDeskLike
    keys: KeyWorks
    new_member_desk: Callable[[VaultLike], MemberDeskLike]
    audit: AuditWorks
