"""A small file of each kind without pages, read once before a worker may open files no more."""

import io
import zipfile

from desktop.domain.document import FileKind


def _small_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.txt", "Total 12.00 EUR")
    return made.getvalue()


SMALL_FLOWS: tuple[tuple[FileKind, bytes], ...] = (
    (FileKind.TEXT, b"Invoice of 1 May 2026\n\nTotal 12.00 EUR\n"),
    (FileKind.ZIP, _small_archive()),
    (FileKind.TEXT, b"a;b;c\n" * 4),
)
