"""The real functions behind holds, retention and disposal."""

from desktop.app.clock import now
from desktop.app.shapes import real
from desktop.bridge.works import KeepingWorks
from desktop.casework.disposing.certificate import write_certificate
from desktop.casework.disposing.desk import KeepingDesk


def keeping_works() -> KeepingWorks:
    """The real functions behind holds, retention and disposal."""
    desk = KeepingDesk(now)
    return KeepingWorks(
        look=lambda vault, *what: desk.look(real(vault), *what),
        hold=lambda vault, *what: desk.hold(real(vault), *what),
        release=lambda vault, *what: desk.release(real(vault), *what),
        set_rule=lambda vault, *what: desk.set_rule(real(vault), *what),
        lift_rule=lambda vault, *what: desk.lift_rule(real(vault), *what),
        close=lambda vault, *what: desk.close(real(vault), *what),
        reopen=lambda vault, *what: desk.reopen(real(vault), *what),
        stuck=lambda vault: desk.stuck(real(vault)),
        finish_stuck=lambda vault, *what: desk.finish_stuck(real(vault), *what),
        write=write_certificate,
    )
