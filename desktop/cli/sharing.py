"""`incamera vault use` and `incamera vault share`: one vault for several accounts."""

import argparse

from desktop.casework.members import desk
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.domain.errors import OwnFolderError
from desktop.paths import chosen_vault_file, vault_folder


def use(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Use the vault in another folder from now on."""
    chosen = chosen_vault_file()
    try:
        if arguments.folder is None:
            chosen.unlink(missing_ok=True)
        else:
            chosen.write_text(f"{arguments.folder.absolute()}\n", "utf-8")
    except OSError:
        raise OwnFolderError from None
    folder = vault_folder()
    if session.output.is_json:
        session.output.document({"vault": str(folder)})
    session.output.line(f"The vault of this account is in {folder} from now on.")
    return ExitCode.DONE


def share(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Open the vault's folder to a group of accounts."""
    with session.vault():
        desk.share_folder(session.vault_folder, arguments.group)
    if session.output.is_json:
        session.output.document({"vault": str(session.vault_folder), "group": arguments.group})
    session.output.line(
        f"The group {arguments.group} may read and write {session.vault_folder}. Each account needs"
        " an invitation to open what lies there: `incamera member invite`."
    )
    return ExitCode.DONE
