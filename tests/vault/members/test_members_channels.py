"""What an account outside a wall meets elsewhere: backups, moving, disposals, rights of files."""

import grp
import os
import stat

import pytest

from desktop.casework.disposing.dispose import dispose_of_matter, finish_begun
from desktop.casework.disposing.without_key import finish_without_key, stuck_disposals
from desktop.domain.audit import Act
from desktop.domain.backup import BackupEntry, Merged, Rehearsed
from desktop.domain.errors import (
    MatterWalledError,
    NoSuchDisposalError,
    SharingError,
    VaultBusyError,
)
from desktop.vault.backup import closed as closed_module
from desktop.vault.backup.make import make_backup
from desktop.vault.backup.opening import by_key, open_backup, opened_file
from desktop.vault.backup.pack_keys import record_for_passphrase
from desktop.vault.backup.packing import open_pack, opened_pack, pack_matter
from desktop.vault.backup.restore import rehearse, restore
from desktop.vault.backup.unpacking import unpack_matter
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.members.invitations import INVITATIONS_FILE
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.roll import Roll
from desktop.vault.members.sharing import share
from desktop.vault.members.walls import Walls
from desktop.vault.slots.file import SLOTS_FILE
from tests.vault.backup.backup_vaults import fill
from tests.vault.disposal.opened_pages import pages_of
from tests.vault.members.accounts import cut_short, joined
from tests.vault.vault_pages import NOON

REFERENCE = "1042-0007"
CANARY = b"quagga-4711-canary"
PASSPHRASE = "seven green lamps burn"  # noqa: S105 - invented


@pytest.fixture
def walled(anna, bert):  # noqa: ARG001 - a member outside
    """The matter of Anna alone, with a document; and one that is open to both."""
    with anna.opened() as vault:
        fill(vault.store_of(vault.matter(REFERENCE).matter_id), CANARY * 100)
        fill(vault.store_of(vault.create_matter("1042", "0008", "Open").matter_id), b"open" * 100)
    anna.wall(REFERENCE)
    return anna


def backed_up(account, target):
    with account.opened() as vault:
        steps = make_backup(vault, target, NOON, "1.0")
        (entry,) = [step for step in steps if isinstance(step, BackupEntry)]
    return entry


def looked_at(account, target, act, own):
    with account.opened() as vault:
        key, folder = vault.inside().vault_key, vault.folder
        member = vault.inside().insider.own if own else None
    with opened_file(target) as container:
        backup = open_backup(container, by_key(key), None)
        steps = act(backup, folder, account.clock, *([member] if own else []))
        (found,) = [step for step in steps if isinstance(step, Rehearsed)]
    return found


def test_a_backup_made_outside_holds_the_matter_sealed_and_gives_it_back(walled, bert, tmp_path):
    target = tmp_path / "firm.backup"
    backed_up(bert, target)
    assert CANARY not in target.read_bytes()
    outside = looked_at(bert, target, rehearse, own=False)
    assert (outside.matters, outside.closed, outside.problems) == (1, 1, ())
    inside = looked_at(walled, target, rehearse, own=True)
    assert (inside.matters, inside.closed, inside.problems) == (2, 0, ())
    with walled.opened() as vault:  # what comes after the backup is gone with its restore
        fill(vault.store_of(vault.matter(REFERENCE).matter_id), b"later" * 100)
    looked_at(bert, target, restore, own=False)
    assert bert.references() == ["1042-0008"]
    with walled.opened() as vault:
        store = vault.store_of(vault.matter(REFERENCE).matter_id)
        (document,) = store.documents()
        assert store.original(document.document_id) == CANARY * 100


def test_a_backup_made_outside_while_somebody_inside_writes_is_whole(walled, bert, tmp_path):
    target = tmp_path / "firm.backup"
    with walled.opened() as vault:
        store = vault.store_of(vault.matter(REFERENCE).matter_id)
        fill(store, b"in the log" * 100, "second.pdf")  # not folded into the file yet
        backed_up(bert, target)
    found = looked_at(walled, target, rehearse, own=True)
    assert (found.matters, found.documents, found.problems) == (2, 3, ())


def test_what_is_folded_in_while_it_is_copied_is_copied_again(walled, bert, tmp_path, monkeypatch):
    target, real, times = tmp_path / "firm.backup", closed_module._seen, []

    def seen(path):
        times.append(path)
        before = real(path)
        # Between the first look and the second, another process has folded its log in.
        return before if len(times) != 2 else (0, 0, b"")

    monkeypatch.setattr(closed_module, "_seen", seen)
    backed_up(bert, target)
    assert len(times) == 4
    assert looked_at(walled, target, rehearse, own=True).problems == ()


def test_a_file_that_was_not_closed_is_not_taken_for_whole(walled, bert, tmp_path):
    (file,) = [
        path
        for path in (walled.folder / MATTERS_FOLDER).glob("*.db")
        if path.name.endswith("-2.db")
    ]
    file.with_name(f"{file.name}-wal").write_bytes(b"x" * 32)
    with pytest.raises(VaultBusyError, match="not closed properly"):
        backed_up(bert, tmp_path / "firm.backup")


def test_packing_and_unpacking_behind_a_wall_stand_in_the_matter_s_log(walled, bert, tmp_path):
    target = tmp_path / "matter.pack"
    with walled.opened() as vault:
        matter = vault.matter(REFERENCE)
        before = len(vault.audit.entries())
        for _ in pack_matter(
            vault,
            matter,
            target,
            lambda identity, key: record_for_passphrase(identity, key, PASSPHRASE),
            NOON,
            "1.0",
        ):
            pass
        with opened_pack(target) as container:
            pack = open_pack(container, vault, PASSPHRASE)
            steps = list(unpack_matter(vault, pack, walled.clock))
        assert isinstance(steps[-1], Merged)
        acts = [entry.act for entry in vault.store_of(matter.matter_id).audit.entries()]
        assert {Act.MATTER_PACKED, Act.MATTER_ARRIVED} <= set(acts)
        assert len(vault.audit.entries()) == before
    with bert.opened() as vault, opened_pack(target) as container:
        pack = open_pack(container, vault, PASSPHRASE)
        with pytest.raises(MatterWalledError):
            list(unpack_matter(vault, pack, bert.clock))
    assert bert.references() == ["1042-0008"]


def test_a_number_behind_a_wall_can_be_taken_outside_and_tells_nothing(walled, bert):
    with bert.opened() as vault:
        assert vault.create_matter("1042", "0007", "Another").reference == REFERENCE
    with walled.opened() as vault:
        both = [matter for matter in vault.matters() if matter.reference == REFERENCE]
        assert [matter.is_walled for matter in both] == [True, False]
        assert Walls(vault, walled.clock).around(both[1].matter_id) is None


def ended(vault, matter, clock):
    """The certificate of a whole matter."""
    asked = {"typed": matter.reference, "reason": "the file is closed", "clock": clock}
    *_, last = dispose_of_matter(vault, matter, **asked)
    return last.certificate


def test_the_end_of_a_walled_matter_is_certified_to_those_inside_alone(walled, bert):
    carla = joined(walled, "Carla")
    walled.admit(REFERENCE, "Carla")
    with walled.opened() as vault:
        matter = vault.matter(REFERENCE)
        copies = [copy for (copy,) in vault.inside().registry.rows("SELECT copy FROM member_copy")]
        certificate = ended(vault, matter, walled.clock)
        assert all(verified.is_so for verified in certificate.verified)
        registry = vault.inside().registry
        assert registry.value("SELECT count(*) FROM member_copy") == 0
        path, key = registry.raw_file()
        pages = b"".join(pages_of(path, key.reveal()))
        assert not [copy for copy in copies if copy[40:70] in pages]
        assert list(vault.registry_problems()) == []
    with carla.opened() as vault:
        (seen,) = vault.disposals.certificates()
        assert (seen.reference, len(seen.documents)) == (REFERENCE, 1)
    with bert.opened() as vault:
        assert vault.disposals.certificates() == ()
        (entry,) = [e for e in vault.audit.entries() if e.act is Act.MATTER_DISPOSED]
        assert entry.details == {}


def test_a_certificate_whose_readers_have_all_left_hides_no_other_one(walled, bert):
    with bert.opened() as vault:
        vault.create_matter("2000", "0001", "Bert's own")
        list(Walls(vault, bert.clock).wall(vault.matter("2000-0001"), is_told=False))
        matter = vault.matter("2000-0001")
        ended(vault, matter, bert.clock)
        assert len(vault.disposals.certificates()) == 1
    with walled.opened() as vault:
        member = Roll(vault, walled.clock).named("Bert")
        list(remove_member(vault, member, walled.keys, walled.clock))
        matter = vault.matter(REFERENCE)
        ended(vault, matter, walled.clock)
        assert [each.reference for each in vault.disposals.certificates()] == [REFERENCE]
        assert finish_begun(vault) == ()
        assert list(vault.registry_problems()) == []


def test_an_end_that_was_cut_short_waits_for_a_member_who_was_inside(walled, bert):
    cut_short(walled, REFERENCE)
    with walled.opened() as vault:
        assert stuck_disposals(vault, walled.clock) == (), "it opens for this very account"
        (begun,) = vault.disposals.begun()
        with pytest.raises(NoSuchDisposalError):
            finish_without_key(vault, begun.disposal_id, "It waits.", walled.clock)
    for account, waiting in ((bert, 1), (walled, 0), (bert, 0)):
        with account.opened() as vault:
            assert len(finish_begun(vault)) == waiting
    assert len(list((walled.folder / MATTERS_FOLDER).glob("*.db"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_shared_folder_makes_files_for_its_group_whatever_the_umask(walled, bert):
    folder, old = walled.folder, os.umask(0o077)
    try:
        assert {_rights(path) for path in folder.rglob("*.*")} == {0o600}
        share(folder, grp.getgrgid(os.getgid()).gr_name)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o2770
        with walled.opened() as vault:
            vault.create_matter("1042", "0009", "Third")
            beside = {_rights(path) for path in (folder / MATTERS_FOLDER).glob("*-wal")}
            assert beside <= {0o660}
        bert.confirm("Anna")
        walled.invited("Carla")
        walled.wall("1042-0009")
        assert {_rights(path) for path in folder.rglob("*.*")} == {0o660}
        assert {_rights(path) for path in (folder, folder / MATTERS_FOLDER)} == {0o770}
    finally:
        os.umask(old)


@pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
def test_a_link_that_a_colleague_put_into_the_shared_folder_is_not_written_through(
    walled, tmp_path
):
    diary = tmp_path / "diary"
    diary.write_text("of another account")
    for name in (SLOTS_FILE, INVITATIONS_FILE):
        (walled.folder / f"{name}.new").symlink_to(diary)
    walled.invited("Dora")
    with walled.opened() as vault:
        vault.ways_in.add_sheet()
    assert diary.read_text() == "of another account"
    assert not list(walled.folder.glob("*.new"))


def test_a_folder_is_not_shared_with_a_group_that_there_is_not(walled):
    with pytest.raises(SharingError):
        share(walled.folder, "no-such-group-of-this-computer")


def _rights(path):
    return stat.S_IMODE(path.stat().st_mode) & 0o777
