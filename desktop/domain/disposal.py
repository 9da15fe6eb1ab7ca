"""The end of documents and matters, and the certificate about it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.identity import DocumentId, MatterId

DisposalId = NewType("DisposalId", str)
"""32 lower-case hexadecimal digits of a random UUID."""


class DisposalScope(StrEnum):
    """What was disposed of."""

    DOCUMENTS = "documents"
    MATTER = "matter"


class DisposalState(StrEnum):
    """How far a disposal has come; one that was begun is finished at the next opening.

    WITH_MATTER stands in the file of a matter that goes as a whole.
    """

    BEGUN = "begun"
    CLEARED = "cleared"
    DONE = "done"
    WITH_MATTER = "with_matter"


@dataclass(frozen=True, slots=True)
class DisposalOrder:
    """What a person confirmed.

    Attributes:
        reason: Why, in the firm's words.
        confirmed_by: Name of the account.
        confirmed_at: UTC.
    """

    reason: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class DisposedDocument:
    """A document that is gone, named so that its original can be recognised and nothing else told.

    Attributes:
        document_id: Random.
        sha256: Of the original, hexadecimal.
        size_bytes: Of the original.
        page_count: 0 where it was never opened.
        kept_for_hold: Whether a hold was placed while the disposal ran, so that it is still there.
        is_apart: Whether the document it came in stays, whose original holds the same bytes.
    """

    document_id: DocumentId
    sha256: str
    size_bytes: int
    page_count: int
    kept_for_hold: bool = False
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class StuckDisposal:
    """The end of a matter behind a wall that was cut short, and opens for no member any more.

    Attributes:
        disposal_id: Random.
        matter_id: Random; the matter's number and documents are known to nobody.
        files: How many files of the matter are still there, encrypted; their key is destroyed.
    """

    disposal_id: DisposalId
    matter_id: MatterId
    files: int


@dataclass(frozen=True, slots=True)
class Verified:
    """Something that was looked at after the deletion.

    Attributes:
        what: One sentence.
        is_so: Whether it was found to be so.
    """

    what: str
    is_so: bool


@dataclass(frozen=True, slots=True)
class KnownBackups:
    """What the vault remembers of backups that may still hold what goes.

    Attributes:
        made_at: When they were made, UTC, the oldest first.
        are_all: Whether every entry about backups was read; one that was altered tells nothing.
    """

    made_at: tuple[datetime, ...] = ()
    are_all: bool = True


NO_KNOWN_BACKUPS = KnownBackups()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was done to bring documents or a matter to their end.

    It holds nothing of a document but the SHA-256 and size of its original: no name, no text.

    Attributes:
        disposal_id: Random.
        scope: Documents of a matter, or a matter as a whole.
        matter_id: Random.
        reference: Client and matter number.
        order: What was confirmed, by whom.
        documents: All of them, in the order in which they had come.
        finished_at: UTC; None while it is not finished.
        verified: What was looked at afterwards.
        is_key_replaced: Whether the key that had wrapped the destroyed ones was replaced as well,
            so that older copies of the file open with no key that still exists in the vault.
        backups: When the backups that may still hold the documents were made, as far as known.
        earlier: The disposals of single documents that came before, where the matter as a whole is
            gone and their certificates with it.
        is_without_key: Whether it was finished by somebody who could not open what had been noted
            of it, since all who could have left the vault: what stood in the matter is not known,
            nor could traces of it be looked for.
    """

    disposal_id: DisposalId
    scope: DisposalScope
    matter_id: MatterId
    reference: str
    order: DisposalOrder
    documents: tuple[DisposedDocument, ...]
    finished_at: datetime | None = None
    verified: tuple[Verified, ...] = ()
    is_key_replaced: bool = False
    backups: tuple[datetime, ...] = ()
    earlier: tuple["Certificate", ...] = ()
    is_without_key: bool = False

    def naming(self, known: KnownBackups) -> "Certificate":
        """The same with the backups that are known, and whether there may be others."""
        verified = self.verified
        if not known.are_all:
            what = "Every entry of the registry about backups was read: none is left out here."
            verified = (*verified, Verified(what, is_so=False))
        return replace(self, backups=known.made_at, verified=verified)

    @property
    def is_of_matter(self) -> bool:
        """Whether a matter as a whole is gone."""
        return self.scope is DisposalScope.MATTER

    @property
    def disposed(self) -> tuple[DisposedDocument, ...]:
        """Those that are gone, or going."""
        return tuple(each for each in self.documents if not each.kept_for_hold)


class DisposalStep(StrEnum):
    """What is being done."""

    GOING = "going"
    """Documents go, one after the other; stopped, the rest of them stays."""
    LISTING = "listing"
    """Documents of a matter are listed for its certificate; stopped, nothing has gone."""
    ENDING = "ending"
    """The key of the matter is destroyed; the rest is taken away, and nothing stops that."""


@dataclass(frozen=True, slots=True)
class DisposalProgress:
    """How far a disposal has come.

    Attributes:
        done: Documents that are gone, or listed.
        total: Of so many.
        certificate: The certificate, in the last report.
        step: What is being done.
    """

    done: int
    total: int
    certificate: Certificate | None = None
    step: DisposalStep = DisposalStep.GOING
