"""Changes of models, noted in the vault's log; where there is no vault yet, nowhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from desktop.casework.models.trial import ValueRead
from desktop.casework.shut_vault import vault_exists
from desktop.cli.session import Session
from desktop.domain.audit import Act, Detail
from desktop.domain.imported_model import ModelProgress, ModelStep

Note = Callable[[Act, str, Mapping[str, Detail]], None]
"""Takes the act, the model's short name, and details."""


@contextmanager
def model_notes(session: Session) -> Iterator[Note]:
    """The vault's log, open while a model is changed, so that no change goes without its note.

    Raises:
        VaultError, KeyStoreError: There is a vault, and it cannot be opened.
    """
    if not vault_exists(session.vault_folder):
        yield lambda _act, _model, _details: None
        return
    with session.vault() as vault:
        yield lambda act, model, details: vault.audit.add(act, subject=[model], details=details)


def noted_import(
    steps: Iterable[ModelProgress | ValueRead], note: Note
) -> Iterator[ModelProgress | ValueRead]:
    """The steps of an import, the last of which is noted."""
    for step in steps:
        if isinstance(step, ModelProgress) and step.step is ModelStep.DONE and step.model:
            model = step.model
            details = {"state": model.state.value, "weights": model.weights_sha256[:16]}
            note(Act.MODEL_IMPORTED, model.model_id, details)
        yield step
