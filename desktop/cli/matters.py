"""`incamera vault` and `incamera matter`."""

import argparse

from desktop.casework.opening import create_vault
from desktop.cli.asking_keys import typed_twice
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session, matter_named
from desktop.domain.errors import VaultError
from desktop.domain.identity import MatterId, short_identity
from desktop.vault.custodians import set_custodians
from desktop.vault.vault import Vault


def create(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Make the vault."""
    passphrase = typed_twice("New passphrase: ") if arguments.passphrase else None
    create_vault(session.vault_folder, session.clock, passphrase).close()
    if session.output.is_json:
        session.output.document({"vault": str(session.vault_folder)})
    way = "its key in this computer's keyring" if passphrase is None else "opened by its passphrase"
    session.output.line(f"The vault is in {session.vault_folder}, {way}.")
    session.output.line(
        "Make a recovery sheet with `incamera key sheet`: without one, losing this loses the vault."
    )
    return ExitCode.DONE


def list_matters(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the matters."""
    with session.vault() as vault:
        rows: list[dict[str, object]] = [
            {
                "reference": matter.reference,
                "name": matter.name,
                "documents": _count(vault, matter.matter_id),
                "opened": matter.created_at.date().isoformat(),
                "matter_id": matter.matter_id,
                "is_walled": matter.is_walled,
                "custodians": list(matter.custodians),
            }
            for matter in vault.matters()
        ]
        rows += [
            {
                "reference": short_identity(matter_id),
                "name": "damaged: see `incamera verify`",
                "documents": "",
                "opened": "",
                "matter_id": matter_id,
                "is_walled": None,
                "custodians": [],
            }
            for matter_id in vault.damaged_matters()
        ]
    session.output.result(rows, ("reference", "name", "documents", "opened"))
    return ExitCode.PARTLY if any(row["documents"] == "" for row in rows) else ExitCode.DONE


def _count(vault: Vault, matter_id: MatterId) -> int | str:
    """How many documents a matter has; "" where it does not open."""
    try:
        return len(vault.store_of(matter_id).documents())
    except VaultError:
        return ""


def new_matter(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Open a new matter."""
    with session.vault() as vault:
        matter = vault.create_matter(
            arguments.client_number, arguments.matter_number, arguments.name
        )
    if session.output.is_json:
        session.output.document({"reference": matter.reference, "matter_id": matter.matter_id})
    session.output.line(f"Opened matter {matter.reference} {matter.name}.")
    return ExitCode.DONE


def custodians(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the custodians of a matter, or name others."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        if arguments.names or arguments.clear:
            matter = set_custodians(vault.inside(), matter, arguments.names)
    session.output.result([{"custodian": name} for name in matter.custodians], ("custodian",))
    return ExitCode.DONE
