"""What every command works with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.cli.asking_keys import open_by_any_way
from desktop.cli.output import Output
from desktop.domain.document import Document
from desktop.domain.errors import NoSuchDocumentError, NoSuchMatterError
from desktop.domain.matter import Matter
from desktop.settings import Settings
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line.

    Attributes:
        vault_folder: Where the vault lies.
        settings: Of this account.
        clock: Tells the time, in UTC.
        output: Where results go.
    """

    vault_folder: Path
    settings: Settings
    clock: Callable[[], datetime]
    output: Output

    @contextmanager
    def vault(self, *, is_older_accepted: bool = False) -> Iterator[Vault]:
        """The open vault, closed again afterwards.

        Args:
            is_older_accepted: Whether files that are older than when they were left are accepted.
        """
        vault = open_by_any_way(self.vault_folder, self.clock, is_older_accepted=is_older_accepted)
        try:
            yield vault
        finally:
            vault.close()


def matter_named(vault: Vault, reference: str | None) -> Matter:
    """The matter meant: by its number, or the only one there is.

    Raises:
        NoSuchMatterError: None is meant, or it cannot be told which.
    """
    if reference is not None:
        return vault.matter(reference)
    matters = vault.matters()
    if len(matters) == 1:
        return matters[0]
    if not matters:
        raise NoSuchMatterError(
            "There is no matter yet.", remedy="Open one with `incamera matter new`."
        )
    raise NoSuchMatterError(
        "There are several matters.",
        remedy="Name one with `--matter`, such as `--matter 1042-0007`.",
    )


def document_named(store: MatterStore, name: str) -> Document:
    """The document meant: by its whole name, or by the first digits of its identity.

    Raises:
        NoSuchDocumentError: None fits, or more than one does.
    """
    documents = store.documents()
    fitting = [document for document in documents if document.origin.name == name] or [
        document for document in documents if name and document.document_id.startswith(name.lower())
    ]
    if not fitting:
        raise NoSuchDocumentError
    if len(fitting) > 1:
        raise NoSuchDocumentError(
            "Several documents have this name.",
            remedy="Give the first digits of the identity that `incamera list --json` prints.",
        )
    return fitting[0]
