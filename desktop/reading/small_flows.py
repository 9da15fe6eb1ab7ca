"""A small file of each kind without pages, read once before a worker may open files no more."""

from desktop.domain.document import FileKind

SMALL_FLOWS: tuple[tuple[FileKind, bytes], ...] = (
    (FileKind.TEXT, b"Invoice of 1 May 2026\n\nTotal 12.00 EUR\n"),
    (FileKind.TEXT, b"a;b;c\n" * 4),
)
