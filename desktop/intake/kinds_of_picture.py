"""Pictures, told by their first bytes."""

from desktop.domain.document import FileKind

_SIGNATURES: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    # BigTIFF: offsets of 8 bytes, then two bytes of zero
    (b"II+\0\x08\0\0\0", FileKind.TIFF),
    (b"MM\0+\0\x08\0\0", FileKind.TIFF),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
)

_CANON_RAW = b"CR"
"""At offset 8 of what looks like a TIFF: a camera's raw file, whose first image is a thumbnail."""

_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Lengths of the header behind the file's own; "BM" alone begins many a text."""

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_SHARED_BRANDS = frozenset({b"mif1", b"msf1"})
"""Of HEIC and its relatives: which one it is, the brands behind say."""

_MAX_BRANDS_BYTES = 256


def picture_kind_of(head: bytes) -> FileKind | None:
    """The kind of a picture, None where it is none that can be read."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            is_raw = kind is FileKind.TIFF and head[8:10] == _CANON_RAW
            return None if is_raw else kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return FileKind.BMP
    return FileKind.HEIC if _is_heic(head) else None


def _is_heic(head: bytes) -> bool:
    """Source: ISO/IEC 14496-12, box "ftyp": length, name, main brand, version, other brands."""
    if head[4:8] != b"ftyp":
        return False
    main = head[8:12]
    if main in _HEIC_BRANDS:
        return True
    length = min(int.from_bytes(head[:4], "big"), _MAX_BRANDS_BYTES)
    others = {head[begin : begin + 4] for begin in range(16, length, 4)}
    return main in _SHARED_BRANDS and bool(others & _HEIC_BRANDS)
