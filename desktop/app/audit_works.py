"""The real functions behind the page of the log."""

from collections.abc import Callable

from desktop import __version__
from desktop.app.clock import now
from desktop.app.shapes import real
from desktop.bridge.audit_works import AuditWorks
from desktop.casework.auditing.desk import AuditDesk
from desktop.settings import Settings


def audit_works_of(settings: Callable[[], Settings]) -> AuditWorks:
    """The real functions behind the page of the log.

    Args:
        settings: Gives the settings as they are when they are asked for.
    """
    desk = AuditDesk(settings, now, __version__)
    return AuditWorks(
        entries=lambda vault, *what: desk.entries(real(vault), *what),
        check=lambda vault: desk.check(real(vault)),
        export=lambda vault, *what: desk.export(real(vault), *what),
        record=lambda vault, target: desk.record(real(vault), target),
        note_shown=lambda vault, *what: desk.note_shown(real(vault), *what),
        note_page_shown=lambda vault, *what: desk.note_page_shown(real(vault), *what),
        note_fields_shown=lambda vault, *what: desk.note_fields_shown(real(vault), *what),
        note_failed_unlocks=lambda vault, count: desk.note_failed_unlocks(real(vault), count),
        note_model=lambda vault, *what: desk.note_model(real(vault), *what),
    )
