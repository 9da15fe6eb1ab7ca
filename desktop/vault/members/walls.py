"""Walls around matters: made, opened to a member, closed to one, taken down.

    act         matter key   what is written, where
    wall        new          key sealed to the member who acts, record under the matter's record key
    admit       the same     one more copy of the key, and the member in the record
    dismiss     new          copies for those who stay; the old file and its key are gone
    take down   new          key wrapped by the vault, record under the registry data key

Each act with a new key is one rotation (`desktop.vault.rotation.matter_key`): the registry's commit
is the moment at which it holds, and a kill leaves the matter as before or as after. The entry in
the matter's log is written into the new file before that moment. What a kill leaves beside it is
cleared by the next opening of the matter, and what told of a matter before it was walled (its
number, in the registry's log and in copies of the registry) by `clear_traces`.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import datetime

from desktop.domain.audit import Act
from desktop.domain.errors import (
    LastMemberError,
    MemberExistsError,
    NoSuchMatterError,
    NoSuchMemberError,
    NotMemberError,
    WallError,
)
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.domain.member import Member, MemberId, ToldWall, Wall
from desktop.domain.rotation import RotationPhase
from desktop.vault.audit.log import AuditLog
from desktop.vault.disposal.leftovers import copies_of, delete_files
from desktop.vault.inside import MatterRow, VaultInside
from desktop.vault.matter_file import MatterFile
from desktop.vault.members.keys import public_key_of
from desktop.vault.members.records import Admitted, Walled
from desktop.vault.members.roll import Roll
from desktop.vault.members.walled import (
    NewFile,
    Standing,
    note_in_new_file,
    opened_walled,
    present_members,
    put_copies,
    put_notice,
    put_record,
    put_unwalled,
    put_walled,
    told_walls,
)
from desktop.vault.rotation.matter_key import delete_older
from desktop.vault.vault import Vault

Phases = Generator[RotationPhase, None, None]


class Walls:
    """The walls of one open vault; belongs to the thread of the vault.

    Args:
        vault: Open.
        clock: Tells the time, in UTC.
    """

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._vault = vault
        self._clock = clock
        self._roll = Roll(vault, clock)

    def told(self) -> tuple[ToldWall, ...]:
        """The matters behind walls, closed to this account, of which it is told."""
        own = {matter.matter_id for matter in self._vault.matters()}
        return tuple(each for each in told_walls(self._vault.inside()) if each.matter_id not in own)

    def around(self, matter_id: MatterId) -> Wall | None:
        """The wall around a matter; None where it has none.

        Raises:
            MatterWalledError: This account is not admitted.
            NoSuchMatterError: There is no such matter.
        """
        inside = self._vault.inside()
        row = inside.matter_row(matter_id)
        if not row.is_walled:
            return None
        walled, members = opened_walled(inside, row), _by_id(self._roll.all())
        present = [each for each in walled.admitted if each.member_id in members]
        is_told = any(each.matter_id == matter_id for each in told_walls(inside))
        return Wall(
            matter_id=matter_id,
            inside=tuple(members[each.member_id] for each in present),
            is_told=is_told,
            is_key_due=len(present) < len(walled.admitted),
        )

    def wall(self, matter: Matter, *, is_told: bool) -> Phases:
        """Close a matter to everybody but the member that this account is.

        Args:
            matter: Open to the whole vault.
            is_told: Whether members outside are told its number and whom to ask.

        Raises:
            NotMemberError: This account is no member, or one that is leaving: once it is gone,
                nobody would open the matter.
            WallError: It has a wall already.
            VaultBusyError: Somebody is writing to it.
            VaultError: It could not be done; the matter is as before.
        """
        me, own = self._roll.me(), self._roll.own
        if own is None:
            raise NotMemberError
        if self._vault.inside().matter_row(matter.matter_id).is_walled:
            raise WallError("The matter has a wall already.", remedy="Admit members to it.")
        walled = Walled(matter, self._clock(), (Admitted(own.member_id, public_key_of(own.key)),))

        def put(_row: MatterRow, new: NewFile) -> None:
            inside = self._vault.inside()
            self._demand_staying()
            self._note(inside, new, matter.matter_id, Act.MATTER_WALLED, [own.member_id])
            put_walled(inside, walled, new)
            put_notice(inside, matter, me.name if is_told else None)

        yield from self._vault.rotate_matter_key(matter.matter_id, put)
        clear_traces(self._vault.inside())

    def tell(self, matter: Matter, *, is_told: bool) -> None:
        """Say, or no longer say, to members outside that there is this matter.

        Raises:
            WallError: It has no wall.
            MatterWalledError: This account is not admitted.
        """
        me, inside = self._roll.me(), self._vault.inside()
        if self.around(matter.matter_id) is None:
            raise WallError
        store = self._vault.store_of(matter.matter_id)
        with inside.registry.transaction(), store.together():
            put_notice(inside, matter, me.name if is_told else None)
            store.audit.add(Act.WALL_TOLD, details={"is_told": is_told})

    def admit(self, matter_id: MatterId, member_id: MemberId) -> Wall:
        """Let a member in whose fingerprint was compared on this account.

        Raises:
            WallError: The matter has no wall.
            MatterWalledError: This account is not admitted itself.
            MemberUnconfirmedError: Its fingerprint was not compared.
            MemberExistsError: It is inside already.
        """
        vault = self._vault
        store, inside = vault.store_of(matter_id), vault.inside()
        # The log is committed first: an entry too many after a kill, never one too few.
        with inside.registry.transaction(), store.together():
            new_one = self._roll.admitted(member_id)
            row = inside.matter_row(matter_id)
            if not row.is_walled:
                raise WallError
            walled = opened_walled(inside, row)
            if any(each.member_id == member_id for each in walled.admitted):
                raise MemberExistsError(
                    "This member is inside already.", remedy="There is nothing to do."
                )
            key = inside.matter_key(row)
            admitted = (*walled.admitted, new_one)
            put_copies(inside, matter_id, row.key_epoch, key, [new_one])
            put_record(inside, walled._replace(admitted=admitted), row.key_epoch, key)
            store.audit.add(Act.MEMBER_ADMITTED, subject=[member_id])
        return self._demanded(matter_id)

    def dismiss(self, matter_id: MatterId, member_id: MemberId) -> Phases:
        """Close a matter to a member who was inside: it gets a new key, sealed to those who stay.

        Raises:
            WallError: The matter has no wall.
            MatterWalledError: This account is not admitted itself.
            NoSuchMemberError: The member is not inside.
            LastMemberError: Nobody would be left.
            VaultBusyError: Somebody is writing to the matter.
            VaultError: It could not be done; the member is still inside.
        """
        inside = self._vault.inside()
        row = inside.matter_row(matter_id)
        if not row.is_walled:
            raise WallError
        walled = opened_walled(inside, row)
        if all(each.member_id != member_id for each in walled.admitted):
            raise NoSuchMemberError("This member is not inside.")
        _staying(walled, member_id, _by_id(self._roll.all()))

        def put(row: MatterRow, new: NewFile) -> None:
            inside = self._vault.inside()
            walled = opened_walled(inside, row)
            staying = _staying(walled, member_id, _by_id(self._roll.all()))
            self._note(inside, new, matter_id, Act.MEMBER_DISMISSED, [member_id])
            put_walled(inside, walled._replace(admitted=staying), new)

        yield from self._vault.rotate_matter_key(matter_id, put)

    def take_down(self, matter: Matter) -> Phases:
        """Open a matter to the whole vault again.

        Raises:
            WallError: It has no wall.
            MatterWalledError: This account is not admitted.
            VaultError: It could not be done; the wall stands.
        """
        if self.around(matter.matter_id) is None:
            raise WallError

        def put(_row: MatterRow, new: NewFile) -> None:
            inside = self._vault.inside()
            self._note(inside, new, matter.matter_id, Act.WALL_TAKEN_DOWN, [])
            put_unwalled(inside, matter, new)

        yield from self._vault.rotate_matter_key(matter.matter_id, put)

    def holding(self, member_id: MemberId) -> tuple[MatterId, ...]:
        """The matters to which this member is admitted, as every account of the vault can see.

        Raises:
            LastMemberError: It is the only one inside of one of them who stays.
        """
        inside = self._vault.inside()
        staying = present_members(inside) - {member_id}
        held: dict[MatterId, set[str]] = {}
        for matter_id, row_id in inside.registry.rows(
            "SELECT matter_id, member_id FROM member_copy"
        ):
            held.setdefault(MatterId(matter_id.hex()), set()).add(row_id.hex())
        mine = {matter_id: those for matter_id, those in held.items() if member_id in those}
        if not all(those & staying for those in mine.values()):
            raise LastMemberError(
                "A matter is open to this member alone: without it nobody could open the matter.",
                remedy="Let the member admit a colleague, or take the wall down, first.",
            )
        return tuple(mine)

    def _demanded(self, matter_id: MatterId) -> Wall:
        wall = self.around(matter_id)
        if wall is None:
            raise NoSuchMatterError
        return wall

    def _demand_staying(self) -> None:
        """Refuse an account whose removal from the vault was begun while it has the vault open."""
        if self._roll.me().is_leaving:
            raise NotMemberError("This account is about to leave the vault.")

    def _note(
        self,
        inside: VaultInside,
        new: NewFile,
        matter_id: MatterId,
        act: Act,
        subject: list[str],
    ) -> None:
        """Write an act into the log of the new file, before that is the present one."""

        def note(matter: MatterFile) -> None:
            AuditLog(matter.database, matter.audit_keys, self._clock).add(act, subject=subject)

        note_in_new_file(inside, matter_id, new, note)


def clear_traces(inside: VaultInside) -> bool:
    """Take away what told of walled matters before they were walled; whether nothing is left.

    The registry's log is folded into its file, where deleted bytes are overwritten, and copies of
    the registry that migrations kept are deleted, with files of walled matters under earlier keys,
    which a kill has left. While another process reads, some of it stays; it is tried again at each
    opening of the vault, whoever opens it.
    """
    registry = inside.registry
    if registry.row("SELECT 1 FROM matter WHERE wall = ?", Standing.MADE) is None:
        return True
    for row in inside.matter_rows():
        if row.is_walled:
            delete_older(inside.folder, row)
    delete_files(copies_of(registry.path))
    if not registry.checkpoint():
        return False
    registry.change("UPDATE matter SET wall = ? WHERE wall = ?", Standing.CLEARED, Standing.MADE)
    return True


def _by_id(members: Iterable[Member]) -> Mapping[str, Member]:
    """Those who are not leaving."""
    return {each.member_id: each for each in members if not each.is_leaving}


def _staying(walled: Walled, gone: MemberId, members: Mapping[str, Member]) -> tuple[Admitted, ...]:
    """Who is left inside.

    Raises:
        LastMemberError: Nobody.
    """
    staying = tuple(
        each for each in walled.admitted if each.member_id != gone and each.member_id in members
    )
    if not staying:
        raise LastMemberError
    return staying
