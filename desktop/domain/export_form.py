"""Forms in which findings leave the vault."""

from enum import StrEnum


class ExportForm(StrEnum):
    """How an export is written."""

    JSON = "json"
    CSV = "csv"
