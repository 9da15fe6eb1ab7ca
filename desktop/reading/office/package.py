"""The ZIP file that an office document is: its parts, unpacked within bounds.

What a part claims of its size is not believed: it is unpacked piece by piece until it ends or a
bound is reached.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from desktop.domain.errors import DocumentDamagedError, UnpackedTooLargeError
from desktop.reading.office.xml import Element, children, parsed, value_of

MAX_PARTS = 50_000
"""A workbook with a thousand sheets has some thousand."""

MAX_PART_BYTES = 128 << 20
"""Of one part. The text of a contract of 1,000 pages takes 10 MiB of XML."""

MAX_TREE_BYTES = 48 << 20
"""Of a part that is held as a tree, which takes about ten times its size in memory."""

MAX_PACKAGE_BYTES = 384 << 20
"""Of all parts that are read."""

_CHUNK_BYTES = 1 << 20
_IS_ENCRYPTED = 0x1

_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises on archives that are not what they claim."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another part that a part names.

    Attributes:
        kind: The last word of its type, such as "footnotes".
        target: The other part's name, or an address where it lies outside.
    """

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of an office document.

    Args:
        data: The file.
    """

    def __init__(self, data: bytes) -> None:
        """Read the list of parts.

        Raises:
            DocumentDamagedError: It cannot be read.
            UnpackedTooLargeError: It is longer than MAX_PARTS.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            listed = self._zip.infolist()
        except _DAMAGES:
            raise DocumentDamagedError from None
        if len(listed) > MAX_PARTS:
            raise UnpackedTooLargeError
        self._parts = {entry.filename.lstrip("/"): entry for entry in listed}
        self._in_any_case = {name.lower(): entry for name, entry in self._parts.items()}
        self._left_bytes = MAX_PACKAGE_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """Of all parts."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return self._entry(name) is not None

    def _entry(self, name: str) -> zipfile.ZipInfo | None:
        """A part by its name; the case of letters is no part of it (ECMA-376, part 2, 6.2.2.3)."""
        return self._parts.get(name) or self._in_any_case.get(name.lower())

    def size_of(self, name: str) -> int:
        """The size that a part claims, unpacked, in bytes."""
        return self._parts[name].file_size

    def read(self, name: str, *, is_for_tree: bool = False) -> bytes:
        """Unpack a part.

        Args:
            name: Of the part.
            is_for_tree: Whether it will be held as a tree, for which the bound is lower.

        Raises:
            DocumentDamagedError: It is not there, or cannot be unpacked.
            UnpackedTooLargeError: It, or all that was unpacked, is larger than the bound.
        """
        most = min(MAX_TREE_BYTES if is_for_tree else MAX_PART_BYTES, self._left_bytes)
        content = self._unpacked(name, most)
        self._left_bytes -= len(content)
        return content

    def take_out(self, name: str) -> bytes:
        """Unpack a file that is embedded; it does not count among the parts that are read.

        Raises:
            DocumentDamagedError: It is not there, or cannot be unpacked.
            UnpackedTooLargeError: It is larger than MAX_PART_BYTES.
        """
        return self._unpacked(name, MAX_PART_BYTES)

    def _unpacked(self, name: str, most: int) -> bytes:
        entry = self._entry(name)
        if entry is None or entry.flag_bits & _IS_ENCRYPTED:
            raise DocumentDamagedError
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_CHUNK_BYTES):
                    size += len(piece)
                    if size > most:
                        raise UnpackedTooLargeError
                    pieces.append(piece)
        except _DAMAGES:
            raise DocumentDamagedError from None
        return b"".join(pieces)

    def tree(self, name: str) -> Element:
        """A part as a tree.

        Raises:
            DocumentDamagedError: It is not there, or is no harmless XML.
            UnpackedTooLargeError: It is larger than the bound.
        """
        return parsed(self.read(name, is_for_tree=True))

    def tree_or_none(self, name: str | None) -> Element | None:
        """A part as a tree, None where there is none of that name, or it is damaged.

        Raises:
            UnpackedTooLargeError: It is larger than the bound.
        """
        if name is None or name not in self:
            return None
        try:
            return self.tree(name)
        except DocumentDamagedError:
            return None

    def relations(self, name: str) -> dict[str, Relation]:
        """The parts that a part names, by the identity it gives them; "" for the package itself."""
        folder, file = posixpath.split(name)
        root = self.tree_or_none(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        found: dict[str, Relation] = {}
        for entry in children(root, "Relationship"):
            target = value_of(entry, "Target")
            is_outside = value_of(entry, "TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = value_of(entry, "Type").rpartition("/")[2]
            found[value_of(entry, "Id")] = Relation(kind, target, is_outside)
        return found

    def related(self, name: str, kind: str) -> str | None:
        """The first part of a kind that a part names."""
        for relation in self.relations(name).values():
            if relation.kind == kind and not relation.is_outside:
                return relation.target
        return None

    def main_part(self) -> str:
        """The part that the document begins with.

        Raises:
            DocumentDamagedError: The package names none.
        """
        found = self.related("", "officeDocument")
        if found is None:
            raise DocumentDamagedError
        return found
