"""`incamera vault use` and `incamera vault share`: one vault for several accounts."""

import argparse

from desktop.casework.members import desk
from desktop.casework.members.folder import use_folder
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session


def use(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Use the vault in another folder from now on."""
    folder = use_folder(arguments.folder)
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
