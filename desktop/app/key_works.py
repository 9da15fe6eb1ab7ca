"""The real functions behind the page of keys."""

from desktop.app.shapes import real
from desktop.bridge.works import KeyWorks
from desktop.casework.keys import desk as key_desk


def key_works() -> KeyWorks:
    """The real functions behind the page of keys."""
    return KeyWorks(
        listing=lambda vault: key_desk.ways_in(real(vault)),
        written=lambda vault: real(vault).ways_in.all(),
        add_passphrase=lambda vault, text: key_desk.add_passphrase(real(vault), text),
        demand_passphrase=lambda vault, text: key_desk.demand_passphrase(real(vault), text),
        make_sheet=lambda vault, target: key_desk.make_sheet(real(vault), target),
        prove_sheet=lambda vault, text: key_desk.prove_sheet(real(vault), text),
        enrol=lambda vault: key_desk.enrol(real(vault)),
        remove=lambda vault, way_id: key_desk.remove(real(vault), way_id),
    )
