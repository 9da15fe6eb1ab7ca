"""A damaged row of the registry stops a new vault key until a person says that it may stay."""

import pytest

from desktop.casework.control import Control
from desktop.casework.keys import renewing
from desktop.casework.keys.renewing import damaged_that_may_stay, keys_waiting, put_down, renew
from desktop.cli import session
from desktop.cli.exit_codes import ExitCode
from desktop.cli.keys import rotate
from desktop.cli.output import Output
from desktop.cli.parser import build_parser
from desktop.domain.audit import Act
from desktop.domain.errors import NotAdministratorError, RowsDamagedError
from desktop.domain.rotation import RenewalPhase
from desktop.settings import Settings
from desktop.vault.members.walls import Walls
from desktop.vault.seal import DAMAGED
from desktop.vault.slots.file import read_slots
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.members.accounts import founder, joined
from tests.vault.vault_pages import clock


@pytest.fixture
def vault(folder, keys):
    """A vault of two matters, of which tests alter the first in the registry."""
    with Vault.create(folder, keys, clock=clock) as vault:
        for number in ("0007", "0008"):
            vault.create_matter("1042", number, "Meridian")
        yield vault


def alter(vault, column, value):
    """Change a column of the first matter, and give its identity and what stands there now."""
    registry = vault.inside().registry
    ((row_id, before),) = registry.rows(f"SELECT matter_id, {column} FROM matter LIMIT 1")  # noqa: S608 - a column named here
    after = value(before)
    registry.change(f"UPDATE matter SET {column} = ? WHERE matter_id = ?", after, row_id)  # noqa: S608 - likewise
    return row_id.hex(), after


def stands(vault, matter_id, column):
    query = f"SELECT {column} FROM matter WHERE matter_id = ?"  # noqa: S608 - likewise
    return vault.inside().registry.value(query, bytes.fromhex(matter_id))


def flipped(sealed):
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def zeroed(sealed):
    return bytes(len(sealed))


@pytest.mark.parametrize("how", [flipped, zeroed])
@pytest.mark.parametrize("column", ["record", "wrapped_key"])
def test_a_damaged_matter_stops_a_new_vault_key_until_it_may_stay(vault, folder, keys, column, how):
    damaged, altered = alter(vault, column, how)
    before = vault.inside().vault_key
    with pytest.raises(RowsDamagedError, match=f"matter {damaged[:8]}"):
        list(vault.renewals.renew_vault_key(keys))
    assert vault.inside().vault_key == before
    assert read_slots(folder).key_epoch == 1
    steps = list(vault.renewals.renew_vault_key(keys, may_stay=[damaged]))
    assert steps[-1] is RenewalPhase.DONE
    inside = vault.inside()
    assert inside.vault_key != before
    assert stands(vault, damaged, column) == altered
    assert vault.store_of(vault.matter("1042-0008").matter_id).documents() == ()
    assert [
        (entry.subject, entry.details["table"])
        for entry in vault.audit.entries()
        if entry.act is Act.ROW_LEFT_DAMAGED
    ] == [((damaged,), "matter")]
    assert list(vault.renewals.damaged_rows()) == [damaged], "it stops the next new key as well"
    if column == "record":
        assert vault.damaged_matters() == (damaged,)
        inside.matter_key(inside.matter_row(damaged))  # What of the row opened came along.
    else:
        with pytest.raises(DAMAGED):
            inside.matter_key(inside.matter_row(damaged))


def test_who_lets_one_row_stay_says_nothing_of_another(vault, keys):
    damaged, _ = alter(vault, "record", flipped)
    vault.inside().registry.change("UPDATE matter SET record = zeroblob(200) WHERE matter_row = 2")
    other = vault.inside().matter_rows()[1].matter_id
    with pytest.raises(RowsDamagedError, match=other[:8]) as refused:
        list(vault.renewals.renew_vault_key(keys, may_stay=[damaged]))
    assert damaged[:8] not in str(refused.value)


def test_nothing_is_put_down_before_an_administrator_has_said_so(folder, monkeypatch):
    anna = founder(folder)
    monkeypatch.setattr(renewing, "open_keyring", lambda: anna.keys)
    bert = joined(anna, "Bert")
    anna.wall("1042-0007", is_told=True)
    with anna.opened() as vault:
        ((row_id,),) = vault.inside().registry.rows("SELECT matter_id FROM matter")
        damaged = row_id.hex()
        vault.inside().registry.change("UPDATE matter SET notice = zeroblob(90)")
        with pytest.raises(RowsDamagedError, match=damaged[:8]):
            put_down(vault, (), with_vault_key=True)
        assert keys_waiting(vault) == 0
        assert damaged_that_may_stay(vault, [damaged[:7]], anna.clock) == []
    with bert.opened() as vault, pytest.raises(NotAdministratorError):
        damaged_that_may_stay(vault, [damaged[:8]], bert.clock)
    with anna.opened() as vault:
        may_stay = damaged_that_may_stay(vault, [damaged[:8].upper()], anna.clock)
        assert may_stay == [damaged]
        put_down(vault, (), with_vault_key=True, may_stay=may_stay)
        *_, last = renew(vault, Control(), may_lose_ways=True, may_stay=may_stay)
        assert (last.keys_done, last.left) == (1, ())
        assert vault.matter("1042-0007").is_walled
        assert Walls(vault, anna.clock).around(damaged) is not None


def test_a_new_key_that_was_put_down_does_not_wait_for_ever_behind_a_damaged_row(
    vault, keys, monkeypatch
):
    monkeypatch.setattr(renewing, "open_keyring", lambda: keys)
    put_down(vault, (), with_vault_key=True)
    alter(vault, "record", flipped)
    *_, last = renew(vault, Control())
    assert [type(each.error) for each in last.left] == [RowsDamagedError]
    assert keys_waiting(vault) == 0


def test_the_command_names_the_row_and_goes_on_once_it_is_told_to(
    vault, folder, keys, monkeypatch, capsys
):
    damaged, _ = alter(vault, "record", flipped)
    vault.close()
    monkeypatch.setattr(renewing, "open_keyring", lambda: keys)
    monkeypatch.setattr(
        session,
        "open_by_any_way",
        lambda *_, **__: Vault.open(folder, KeyringWay(keys), clock=clock),
    )
    run = session.Session(folder, Settings(), clock, Output(is_json=False, is_terminal=False))
    options = build_parser().parse_args(["key", "rotate"])
    with pytest.raises(RowsDamagedError, match=damaged[:8]):
        rotate(run, options)
    options = build_parser().parse_args(["key", "rotate", "--without-damaged", damaged[:8]])
    assert rotate(run, options) is ExitCode.DONE
    said = capsys.readouterr().out
    assert f"may stay as they are: {damaged[:8]}" in said
    assert "2 of 2 have new keys" in said
