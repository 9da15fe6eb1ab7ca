"""Families: a document that came inside another one, as an attachment does in a message.

The document that was added is the head of its family; what came inside it are its attachments, and
what came inside these are members too. Members are held and disposed of together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desktop.domain.identity import DocumentId


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """Where a document stands in its family.

    Attributes:
        parent_id: The document it came in.
        number: Which of the parent's files it is, counted from 1.
    """

    parent_id: DocumentId
    number: int


class Member(Protocol):
    """What is known of a document here."""

    @property
    def document_id(self) -> DocumentId:
        """Its identity."""

    @property
    def place(self) -> FamilyPlace | None:
        """None where it came by itself."""


AnyMember = TypeVar("AnyMember", bound=Member)


@dataclass(frozen=True, slots=True)
class Families:
    """Who belongs to whom among some documents.

    Attributes:
        parents: Of each document that came inside another.
        attachments: The identities of what came in each, in the order of their numbers.
    """

    parents: Mapping[DocumentId, DocumentId]
    attachments: Mapping[DocumentId, tuple[DocumentId, ...]]

    @classmethod
    def of(cls, members: Iterable[Member]) -> "Families":
        """The families of documents; one whose parent is not among them stands by itself."""
        listed = tuple(members)
        known = {member.document_id for member in listed}
        parents: dict[DocumentId, DocumentId] = {}
        numbered: defaultdict[DocumentId, list[tuple[int, DocumentId]]] = defaultdict(list)
        for member in listed:
            if member.place is not None and member.place.parent_id in known:
                parents[member.document_id] = member.place.parent_id
                numbered[member.place.parent_id].append((member.place.number, member.document_id))
        attachments = {
            parent: tuple(each for _, each in sorted(those)) for parent, those in numbered.items()
        }
        return cls(parents, attachments)

    def above(self, document_id: DocumentId) -> tuple[DocumentId, ...]:
        """What a document came in, and what that came in, the nearest first."""
        found: list[DocumentId] = []
        parent = self.parents.get(document_id)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return tuple(found)

    def head_of(self, document_id: DocumentId) -> DocumentId:
        """The document that was added, in which this one came; itself where it came alone."""
        return (document_id, *self.above(document_id))[-1]

    def depth_of(self, document_id: DocumentId) -> int:
        """How many documents it lies within."""
        return len(self.above(document_id))

    def below(self, document_id: DocumentId) -> tuple[DocumentId, ...]:
        """Everything that came in a document, at whatever depth, each before what came in it."""
        found: dict[DocumentId, None] = {}
        waiting = list(reversed(self.attachments.get(document_id, ())))
        while waiting:
            each = waiting.pop()
            if each not in found:
                found[each] = None
                waiting.extend(reversed(self.attachments.get(each, ())))
        return tuple(found)

    def with_below(self, document_ids: Iterable[DocumentId]) -> tuple[DocumentId, ...]:
        """Documents and everything that came in them, each once."""
        found: dict[DocumentId, None] = {}
        for document_id in document_ids:
            found.update(dict.fromkeys((document_id, *self.below(document_id))))
        return tuple(found)


def in_family_order(members: Iterable[AnyMember]) -> Iterator[AnyMember]:
    """The same documents, each followed by what came in it; heads keep their order."""
    listed = {member.document_id: member for member in members}
    families = Families.of(listed.values())
    given: set[DocumentId] = set()
    for document_id in listed:
        if document_id in families.parents:
            continue
        for each in (document_id, *families.below(document_id)):
            given.add(each)
            yield listed[each]
    for document_id, member in listed.items():  # whose places lead in a circle
        if document_id not in given:
            yield member
