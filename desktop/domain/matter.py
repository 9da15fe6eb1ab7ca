"""Matters, the unit of legal work."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.identity import MatterId


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: owns documents and keys of its own.

    Attributes:
        client_number: As the firm writes it.
        matter_number: As the firm writes it; unique together with the client number.
        name: Short name.
        created_at: UTC.
        is_walled: Whether it is open to the members inside its wall only.
        custodians: Names of those whose documents they are.
    """

    matter_id: MatterId
    client_number: str
    matter_number: str
    name: str
    created_at: datetime
    is_walled: bool = False
    custodians: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """Client and matter number as lawyers cite them, such as "1042-0007"."""
        return f"{self.client_number}-{self.matter_number}"
