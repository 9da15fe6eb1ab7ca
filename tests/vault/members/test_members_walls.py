"""Behind a wall: for those inside as before, for everybody else not there."""

import shutil
from dataclasses import replace

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import (
    LastMemberError,
    MatterWalledError,
    MemberExistsError,
    MemberUnconfirmedError,
    NoSuchMatterError,
    NoSuchMemberError,
    VaultDamagedError,
    WallError,
    WrongKeyError,
)
from desktop.domain.identity import PageNumber
from desktop.domain.rotation import RotationPhase
from desktop.vault.database import Database
from desktop.vault.inside import MATTERS_FOLDER, record_place
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.keys import derive
from desktop.vault.labels import Label
from desktop.vault.members.joining import Joining
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.roll import Roll
from desktop.vault.members.walled import Standing
from desktop.vault.members.walls import Walls, clear_traces
from desktop.vault.seal import open_sealed
from tests.vault.disposal.opened_pages import pages_of
from tests.vault.members.accounts import Account, joined
from tests.vault.vault_pages import VOTES, PageMaker, Vocabulary, origin

REFERENCE = "1042-0007"


def filled(account):
    """Put a document with a page into the matter."""
    with account.opened() as vault:
        store = vault.store_of(vault.matter(REFERENCE).matter_id)
        document, _ = store.admit(origin(b"letter"), b"letter")
        store.start_reading(document.document_id, 1)
        maker = PageMaker(Vocabulary.of_size(200, 40), words_per_page=80)
        store.store_pages(document.document_id, [(*maker.page(1), VOTES)])


def told(account):
    """What an account sees of the matter."""
    with account.opened() as vault:
        matter = vault.matter(REFERENCE)
        store = vault.store_of(matter.matter_id)
        (document,) = store.documents()
        assert [each for each in store.verify() if isinstance(each, IntegrityProblem)] == []
        page = store.page(document.document_id, PageNumber(1))
        return matter.name, store.original(document.document_id), page, store.findings()


def acts_in(account):
    with account.opened() as vault:
        store = vault.store_of(vault.matter(REFERENCE).matter_id)
        return [entry.act for entry in store.audit.entries()]


def test_whoever_is_inside_sees_all_and_whoever_is_not_sees_nothing(anna, bert):
    filled(anna)
    before = told(anna)
    assert anna.wall(REFERENCE) == list(RotationPhase)
    assert told(anna) == before
    with anna.opened() as vault:
        assert vault.matter(REFERENCE).is_walled
        matter_id = vault.matter(REFERENCE).matter_id
    assert bert.references() == []
    with bert.opened() as vault:
        with pytest.raises(NoSuchMatterError):
            vault.matter(REFERENCE)
        with pytest.raises(MatterWalledError):
            vault.store_of(matter_id)
        with pytest.raises(MatterWalledError):
            list(vault.rotate_matter_key(matter_id))
        assert Walls(vault, bert.clock).told() == ()
    wall = anna.admit(REFERENCE, "Bert")
    assert [each.name for each in wall.inside] == ["Anna", "Bert"]
    assert told(bert) == before
    assert acts_in(bert)[-4:] == [
        Act.MATTER_OPENED,
        Act.MEMBER_ADMITTED,
        Act.MATTER_OPENED,
        Act.MATTER_OPENED,
    ]


def test_whoever_is_told_of_a_matter_is_told_whom_to_ask(anna, bert):
    anna.wall(REFERENCE, is_told=True)
    with bert.opened() as vault:
        (one,) = Walls(vault, bert.clock).told()
        assert (one.reference, one.ask) == (REFERENCE, "Anna")
        for name in (REFERENCE, one.matter_id):
            with pytest.raises(MatterWalledError, match="Ask Anna"):
                vault.matter(name)
    with anna.opened() as vault:
        walls = Walls(vault, anna.clock)
        assert walls.told() == ()
        walls.tell(vault.matter(REFERENCE), is_told=False)
        entry = vault.store_of(vault.matter(REFERENCE).matter_id).audit.entries()[-1]
        assert (entry.act, dict(entry.details)) == (Act.WALL_TOLD, {"is_told": False})
    with bert.opened() as vault:
        assert Walls(vault, bert.clock).told() == ()


def test_only_a_compared_key_is_admitted_and_only_once(anna):
    bert = Account(anna.folder)
    bert.join(anna.invited("Bert"))
    with pytest.raises(WallError):
        anna.confirm("Bert"), anna.admit(REFERENCE, "Bert")
    anna.wall(REFERENCE)
    with pytest.raises(WallError):
        anna.wall(REFERENCE)
    carla = Account(anna.folder)
    carla.join(anna.invited("Carla"))
    with pytest.raises(MemberUnconfirmedError):
        anna.admit(REFERENCE, "Carla")
    anna.admit(REFERENCE, "Bert")
    with pytest.raises(MemberExistsError):
        anna.admit(REFERENCE, "Bert")
    assert (bert.references(), carla.references()) == ([REFERENCE], [])


def test_what_the_vault_key_opened_before_opens_nothing_behind_the_wall(anna, bert):
    """The registry from before the wall, and its key of the matter, beside the new file."""
    filled(anna)
    with bert.opened() as vault:
        inside = vault.inside()
        row = inside.matter_row(vault.matter(REFERENCE).matter_id)
        old = inside.matter_key(row)
        (record,) = inside.registry.row("SELECT record FROM matter")
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        inside = vault.inside()
        row = inside.matter_row(row.matter_id)
        (walled,) = inside.registry.row("SELECT record FROM matter")
        with pytest.raises(WrongKeyError):
            open_sealed(inside.data_key, walled, record_place(row.matter_id))
        path = inside.folder / MATTERS_FOLDER / row.file_name
        with pytest.raises(WrongKeyError):
            Database(path, derive(old, Label.MATTER_DATABASE, bytes.fromhex(row.matter_id)))
    assert len(list((anna.folder / MATTERS_FOLDER).glob("*.db"))) == 1
    assert record != walled


def test_nothing_that_told_of_the_matter_stays_in_the_registry(anna):
    with anna.opened() as vault:
        registry = vault.inside().registry
        (record,) = registry.row("SELECT record FROM matter")
        registry.keep_copy(4)
        path, key = registry.raw_file()
        assert record[20:60] in _pages(path, key)
        list(Walls(vault, anna.clock).wall(vault.matter(REFERENCE), is_told=False))
        assert _standing(vault) is Standing.CLEARED
        assert record[20:60] not in _pages(path, key)
    assert not list(anna.folder.glob("registry.db.before-*"))


def test_what_a_reader_keeps_from_being_cleared_is_cleared_at_the_next_opening(anna):
    with anna.opened() as vault:
        registry = vault.inside().registry
        list(Walls(vault, anna.clock).wall(vault.matter(REFERENCE), is_told=False))
        registry.change("UPDATE matter SET wall = ?", Standing.MADE)  # as a kill leaves it
        path, key = registry.raw_file()
        with (
            registry.reopened() as reader,
            reader.snapshot(),
            Database(path, key, busy_limit_s=0.05) as hurried,
        ):
            reader.rows("SELECT count(*) FROM matter")
            assert not clear_traces(replace(vault.inside(), registry=hurried))
            assert _standing(vault) is Standing.MADE
        assert clear_traces(vault.inside())
        assert _standing(vault) is Standing.CLEARED


def test_a_dismissed_member_opens_neither_the_new_file_nor_the_old_one(anna, bert):
    filled(anna)
    anna.wall(REFERENCE)
    anna.admit(REFERENCE, "Bert")
    kept = anna.folder.with_name("kept")
    shutil.copytree(anna.folder, kept)
    with bert.opened() as vault:
        inside = vault.inside()
        row = inside.matter_row(vault.matter(REFERENCE).matter_id)
        old = inside.matter_key(row)
        (copy,) = inside.registry.row(
            "SELECT copy FROM member_copy WHERE member_id = ?",
            bytes.fromhex(inside.insider.own.member_id),
        )
        assert anna.dismiss(REFERENCE, "Bert") == list(RotationPhase)
        assert vault.matters() == ()
    assert bert.references() == []
    assert [phase for phase in acts_in(anna) if phase is Act.MEMBER_DISMISSED]
    assert told(anna)[1] == b"letter"
    with anna.opened() as vault:
        registry = vault.inside().registry
        assert registry.value("SELECT count(*) FROM member_copy") == 1
        assert registry.value("SELECT count(*) FROM member_copy WHERE copy = ?", copy) == 0
        path = anna.folder / MATTERS_FOLDER / vault.inside().matter_rows()[0].file_name
    with pytest.raises(WrongKeyError):
        Database(path, derive(old, Label.MATTER_DATABASE, bytes.fromhex(row.matter_id)))
    assert len(list((anna.folder / MATTERS_FOLDER).glob("*.db"))) == 1


def test_the_last_one_inside_is_never_dismissed(anna, bert):
    anna.wall(REFERENCE)
    with pytest.raises(LastMemberError):
        anna.dismiss(REFERENCE, "Anna")
    with pytest.raises(NoSuchMemberError):
        anna.dismiss(REFERENCE, "Bert")
    anna.admit(REFERENCE, "Bert")
    anna.dismiss(REFERENCE, "Anna")
    assert (anna.references(), bert.references()) == ([], [REFERENCE])


def test_a_copy_that_an_outsider_writes_into_the_registry_is_not_carried_on(anna, bert):
    """Whoever has the vault key can add a row; a new key goes by the record inside the wall."""
    carla = joined(anna, "Carla")
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        inside = vault.inside()
        inside.registry.change(
            "INSERT INTO member_copy SELECT matter_id, ?, copy FROM member_copy",
            bytes.fromhex(inside.insider.own.member_id),
        )
        assert vault.matters() == ()
        (damaged,) = vault.damaged_matters()
        with pytest.raises(VaultDamagedError):
            vault.store_of(damaged)
    with anna.opened() as vault:
        for _ in vault.rotate_matter_key(vault.matter(REFERENCE).matter_id):
            pass
        assert vault.inside().registry.value("SELECT count(*) FROM member_copy") == 1
    assert (bert.references(), carla.references()) == ([], [])
    assert anna.references() == [REFERENCE]
    with bert.opened() as vault:
        inside = vault.inside()
        inside.registry.change(
            "INSERT INTO member_copy SELECT matter_id, ?, copy FROM member_copy",
            bytes.fromhex(inside.insider.own.member_id),
        )
    anna.admit(REFERENCE, "Bert")  # in the place of what was written there
    assert bert.references() == [REFERENCE]


def test_a_wall_is_taken_down_for_all(anna, bert):
    filled(anna)
    anna.wall(REFERENCE, is_told=True)
    with anna.opened() as vault:
        list(Walls(vault, anna.clock).take_down(vault.matter(REFERENCE)))
        with pytest.raises(WallError):
            list(Walls(vault, anna.clock).take_down(vault.matter(REFERENCE)))
        assert Walls(vault, anna.clock).around(vault.matter(REFERENCE).matter_id) is None
    assert told(bert) == told(anna)
    assert Act.WALL_TAKEN_DOWN in acts_in(bert)


def test_the_log_of_the_vault_says_nothing_of_what_is_done_behind_a_wall(anna, bert):
    anna.wall(REFERENCE)
    with bert.opened() as vault:
        before = len(vault.audit.entries())
    anna.admit(REFERENCE, "Bert")
    anna.dismiss(REFERENCE, "Bert")
    with anna.opened() as vault:
        for _ in vault.rotate_matter_key(vault.matter(REFERENCE).matter_id):
            pass
    with bert.opened() as vault:
        assert len(vault.audit.entries()) == before
    assert Act.MATTER_KEY_ROTATED in acts_in(anna)


def test_a_member_who_leaves_is_dismissed_everywhere_and_that_goes_on_after_a_stop(anna, bert):
    with anna.opened() as vault:
        vault.create_matter("1042", "0008", "Second")
    for reference in (REFERENCE, "1042-0008"):
        anna.wall(reference)
        anna.admit(reference, "Bert")
    with anna.opened() as vault:
        member = Roll(vault, anna.clock).named("Bert")
        steps = remove_member(vault, member, anna.keys, anna.clock)
        for step in steps:
            if step.matters_done == 1:
                break
        steps.close()
    assert bert.references() == []  # leaving: its account opens no wall any more
    with anna.opened() as vault:
        member = Roll(vault, anna.clock).named("Bert")
        assert member.is_leaving
        done = list(remove_member(vault, member, anna.keys, anna.clock))
        assert done[-1].matters_total == 1
        assert [each.name for each in Roll(vault, anna.clock).all()] == ["Anna"]
        assert vault.inside().registry.value("SELECT count(*) FROM member_copy") == 2
        wall = Walls(vault, anna.clock).around(vault.matter(REFERENCE).matter_id)
        assert not wall.is_key_due
    assert anna.references() == [REFERENCE, "1042-0008"]


def test_nobody_leaves_who_is_alone_behind_a_wall(anna, bert):
    with bert.opened() as vault:
        vault.create_matter("2000", "0001", "Bert's own")
    bert.wall("2000-0001")
    with anna.opened() as vault:
        member = Roll(vault, anna.clock).named("Bert")
        with pytest.raises(LastMemberError):
            list(remove_member(vault, member, anna.keys, anna.clock))
        assert not Roll(vault, anna.clock).named("Bert").is_leaving


def test_two_who_leave_do_not_leave_a_matter_to_nobody(anna, bert):
    joined(anna, "Carla")
    bert.confirm("Carla")
    with bert.opened() as vault:
        vault.create_matter("2000", "0001", "Bert and Carla")
    bert.wall("2000-0001")
    bert.admit("2000-0001", "Carla")
    with anna.opened() as vault:
        roll = Roll(vault, anna.clock)
        carla = roll.named("Carla")
        roll.put_facts(carla.member_id, roll.facts(carla.member_id)._replace(is_leaving=True))
        with pytest.raises(LastMemberError):
            list(remove_member(vault, roll.named("Bert"), anna.keys, anna.clock))
    assert bert.references() == ["1042-0007", "2000-0001"]


def test_a_sibling_follows_a_new_key_and_whoever_is_dismissed_is_refused(anna, bert):
    filled(anna)
    anna.wall(REFERENCE)
    anna.admit(REFERENCE, "Bert")
    with bert.opened() as vault:
        sibling = vault.sibling()
        matter_id = vault.matter(REFERENCE).matter_id
        assert len(sibling.store_of(matter_id).documents()) == 1
        with anna.opened() as other:
            for _ in other.rotate_matter_key(matter_id):
                pass
        store = sibling.store_of(matter_id)
        assert store.admit(origin(b"second"), b"second")[1]
        anna.dismiss(REFERENCE, "Bert")
        with pytest.raises(MatterWalledError):
            sibling.store_of(matter_id)
        sibling.close()


def test_who_leaves_behind_a_wall_closed_to_the_administrator_makes_a_new_key_due(anna, bert):
    carla = joined(anna, "Carla")
    bert.confirm("Carla")
    with bert.opened() as vault:
        vault.create_matter("2000", "0001", "Bert and Carla")
    bert.wall("2000-0001")
    bert.admit("2000-0001", "Carla")
    with anna.opened() as vault:
        list(remove_member(vault, Roll(vault, anna.clock).named("Carla"), anna.keys, anna.clock))
    with bert.opened() as vault:
        matter_id = vault.matter("2000-0001").matter_id
        wall = Walls(vault, bert.clock).around(matter_id)
        assert ([each.name for each in wall.inside], wall.is_key_due) == (["Bert"], True)
        for _ in vault.rotate_matter_key(matter_id):
            pass
        assert not Walls(vault, bert.clock).around(matter_id).is_key_due
    del carla


def test_a_walled_matter_keeps_its_wall_through_a_second_opening_by_passphrase(anna, bert):
    anna.wall(REFERENCE)
    with anna.opened() as vault:
        Joining(vault, anna.clock).set_passphrase("seven green lamps burn")
        vault.ways_in.add_passphrase("seven green lamps burn")
    with bert.opened() as vault:
        vault.identify(Account(anna.folder).keys, "seven green lamps burn")
        assert [matter.reference for matter in vault.matters()] == [REFERENCE]


def _standing(vault):
    return Standing(vault.inside().registry.value("SELECT wall FROM matter"))


def _pages(path, key):
    """Every page of a database and its log, opened."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return b"".join(page for file in files for page in pages_of(file, key.reveal()))
