"""Files within an office document that are documents of their own: scans, embedded workbooks."""

import posixpath
from collections.abc import Collection
from dataclasses import dataclass

from desktop.domain.errors import (
    DocumentDamagedError,
    PartDamagedError,
    PartTooLargeError,
    UnpackedTooLargeError,
)
from desktop.domain.limits import MAX_PARTS
from desktop.reading.office.package import Package

_PICTURES = ("word/media/", "ppt/media/", "xl/media/", "Pictures/")
_EMBEDDED = ("word/embeddings/", "ppt/embeddings/", "xl/embeddings/")
_READ = (".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic")
"""Pictures that are drawn by points; drawings made of lines belong to their page."""

_LEAST_BYTES = 12_000
"""Of a picture that could hold writing: a page scanned at the coarsest has more, most logos have
less."""


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A file in a package.

    Attributes:
        path: Its name in the package.
    """

    package: Package
    path: str

    @property
    def name(self) -> str:
        """Without its folder."""
        return posixpath.basename(self.path)

    @property
    def folder(self) -> str:
        """Within the package."""
        return posixpath.dirname(self.path)

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            PartDamagedError: They cannot be unpacked.
            PartTooLargeError: They are more than the bounds.
        """
        try:
            return self.package.take_out(self.path)
        except DocumentDamagedError:
            raise PartDamagedError from None
        except UnpackedTooLargeError:
            raise PartTooLargeError from None


def parts_of(package: Package, inserted: Collection[str] = ()) -> tuple[PackagePart, ...]:
    """The files in a package that a person would want to read by themselves, MAX_PARTS at most.

    Args:
        package: Of a document.
        inserted: Names of documents that it shows as if they were its own text.
    """
    wanted = (
        name
        for name in sorted(package.names)
        if name in inserted
        or (name.startswith(_EMBEDDED) and package.size_of(name))
        or (
            name.startswith(_PICTURES)
            and name.lower().endswith(_READ)
            and package.size_of(name) >= _LEAST_BYTES
        )
    )
    return tuple(PackagePart(package, name) for name in wanted)[:MAX_PARTS]
