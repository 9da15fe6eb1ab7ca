"""What PyInstaller froze into a program: the names of its modules, without PyInstaller.

A program carries an archive (cookie at its end, then found from there: table, entries); one entry
of it, `PYZ`, is an archive of modules with a table of its own, marshalled by the same Python.

    cookie   "!8sIIII64s"   magic, length of the archive, offset and length of the table, ...
    row      "!IIIIBc"      length of the row, offset, length, length unpacked, packed?, kind; name
    PYZ      "PYZ\\0", 4 magic of Python, 4 offset of its table, big-endian

Source: PyInstaller/archive/readers.py of 6.22.
"""

import marshal
import struct
from importlib.util import MAGIC_NUMBER
from pathlib import Path

_MAGIC = b"MEI\014\013\012\013\016"
_COOKIE = struct.Struct("!8sIIII64s")
_ROW = struct.Struct("!IIIIBc")
_MODULES = b"z"


def modules_of(program: Path) -> frozenset[str]:
    """Names of the Python modules inside a program.

    Raises:
        ValueError: It is no program of PyInstaller, or another Python froze it.
    """
    content = program.read_bytes()
    at = content.rfind(_MAGIC)
    if at < 0:
        raise ValueError(program)
    _, length, table_offset, table_length, _, _ = _COOKIE.unpack_from(content, at)
    start = at + _COOKIE.size - length
    position, end = start + table_offset, start + table_offset + table_length
    names: set[str] = set()
    while position < end:
        row_length, offset, size, _, _, kind = _ROW.unpack_from(content, position)
        if kind == _MODULES:
            names |= _modules_in(content[start + offset : start + offset + size])
        position += row_length
    return frozenset(names)


def _modules_in(archive: bytes) -> set[str]:
    if archive[4:8] != MAGIC_NUMBER:
        raise ValueError("frozen by another Python, whose tables this one cannot read")
    (offset,) = struct.unpack_from("!i", archive, 8)
    return {name for name, _ in marshal.loads(archive[offset:])}  # noqa: S302 - a file of ours
