"""A matter that was altered in the registry is said to be damaged, and the others are there."""

from tests.ui.conftest import LONG_MS


def references(panel):
    return [matter.reference for matter in panel._rows.items]


def test_a_damaged_matter_is_counted_beside_those_that_open(qtbot, window):
    session, panel = window.session, window.workspace.matters
    for number in ("1", "2"):
        with qtbot.waitSignal(session.matter_created, timeout=LONG_MS):
            session.create_matter("77", number, "Hollow Creek")
    qtbot.waitUntil(lambda: "77-2" in references(panel), timeout=LONG_MS)
    before = references(panel)
    assert panel.damaged.isHidden()

    def alter(vault):
        damaged = vault.matter("77-1").matter_id
        vault.inside().registry.change(
            "UPDATE matter SET record = zeroblob(200) WHERE matter_id = ?", bytes.fromhex(damaged)
        )

    with qtbot.waitSignal(session.damaged_counted, timeout=LONG_MS, check_params_cb=bool):
        session._calls.ask(alter, lambda _: session.list_matters())
    assert references(panel) == [each for each in before if each != "77-1"]
    assert "Damaged matters: 1" in panel.damaged.text()
    assert not panel.damaged.isHidden()
    panel.set_narrow(is_narrow=True)
    assert panel.damaged.isHidden()
