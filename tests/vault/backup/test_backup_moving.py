"""A matter goes to another vault and comes back; nothing doubles, and no decision is lost."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from desktop.domain.backup import Merged
from desktop.domain.errors import (
    BackupDamagedError,
    BackupError,
    BackupPlaceError,
    NoBackupError,
    PackKeyError,
    ReceivingKeyError,
)
from desktop.domain.finding import Decision
from desktop.domain.identity import PageNumber
from desktop.ui.backup_words import merged_words
from desktop.vault.asides import Asides
from desktop.vault.backup.catalogue import PackedMatter, catalogue_of
from desktop.vault.backup.pack_keys import (
    receiving_public_of,
    receiving_text_of,
    record_for_passphrase,
    record_for_receiver,
)
from desktop.vault.backup.packing import open_pack, opened_pack, pack_matter
from desktop.vault.backup.unpacking import unpack_matter
from desktop.vault.custodians import (
    MAX_CUSTODIANS,
    add_custodians,
    set_custodians,
)
from desktop.vault.inside import record_place
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.records import matter_record
from desktop.vault.seal import seal
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import MAKER, fill
from tests.vault.vault_pages import NOON, VOTES, KeysInMemory, clock, origin

PASSPHRASE = "lantern orchard copper window"  # noqa: S105 - opens nothing but these tests
LATER = NOON + timedelta(hours=3)


class Workstation:
    """A vault of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.vault = Vault.create(folder / "vault", KeysInMemory(), clock=clock)

    def matter(self, reference="1042-0007"):
        return self.vault.matter(reference)

    def store(self):
        return self.vault.store_of(self.matter().matter_id)

    def receiving(self):
        inside = self.vault.inside()
        return receiving_text_of(inside.vault_key, inside.vault_id)

    def pack(self, target, make):
        list(pack_matter(self.vault, self.matter(), target, make, NOON, "1.0"))
        return target

    def pack_for(self, target, other):
        text = other.receiving()
        return self.pack(target, lambda file, key: record_for_receiver(file, key, text))

    def unpack(self, target, passphrase=None):
        with opened_pack(target) as container:
            pack = open_pack(container, self.vault, passphrase)
            steps = list(unpack_matter(self.vault, pack, clock))
        return steps[-1]

    def decide(self, finding, decision, by, at, correction=None):
        store = self.store()
        with store.together():
            store._findings.decide(
                finding.finding_id,
                decision,
                decided_by=by,
                decided_at=at,
                correction=correction,
            )

    def decisions(self):
        """What holds and what was set aside, by what was found."""
        store = self.store()
        asides = Asides(store._matter)
        return sorted(
            (
                stored.finding.kind.value,
                stored.finding.start,
                stored.finding.boxes,
                asides.all_of(stored),
            )
            for stored in store.findings()
        )

    def faults(self):
        return [s for s in self.store().verify() if isinstance(s, IntegrityProblem)]


@pytest.fixture
def one(tmp_path):
    station = Workstation(tmp_path / "one")
    station.vault.create_matter("1042", "0007", "Meridian")
    fill(station.store(), b"first letter" * 500)
    yield station
    station.vault.close()


@pytest.fixture
def other(tmp_path):
    station = Workstation(tmp_path / "other")
    yield station
    station.vault.close()


def test_a_matter_arrives_as_it_left(one, other, tmp_path):
    merged = other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert merged == Merged(reference="1042-0007", is_new=True, documents_new=1)
    assert other.matter() == one.matter()
    assert other.store().documents() == one.store().documents()
    assert other.store().findings() == one.store().findings()
    assert other.faults() == []
    assert not (other.folder / "vault" / "arriving").exists()
    fill(other.store(), b"written there")


def test_custodians_travel_with_their_matter_and_those_of_both_sides_stay(one, other, tmp_path):
    set_custodians(one.vault.inside(), one.matter(), ["Jana Okafor", "Emil Brandt"])
    merged = other.unpack(one.pack_for(tmp_path / "a.pack", other))
    assert merged.custodians_new == 0, "it is new with all that it has"
    assert other.matter() == one.matter()
    set_custodians(other.vault.inside(), other.matter(), ["Ottilie Werra", "Emil Brandt"])
    assert one.unpack(other.pack_for(tmp_path / "b.pack", one)).custodians_new == 1
    assert one.matter().custodians == ("Jana Okafor", "Emil Brandt", "Ottilie Werra")
    assert one.unpack(other.pack_for(tmp_path / "c.pack", one)).custodians_new == 0
    assert one.vault.audit.entries()[-1].details["custodians"] == 0


class JustBefore:
    """A registry to whose transactions somebody else comes first."""

    def __init__(self, registry, first):
        self._registry = registry
        self._first = first

    def __getattr__(self, name):
        return getattr(self._registry, name)

    def transaction(self):
        self._first()
        return self._registry.transaction()


def test_custodians_that_somebody_names_meanwhile_are_not_lost(one):
    inside = one.vault.inside()

    def name_another():
        set_custodians(inside, one.matter(), ["Jana Okafor"])

    slow = replace(inside, registry=JustBefore(inside.registry, name_another))
    assert add_custodians(slow, one.matter().matter_id, ["Emil Brandt", "Jana Okafor"]) == (1, 0)
    assert one.matter().custodians == ("Jana Okafor", "Emil Brandt")


def test_a_pack_brings_no_custodians_that_a_person_could_not_have_named(one, other, tmp_path):
    matter_id = one.matter().matter_id
    other.unpack(one.pack_for(tmp_path / "a.pack", other))
    many = [f"Custodian {number}" for number in range(MAX_CUSTODIANS)]
    set_custodians(one.vault.inside(), one.matter(), ["Jana Okafor"])
    wrong = ["two\nlines", "x" * 201, " "]
    assert add_custodians(one.vault.inside(), matter_id, [*wrong, " Jana Okafor "]) == (0, 3)
    assert add_custodians(one.vault.inside(), matter_id, many) == (MAX_CUSTODIANS - 1, 1)
    assert one.matter().custodians == ("Jana Okafor", *many[:-1])
    set_custodians(other.vault.inside(), other.matter(), ["Ottilie Werra", "Emil Brandt"])
    merged = other.unpack(one.pack_for(tmp_path / "b.pack", other))
    assert (merged.custodians_new, merged.custodians_left_out) == (MAX_CUSTODIANS - 2, 2)
    assert "2 custodians were left out" in merged_words(merged)[1]
    assert other.vault.audit.entries()[-1].details["custodians_left_out"] == 2


def test_a_matter_arrives_without_custodians_that_a_person_could_not_have_named(
    one, other, tmp_path
):
    inside, matter = one.vault.inside(), one.matter()
    forged = replace(matter, custodians=("Jana Okafor", "two\nlines"))
    inside.registry.change(
        "UPDATE matter SET record = ?",
        seal(inside.data_key, matter_record(forged), record_place(matter.matter_id)),
    )
    merged = other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert (merged.is_new, merged.custodians_left_out) == (True, 1)
    assert other.matter().custodians == ("Jana Okafor",)


def test_a_catalogue_from_before_custodians_is_read():
    record = ("d" * 32, "1042", "0007", "Meridian", 1)
    plain = msgspec.msgpack.encode((2, "e" * 32, record, "1.0", []))
    assert catalogue_of(plain).matter == PackedMatter(*record)


def test_a_matter_with_a_new_key_arrives_and_gets_another_there(one, other, tmp_path):
    list(one.vault.rotate_matter_key(one.matter().matter_id))
    other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert other.store().findings() == one.store().findings()
    list(other.vault.rotate_matter_key(other.matter().matter_id))
    assert other.store().findings() == one.store().findings()
    assert other.faults() == []


def test_a_passphrase_opens_it_and_no_other(one, other, tmp_path):
    target = one.pack(
        tmp_path / "m.pack", lambda file, key: record_for_passphrase(file, key, PASSPHRASE)
    )
    for wrong in (None, "", PASSPHRASE + "s"):
        with pytest.raises(PackKeyError):
            other.unpack(target, wrong)
    assert other.unpack(target, PASSPHRASE).is_new


def test_it_opens_in_the_vault_it_was_packed_for_alone(one, other, tmp_path):
    target = one.pack_for(tmp_path / "m.pack", other)
    third = Workstation(tmp_path / "third")
    with third.vault, pytest.raises(PackKeyError):
        third.unpack(target)
    assert third.vault.matters() == ()


def test_a_receiving_key_that_was_mistyped_is_told(one):
    text = one.receiving()
    assert len(receiving_public_of(text.upper().replace("-", " "))) == 32
    for wrong in (
        "",
        "icr1",
        text[:-1],
        text[5:],
        text.replace(text[9], "7" if text[9] != "7" else "a", 1),
    ):
        with pytest.raises(ReceivingKeyError):
            receiving_public_of(wrong)


def test_merging_makes_no_doubles_and_is_done_again_without_harm(one, other, tmp_path):
    target = one.pack_for(tmp_path / "m.pack", other)
    other.unpack(target)
    before = other.decisions()
    for _ in range(2):
        again = other.unpack(target)
        assert (again.is_new, again.documents_new, again.documents_known) == (False, 0, 1)
        assert (again.pages_new, again.decisions_new, again.decisions_set_aside) == (0, 0, 0)
    assert other.decisions() == before
    assert other.faults() == []


def test_the_same_numbers_are_the_same_matter_wherever_it_was_opened(one, other, tmp_path):
    """Both workstations opened it and read one of its letters by themselves."""
    other.vault.create_matter("1042", "0007", "Meridian")
    fill(other.store(), b"second letter" * 500)
    merged = other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert (merged.is_new, merged.documents_new, merged.pages_new) == (False, 1, 3)
    assert merged.decisions_new == 1
    assert len(other.store().documents()) == 2
    assert other.faults() == []


def test_decisions_of_both_sides_end_up_the_same_on_both(one, other, tmp_path):
    other.unpack(one.pack_for(tmp_path / "a.pack", other))
    mine, theirs = one.store().findings(), other.store().findings()
    # Only here; only there; differently on both; alike on both.
    one.decide(mine[1], Decision.REJECTED, "anna", NOON)
    other.decide(theirs[2], Decision.CORRECTED, "ben", NOON, ("Ida Holm", "Ida Holm"))
    one.decide(mine[3], Decision.ACCEPTED, "anna", NOON)
    other.decide(theirs[3], Decision.REJECTED, "ben", LATER)
    one.decide(mine[4], Decision.ACCEPTED, "anna", LATER)
    other.decide(theirs[4], Decision.ACCEPTED, "ben", NOON)

    there = other.unpack(one.pack_for(tmp_path / "b.pack", other))
    assert (there.decisions_new, there.decisions_set_aside) == (3, 1)
    here = one.unpack(other.pack_for(tmp_path / "c.pack", one))
    assert (here.decisions_new, here.decisions_set_aside) == (3, 1)
    assert one.decisions() == other.decisions()
    assert [hit.page for hit in one.store().search("hol*").hits] == [mine[2].page]

    held = {s.finding_id: s for s in one.store().findings()}
    disputed = held[mine[3].finding_id]
    assert (disputed.decision, disputed.verdict.decided_by) == (Decision.REJECTED, "ben")
    (aside,) = Asides(one.store()._matter).set_aside(disputed)
    assert (aside.by, aside.decision) == ("anna", "accepted")
    assert held[mine[2].finding_id].finding.value == "Ida Holm"
    assert one.faults() == other.faults() == []


def test_a_page_read_there_alone_comes_over_with_its_decisions(one, other, tmp_path):
    content = b"half read" * 700
    for station, numbers in ((one, (1, 2)), (other, (2, 3))):
        if station is other:
            station.vault.create_matter("1042", "0007", "Meridian")
        store = station.store()
        document, _ = store.admit(origin(content, "half.pdf"), content)
        store.start_reading(document.document_id, 3)
        pages = {number: _page(number) for number in numbers}
        store.store_pages(document.document_id, [(*pages[n], VOTES) for n in numbers])
    (there,) = one.store().findings(document_id=_half(one), page=PageNumber(1), limit=1)
    one.decide(there, Decision.REJECTED, "anna", NOON)
    merged = other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert (merged.documents_new, merged.documents_known, merged.pages_new) == (1, 1, 4)
    document = other.store().document(_half(other))
    assert (document.pages_read, document.page_count) == (3, 3)
    found = other.store().findings(document_id=_half(other), page=PageNumber(1))
    assert [s.decision for s in found].count(Decision.REJECTED) == 1
    assert other.faults() == []


def test_a_decision_about_something_not_found_here_brings_it_along(one, other, tmp_path):
    """The other workstation read the page with a version that finds less."""
    content = b"read by both" * 300
    reading, findings = _page(1)
    for station, found in ((one, findings), (other, findings[:4])):
        if station is other:
            station.vault.create_matter("1042", "0007", "Meridian")
        store = station.store()
        document, _ = store.admit(origin(content, "half.pdf"), content)
        store.start_reading(document.document_id, 1)
        store.store_pages(document.document_id, [(reading, found, VOTES)])
    here = other.store().findings(document_id=_half(other))
    other.decide(here[0], Decision.REJECTED, "ben", NOON)
    there = one.store().findings(document_id=_half(one))
    one.decide(there[7], Decision.ACCEPTED, "anna", NOON)
    merged = other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert merged.decisions_new == 2  # and the one of the letter that fill accepts
    found = other.store().findings(document_id=_half(other))
    assert len(found) == 5
    decided = {s.verdict.decided_by: s.finding.value for s in found if s.verdict}
    assert decided == {"ben": here[0].finding.value, "anna": there[7].finding.value}
    assert other.store().document(_half(other)).finding_count == 5
    assert other.faults() == []


def _page(number):
    state = MAKER._random.bit_generator.state
    try:
        made = type(MAKER)(MAKER._vocabulary, seed=number, words_per_page=100)
        return made.page(PageNumber(number))
    finally:
        MAKER._random.bit_generator.state = state


def _half(station):
    (found,) = [d for d in station.store().documents() if d.origin.name == "half.pdf"]
    return found.document_id


def test_a_pack_that_was_altered_or_cut_leaves_the_vault_as_it_was(one, other, tmp_path):
    target = one.pack_for(tmp_path / "m.pack", other)
    whole = target.read_bytes()
    for altered in (
        whole[:40_000] + bytes([whole[40_000] ^ 4]) + whole[40_001:],
        whole[:-1],
        whole[: len(whole) // 2],
        whole[:-600] + bytes(len(whole[-600:])),
    ):
        target.write_bytes(altered)
        with pytest.raises(BackupError):
            other.unpack(target)
        assert other.vault.matters() == ()
        assert list((other.folder / "vault" / "matters").iterdir()) == []
    assert not (other.folder / "vault" / "arriving").exists()


def test_a_packed_matter_that_is_not_whole_is_not_taken_in(one, other, tmp_path):
    one.store()._database.change("UPDATE document SET pages_read = pages_read + 1")
    with pytest.raises(BackupDamagedError):
        other.unpack(one.pack_for(tmp_path / "m.pack", other))
    assert other.vault.matters() == ()


def test_nothing_is_packed_over_a_file_and_a_backup_is_no_pack(one, other, tmp_path):
    from tests.vault.backup.backup_vaults import backed_up

    (tmp_path / "there").write_bytes(b"something")
    with pytest.raises(BackupPlaceError):
        one.pack_for(tmp_path / "there", other)
    backed_up(one.vault, tmp_path / "firm.backup")
    with pytest.raises(NoBackupError):
        one.unpack(tmp_path / "firm.backup")


def test_no_word_of_the_matter_stands_in_the_file(one, other, tmp_path):
    content = one.pack_for(tmp_path / "m.pack", other).read_bytes()
    for word in (b"Meridian", b"1042", b"first letter", b"letter.pdf"):
        assert word not in content
