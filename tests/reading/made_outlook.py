"""Outlook messages for tests: a writer of Microsoft's compound files, as [MS-CFB] has them.

Everything is in sectors of 512 bytes; streams below 4,096 bytes lie in the ministream. Names that
are children of one storage form a tree, here a list that leans to the right, in the order that the
standard asks for.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass
class Entry:
    """A storage (without content) or a stream in the directory."""

    name: str
    content: bytes | None
    child: int = FREE
    right: int = FREE


def compound(tree):
    """A compound file of storages (mappings) and streams (bytes)."""
    entries = [Entry("Root Entry", None)]
    _add(entries, entries[0], tree)
    mini, mini_fat, sectors, fat, starts = b"", [], [], [], {}

    def chain(content, size, table):
        count = -(-len(content) // size)
        table.extend([*range(len(table) + 1, len(table) + count), END][:count])
        return content.ljust(count * size, b"\0")

    def store(content):
        first = len(fat)
        sectors.append(chain(content, SECTOR, fat))
        return first if content else END

    for number, entry in enumerate(entries):
        if entry.content and len(entry.content) < CUTOFF:
            starts[number] = len(mini_fat)
            mini += chain(entry.content, MINI, mini_fat)
        elif entry.content:
            starts[number] = store(entry.content)
    starts[0] = store(mini)
    packed_mini_fat = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_sectors = -(-len(packed_mini_fat) // SECTOR)
    mini_start = store(packed_mini_fat.ljust(mini_sectors * SECTOR, b"\xff"))
    directory_start = store(b"".join(_listed(entries, starts, len(mini))))
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    table = [*fat, *[FAT] * count]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(count * SECTOR, b"\xff")
    where = [*range(len(fat), len(fat) + count), *[FREE] * (109 - count)]
    form = (0x3E, 3, 0xFFFE, 9, 6)
    places = (count, directory_start, 0, CUTOFF, mini_start, mini_sectors, END, 0)
    header = MAGIC + struct.pack("<16x5H10x8I109I", *form, *places, *where)
    return header + b"".join(sectors) + packed


def _add(entries, storage, tree):
    before = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        inner = tree[name]
        entry = Entry(name, inner if isinstance(inner, bytes) else None)
        number = len(entries)
        entries.append(entry)
        if before is None:
            storage.child = number
        else:
            before.right = number
        before = entry
        if entry.content is None:
            _add(entries, entry, inner)


def _listed(entries, starts, mini_bytes):
    for number, entry in enumerate(entries):
        name = (entry.name + "\0").encode("utf-16-le")
        kind = 5 if number == 0 else 1 if entry.content is None else 2
        size = mini_bytes if number == 0 else len(entry.content or b"")
        start = starts.get(number, 0 if kind == 1 else END)
        links = (FREE, entry.right, entry.child)
        yield name.ljust(64, b"\0") + struct.pack(
            "<HBB3I36xIQ", len(name), kind, 1, *links, start, size
        )


def properties(header_bytes, **numbers):
    """The stream of properties of fixed length, by tags such as `x0039`."""
    made = bytes(header_bytes)
    for tag, value in numbers.items():
        made += struct.pack("<HHIQ", 0x40, int(tag[1:], 16), 6, value)
    return made


def ticks(moment):
    """A moment as Windows counts it."""
    return int((moment - EPOCH).total_seconds()) * 10_000_000


def texts(**values):
    """Streams of texts, by tags such as `x0037`."""
    return {
        f"__substg1.0_{tag[1:]}001F": value.encode("utf-16-le") for tag, value in values.items()
    }


def person(name, address, role=1):
    return {
        "__properties_version1.0": properties(8, x0C15=role),
        **texts(x3001=name, x39FE=address),
    }


def attachment(name, content):
    return {
        "__properties_version1.0": properties(8, x3705=1),
        "__substg1.0_37010102": content,
        **texts(x3707=name),
    }


def attached_message(tree):
    return {"__properties_version1.0": properties(8, x3705=5), "__substg1.0_3701000D": tree}


def message(streams, people=(), attachments=(), header_bytes=32, **numbers):
    """A message as a tree of storages."""
    tree = {"__properties_version1.0": properties(header_bytes, **numbers), **streams}
    for number, each in enumerate(people):
        tree[f"__recip_version1.0_#{number:08X}"] = each
    for number, each in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = each
    return tree
