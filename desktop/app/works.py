"""The real functions behind the window, each loaded with what it needs at its first use."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop.app.clock import now
from desktop.app.first_use import at_first_use
from desktop.app.restoring_desk import OwnRestoringDesk
from desktop.app.shapes import own, real
from desktop.app.vault_place import VaultPlace
from desktop.bridge.audit_works import AuditWorks
from desktop.bridge.backup_shapes import MovingDeskLike
from desktop.bridge.ending_shapes import EndingDeskLike, SubjectDeskLike
from desktop.bridge.file_passwords import PasswordWorks
from desktop.bridge.member_works import MemberDeskLike
from desktop.bridge.shapes import (
    AskDeskLike,
    BackupDeskLike,
    ControlLike,
    FieldsDeskLike,
    RenewalDeskLike,
    VaultLike,
    ViewerLike,
)
from desktop.bridge.term_search import TermsDeskLike
from desktop.bridge.works import (
    KeepingWorks,
    KeyWorks,
    ModelWorks,
    Offer,
    ReviewWorks,
    Works,
)
from desktop.casework.control import Control
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.shut_vault import vault_exists, ways_into
from desktop.domain.identity import MatterId
from desktop.domain.member import Member
from desktop.domain.progress import Progress
from desktop.paths import viewing_worker_command, vision_worker_command
from desktop.settings import Settings


def works_of(folder: Path, settings: Callable[[], Settings]) -> Works:
    """The real functions behind the window.

    Args:
        folder: Of the vault, until another one is joined.
        settings: Gives the settings as they are when work starts.
    """
    shared = SharedModel(vision_worker_command())
    place = VaultPlace(folder)

    def open_vault(offer: Offer) -> VaultLike:
        from desktop.app.opening_works import opened

        return opened(place.folder, offer)

    def create_vault() -> VaultLike:
        from desktop.app.opening_works import made

        return made(place.folder)

    def join_vault(joined_folder: Path, code: str, passphrase: str | None) -> Member:
        from desktop.app.opening_works import joined

        member = joined(joined_folder, code, passphrase)
        place.folder = joined_folder
        return member

    def read(
        vault: VaultLike, matter_id: MatterId, paths: Sequence[Path], control: ControlLike
    ) -> Iterator[Progress]:
        from desktop.casework.ingesting.ingest import ingest

        return ingest(
            real(vault),
            matter_id,
            paths,
            settings=settings(),
            control=own(control),
            clock=now,
            shared=shared,
        )

    def new_ask_desk(vault: VaultLike) -> AskDeskLike:
        from desktop.app.desks import ask_desk

        return ask_desk(real(vault), settings, shared)

    def new_fields_desk(vault: VaultLike) -> FieldsDeskLike:
        from desktop.app.desks import fields_desk

        return fields_desk(real(vault), settings, shared)

    def new_backup_desk(vault: VaultLike) -> BackupDeskLike:
        from desktop.app.backup_desks import OwnBackupDesk
        from desktop.casework.backing_up.desk import BackupDesk

        return OwnBackupDesk(BackupDesk(real(vault), settings, now))

    return Works(
        vault_exists=lambda: vault_exists(place.folder),
        ways=lambda: ways_into(place.folder),
        open_vault=open_vault,
        create_vault=create_vault,
        join_vault=join_vault,
        new_viewer=_viewer,
        read=read,
        new_control=Control,
        export=_export,
        passwords=at_first_use(PasswordWorks, _password_works),
        review=at_first_use(ReviewWorks, _review_works),
        keeping=at_first_use(KeepingWorks, _keeping_works),
        models=at_first_use(ModelWorks, lambda: _model_works(settings)),
        new_ask_desk=new_ask_desk,
        new_fields_desk=new_fields_desk,
        new_backup_desk=new_backup_desk,
        new_renewal_desk=_renewal_desk,
        new_ending_desk=_ending_desk,
        new_subject_desk=_subject_desk,
        new_moving_desk=_moving_desk,
        new_terms_desk=_terms_desk,
        restoring_desk=OwnRestoringDesk(place, now),
        keys=at_first_use(KeyWorks, _key_works),
        new_member_desk=_member_desk,
        audit=at_first_use(AuditWorks, lambda: _audit_works(settings)),
    )


def _viewer(vault: VaultLike) -> ViewerLike:
    from desktop.casework.viewing import Viewer

    return Viewer(real(vault), viewing_worker_command())


def _export(
    vault: VaultLike, matter_id: MatterId, target: Path, form: str, control: ControlLike
) -> Iterator[Progress]:
    from desktop.casework.exporting import export_findings
    from desktop.domain.export_form import ExportForm

    opened = real(vault)
    matter, store = opened.matter(matter_id), opened.store_of(matter_id)
    return export_findings(matter, store, target, ExportForm(form), own(control))


def _password_works() -> PasswordWorks:
    from desktop.app.password_works import password_works

    return password_works()


def _renewal_desk(vault: VaultLike) -> RenewalDeskLike:
    from desktop.app.renewal_desk import OwnRenewalDesk
    from desktop.casework.keys.renewal_desk import RenewalDesk

    return OwnRenewalDesk(RenewalDesk(real(vault)))


def _ending_desk(vault: VaultLike) -> EndingDeskLike:
    from desktop.app.ending_desks import OwnEndingDesk
    from desktop.casework.disposing.ending_desk import EndingDesk

    return OwnEndingDesk(EndingDesk(real(vault), now))


def _subject_desk(vault: VaultLike) -> SubjectDeskLike:
    from desktop.app.ending_desks import OwnSubjectDesk
    from desktop.casework.data_subjects.desk import SubjectDesk

    return OwnSubjectDesk(SubjectDesk(real(vault), now))


def _moving_desk(vault: VaultLike) -> MovingDeskLike:
    from desktop.app.backup_desks import OwnMovingDesk
    from desktop.casework.backing_up.moving_desk import MovingDesk

    return OwnMovingDesk(MovingDesk(real(vault), now))


def _terms_desk(vault: VaultLike) -> TermsDeskLike:
    from desktop.app.terms_desk import OwnTermsDesk
    from desktop.casework.searching.terms_desk import TermsDesk

    return OwnTermsDesk(TermsDesk(real(vault)))


def _member_desk(vault: VaultLike) -> MemberDeskLike:
    from desktop.app.member_works import OwnMemberDesk
    from desktop.casework.members.member_desk import MemberDesk

    return OwnMemberDesk(MemberDesk(real(vault), now))


def _key_works() -> KeyWorks:
    from desktop.app.key_works import key_works

    return key_works()


def _review_works() -> ReviewWorks:
    from desktop.app.review_works import review_works

    return review_works()


def _keeping_works() -> KeepingWorks:
    from desktop.app.keeping_works import keeping_works

    return keeping_works()


def _model_works(settings: Callable[[], Settings]) -> ModelWorks:
    from desktop.app.model_works import model_works_of

    return model_works_of(settings)


def _audit_works(settings: Callable[[], Settings]) -> AuditWorks:
    from desktop.app.audit_works import audit_works_of

    return audit_works_of(settings)
