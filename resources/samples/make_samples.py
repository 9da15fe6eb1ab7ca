"""Make the invented sample matter: `python resources/samples/make_samples.py [folder]`.

The same files, byte for byte, come out on every run with the same versions of reportlab, Pillow,
numpy and python-docx. What stands in them, by page, is in `expected.toml`.
"""

import sys
from pathlib import Path

from making import (
    bank_statement,
    contract,
    identity_card,
    invoice,
    letter,
    message,
    payslip,
    receipt,
    settlement,
)

FOLDER = Path(__file__).parent / "brandt-v-meridian"
DUPLICATE = "from accounts/HF-20418 (copy).pdf"
"""The invoice again, under another name: the demo shows that it is noticed."""
REFUSED = "anlage-3.pdf"
"""A program with the name of a document: the demo shows that it is refused."""


def contents() -> dict[str, bytes]:
    """Every file of the sample matter by its path in the folder."""
    drawn = (contract, payslip, invoice, receipt, identity_card, bank_statement, letter)
    files = {maker.NAME: maker.make() for maker in (*drawn, settlement, message)}
    files[DUPLICATE] = files[invoice.NAME]
    files[REFUSED] = b"MZ\x90\x00" + b"This is no document and no program either.\n".ljust(
        508, b"\0"
    )
    return files


def main() -> int:
    """Write the files to the folder given, or to the one that is committed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, content in contents().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{len(content):9,d}  {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
