"""The recovery sheet: one page to print, with ten groups, a QR code, and what to do with it.

It is made in memory and written to the file that the person chose, nowhere else: no temporary file,
no clipboard. The file opens the vault to whoever has a copy of the folder, so the sheet itself says
to delete it once it is printed.
"""

import os
from datetime import date
from pathlib import Path

import segno

from desktop.casework.printing.fonts import Font
from desktop.casework.printing.pdf import PAGE_WIDTH_PT
from desktop.casework.printing.report import MARGIN_PT, Report
from desktop.domain.errors import ExportError
from desktop.vault.slots.ways_in import PrintedSheet

SHORT_DIGITS = 8
GROUPS_A_ROW = 5
GROUP_PT, GROUP_STEP_PT = 20.0, 92.0
CODE_PT = 150.0
QUIET_MODULES = 4
"""Free room around a QR code. Source: ISO/IEC 18004."""

_STEPS = (
    "Print it, then delete the file, also from the waste basket. Do not send it by e-mail.",
    "Type it back: Settings, Keys, or the command incamera key confirm-sheet. Until then it does"
    " not count.",
    "Keep the paper apart from the computer, in the firm's safe or with a notary. Whoever has it"
    " and a copy of the vault's folder can read everything in the vault.",
)
_USE = (
    "Start In Camera on a computer that has the vault's folder.",
    "Choose the recovery sheet and type the ten groups, or scan the code with a scanner that types."
    " Never photograph it with a telephone: pictures end up in clouds.",
    "Then make a new key for that computer: Settings, Keys, or the command incamera key enrol.",
)


def sheet_pdf(sheet: PrintedSheet, vault_id: str, folder: Path) -> bytes:
    """The page.

    Args:
        sheet: What it says.
        vault_id: Identity of the vault; its first digits are printed.
        folder: Where the vault lies on the computer on which the sheet was made.
    """
    report = Report("Recovery sheet", footer="In Camera: opens the vault, treat it like a key")
    report.paragraph(
        "This sheet opens a vault of In Camera when the key in the computer's keyring is lost:"
        " after a new computer, a new account, or a keyring that was reset."
    )
    made_on = sheet.way.made_on or date.min
    report.facts(
        [
            ("Vault", f"{vault_id[:SHORT_DIGITS]}, made in {folder}"),
            ("Sheet", f"{sheet.way.way_id[:SHORT_DIGITS]}, of {made_on.isoformat()}"),
        ]
    )
    _draw_groups(report, sheet.groups)
    report.heading("Now")
    _number(report, _STEPS)
    report.heading("When the key is lost")
    _number(report, _USE)
    _draw_code(report, "-".join(sheet.groups))
    return report.pdf()


def write_sheet(target: Path, content: bytes) -> None:
    """Write the page to a new file that this account alone may read.

    Raises:
        ExportError: It is there already, or cannot be written; nothing of it is left then.
    """
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ExportError(
            "There is already a file by this name.", remedy="Choose another name."
        ) from None
    except OSError:
        raise ExportError from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        target.unlink(missing_ok=True)
        raise ExportError from None


def _draw_groups(report: Report, groups: tuple[str, ...]) -> None:
    top_pt = report.top_pt + 6
    rows = [groups[first : first + GROUPS_A_ROW] for first in range(0, len(groups), GROUPS_A_ROW)]
    height_pt = len(rows) * GROUP_PT * 2 + 6
    report.page.frame(MARGIN_PT, top_pt, PAGE_WIDTH_PT - 2 * MARGIN_PT, height_pt)
    for row_number, row in enumerate(rows):
        baseline_pt = top_pt + GROUP_PT * (2 * row_number + 1.6)
        for column, group in enumerate(row):
            left_pt = MARGIN_PT + 16 + column * GROUP_STEP_PT
            number = str(row_number * GROUPS_A_ROW + column + 1)
            report.page.text(left_pt, baseline_pt - GROUP_PT * 0.9, number, Font.TEXT, 7)
            report.page.text(left_pt, baseline_pt, group, Font.FIXED, GROUP_PT)
    report.top_pt = top_pt + height_pt
    report.space(4)


def _draw_code(report: Report, text: str) -> None:
    rows = [tuple(row) for row in segno.make(text, error="q", micro=False).matrix]
    side_pt = CODE_PT / (len(rows) + 2 * QUIET_MODULES)
    report.keep_together(CODE_PT)
    left_pt = MARGIN_PT + QUIET_MODULES * side_pt
    report.page.squares(left_pt, report.top_pt + QUIET_MODULES * side_pt, side_pt, rows)
    report.space(CODE_PT)


def _number(report: Report, steps: tuple[str, ...]) -> None:
    for number, step in enumerate(steps, start=1):
        report.paragraph(f"{number}. {step}")
