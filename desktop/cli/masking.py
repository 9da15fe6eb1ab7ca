"""Highly sensitive values stay covered on a terminal until they are asked for."""

from collections.abc import Mapping

from desktop.domain.finding import Finding, Sensitivity, masked

COVERED = ("value", "mention", "read", "read_value", "read_mention", "second_reading")
"""Fields that hold the value, as read by either reader or as a person gave it."""


def masked_if_high(finding: Finding, row: Mapping[str, object]) -> dict[str, object]:
    """What replaces the fields of a row that hold a highly sensitive value; else nothing."""
    if finding.sensitivity is not Sensitivity.HIGH:
        return {}
    return {name: masked(str(row[name])) for name in COVERED if row.get(name)}
