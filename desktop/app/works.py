"""The real functions behind the window."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop import __version__
from desktop.app.backup_desks import OwnMovingDesk, OwnRestoringDesk
from desktop.app.clock import now
from desktop.app.desks import OwnBackupDesk, OwnDesk, OwnFieldsDesk, OwnRenewalDesk
from desktop.app.ending_desks import OwnEndingDesk, OwnSubjectDesk
from desktop.app.member_works import OwnMemberDesk
from desktop.app.model_works import model_works_of
from desktop.app.shapes import own, real
from desktop.bridge.audit_works import AuditWorks
from desktop.bridge.shapes import AskDeskLike, ControlLike, FieldsDeskLike, VaultLike, ViewerLike
from desktop.bridge.works import KeepingWorks, KeyWorks, Offer, ReviewWorks, Works
from desktop.casework.asking.desk import AskDesk
from desktop.casework.auditing.desk import AuditDesk
from desktop.casework.backing_up.desk import BackupDesk
from desktop.casework.backing_up.moving_desk import MovingDesk
from desktop.casework.backing_up.restoring_desk import RestoringDesk
from desktop.casework.control import Control
from desktop.casework.data_subjects.desk import SubjectDesk
from desktop.casework.deciding import (
    correct,
    decide,
    second_reading,
    take_other_reading,
    twice_read,
)
from desktop.casework.disposing.certificate import write_certificate
from desktop.casework.disposing.desk import KeepingDesk
from desktop.casework.disposing.ending_desk import EndingDesk
from desktop.casework.exporting import export_findings
from desktop.casework.extraction.desk import FieldsDesk
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.ingesting.passwords import give_passwords
from desktop.casework.keys import desk as key_desk
from desktop.casework.keys.renewal_desk import RenewalDesk
from desktop.casework.members.member_desk import MemberDesk
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.models.vision_model import model_to_load
from desktop.casework.opening import (
    create_vault,
    open_vault,
    vault_exists,
    way_by_passphrase,
    way_by_sheet,
    ways_into,
)
from desktop.casework.viewing import Viewer
from desktop.domain.export_form import ExportForm
from desktop.domain.identity import MatterId
from desktop.domain.progress import Progress
from desktop.domain.ways_in import WayKind
from desktop.paths import (
    own_schemas_folder,
    schemas_folder,
    viewing_worker_command,
    vision_worker_command,
)
from desktop.settings import Settings
from desktop.vault.matter_store import MatterStore
from desktop.vault.slots.ways import Way


def works_of(folder: Path, settings: Callable[[], Settings]) -> Works:
    """The real functions behind the window.

    Args:
        folder: Of the vault.
        settings: Gives the settings as they are when work starts.
    """
    shared = SharedModel(vision_worker_command())

    def read(
        vault: VaultLike, matter_id: MatterId, paths: Sequence[Path], control: ControlLike
    ) -> Iterator[Progress]:
        return ingest(
            real(vault),
            matter_id,
            paths,
            settings=settings(),
            control=own(control),
            clock=now,
            shared=shared,
        )

    def new_viewer(vault: VaultLike) -> ViewerLike:
        return Viewer(real(vault), viewing_worker_command())

    def export(
        vault: VaultLike, matter_id: MatterId, target: Path, form: str, control: ControlLike
    ) -> Iterator[Progress]:
        opened = real(vault)
        matter, store = opened.matter(matter_id), opened.store_of(matter_id)
        return export_findings(matter, store, target, ExportForm(form), own(control))

    def new_ask_desk(vault: VaultLike) -> AskDeskLike:
        return OwnDesk(AskDesk(real(vault), lambda: model_to_load(settings()), now, shared))

    def new_fields_desk(vault: VaultLike) -> FieldsDeskLike:
        folders = (schemas_folder(), own_schemas_folder())
        return OwnFieldsDesk(
            FieldsDesk(real(vault), lambda: model_to_load(settings()), folders, now, shared)
        )

    return Works(
        vault_exists=lambda: vault_exists(folder),
        ways=lambda: ways_into(folder),
        open_vault=lambda offer: open_vault(folder, now, _way_of(offer)),
        create_vault=lambda: create_vault(folder, now),
        new_viewer=new_viewer,
        read=read,
        new_control=Control,
        export=export,
        give_password=lambda vault, matter_id, password: give_passwords(
            real(vault).store_of(matter_id), [password]
        ),
        review=_review_works(),
        keeping=_keeping_works(),
        models=model_works_of(settings),
        new_ask_desk=new_ask_desk,
        new_fields_desk=new_fields_desk,
        new_backup_desk=lambda vault: OwnBackupDesk(BackupDesk(real(vault), settings, now)),
        new_renewal_desk=lambda vault: OwnRenewalDesk(RenewalDesk(real(vault))),
        new_ending_desk=lambda vault: OwnEndingDesk(EndingDesk(real(vault), now)),
        new_subject_desk=lambda vault: OwnSubjectDesk(SubjectDesk(real(vault), now)),
        new_moving_desk=lambda vault: OwnMovingDesk(MovingDesk(real(vault), now)),
        restoring_desk=OwnRestoringDesk(RestoringDesk(folder, now)),
        keys=_key_works(),
        new_member_desk=lambda vault: OwnMemberDesk(MemberDesk(real(vault), now)),
        audit=_audit_works(AuditDesk(settings, now, __version__)),
    )


def _key_works() -> KeyWorks:
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


def _audit_works(desk: AuditDesk) -> AuditWorks:
    """The real functions behind the page of the log."""
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


def _review_works() -> ReviewWorks:
    """The real functions behind the review of findings."""

    def store_of(vault: VaultLike, matter_id: MatterId) -> MatterStore:
        return real(vault).store_of(matter_id)

    return ReviewWorks(
        decide=lambda vault, matter_id, *what: decide(store_of(vault, matter_id), *what),
        correct=lambda vault, matter_id, *what: correct(store_of(vault, matter_id), *what),
        take_other_reading=lambda vault, matter_id, finding_id: take_other_reading(
            store_of(vault, matter_id), finding_id
        ),
        second_reading=lambda vault, matter_id, finding_id: second_reading(
            store_of(vault, matter_id), finding_id
        ),
        twice_read=lambda vault, matter_id, *page: twice_read(store_of(vault, matter_id), *page),
    )


def _keeping_works() -> KeepingWorks:
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
        dispose_of_matter=lambda vault, *what: desk.dispose_of_matter(real(vault), *what),
        write=write_certificate,
    )


def _way_of(offer: Offer) -> Way | None:
    """What the vault is opened with; None: the keyring alone."""
    match offer.kind:
        case WayKind.KEYRING:
            return None
        case WayKind.KEYRING_AND_PASSPHRASE | WayKind.PASSPHRASE:
            return way_by_passphrase(offer.text)
        case WayKind.SHEET:
            return way_by_sheet(offer.text)
