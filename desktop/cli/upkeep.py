"""`incamera verify`; what it does with `--offline` stands in `offline_check.py`."""

import argparse

from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.domain.errors import VaultError
from desktop.domain.identity import DocumentId
from desktop.vault.audit.registry_check import log_problems
from desktop.vault.integrity import Checked, IntegrityProblem
from desktop.vault.matter_store import MatterStore


def verify(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Check that everything stored is whole: the registry, every matter, and the logs."""
    if arguments.offline or arguments.road is not None:
        # Only here: it brings half the program with it.
        from desktop.cli.offline_check import verify_offline, walk  # noqa: PLC0415

        return verify_offline(session, arguments) if arguments.offline else walk(session, arguments)
    if arguments.report is not None:
        session.output.usage("incamera verify: --report belongs to --offline")
        return ExitCode.USAGE
    output = session.output
    checked = 0
    problems: list[dict[str, object]] = []
    with session.vault(is_older_accepted=arguments.accept_older) as vault:
        problems += [_problem("", "", None, what) for what in vault.registry_problems()]
        for matter in vault.matters():
            try:
                store = vault.store_of(matter.matter_id)
            except VaultError as error:
                problems.append(_problem(matter.reference, "", None, error.reason))
                continue
            problems += [
                _problem(matter.reference, "", None, what) for what in log_problems(store.audit)
            ]
            names = _names(store)
            for step in store.verify():
                match step:
                    case Checked(done, total):
                        output.status(f"Verifying {matter.reference}  {done} of {total}")
                        checked += done > 0
                    case IntegrityProblem(what, document_id, page):
                        name = names.get(document_id, document_id or "")
                        problems.append(_problem(matter.reference, name, page, what))
    output.end_progress()
    if output.is_json:
        output.document({"checked": checked, "problems": problems})
    elif problems:
        output.table(problems, ("matter", "document", "page", "what"))
    else:
        output.line(f"{checked} files and documents checked, everything is whole.")
    return ExitCode.PARTLY if problems else ExitCode.DONE


def _names(store: MatterStore) -> dict[DocumentId | None, str]:
    """Names of documents, as far as they can be opened."""
    try:
        return {document.document_id: document.origin.name for document in store.documents()}
    except VaultError:
        return {}


def _problem(matter: str, document: str, page: int | None, what: str) -> dict[str, object]:
    return {"matter": matter, "document": document, "page": page or "", "what": what}
