"""Wrapped messages of Outlook (winmail.dat) for tests, written as [MS-OXTNEF] has them."""

import struct

SIGNATURE = struct.pack("<IH", 0x223E9F78, 7)
MESSAGE_CLASS = bytes.fromhex("0703020000000000c000000000000046")
"""The name of the class of messages, before each message within a message."""


def attribute(tag, content, level=1, *, length=None, total=None):
    """An attribute; its length and its sum may be others than is true."""
    said = len(content) if length is None else length
    check = sum(content) & 0xFFFF if total is None else total
    return struct.pack("<BII", level, tag, said) + content + struct.pack("<H", check)


def filled(content):
    return content + bytes(-len(content) % 4)


def properties(*listed):
    """Properties of which each is made by one of the functions below."""
    return struct.pack("<I", len(listed)) + b"".join(listed)


def text(tag, value):
    raw = (value + "\0").encode("utf-16-le")
    return struct.pack("<HHII", 0x1F, tag, 1, len(raw)) + filled(raw)


def old_text(tag, raw):
    return struct.pack("<HHII", 0x1E, tag, 1, len(raw) + 1) + filled(raw + b"\0")


def content(tag, raw, kind=0x102):
    return struct.pack("<HHII", kind, tag, 1, len(raw)) + filled(raw)


def number(tag, value):
    return struct.pack("<HHI", 3, tag, value)


def moment(tag, ticks):
    return struct.pack("<HHQ", 0x40, tag, ticks)


def named(value):
    """A property with a name of its own, one by number and one by name."""
    word = "Keywords\0".encode("utf-16-le")
    by_name = struct.pack("<HH16sII", 0x1F, 0x8001, bytes(16), 1, len(word)) + filled(word)
    raw = value.encode("utf-16-le")
    by_number = struct.pack("<HH16sIII", 3, 0x8002, bytes(16), 0, 0x8233, 5)
    return by_name + struct.pack("<II", 1, len(raw)) + filled(raw), by_number


def several(tag, *values):
    raw = b"".join(struct.pack("<I", len(each)) + filled(each) for each in values)
    return struct.pack("<HHI", 0x1102, tag, len(values)) + raw


def message(*listed):
    """The attribute with the properties of the message."""
    return attribute(0x00069003, properties(*listed))


def person(name, address, role=1):
    return properties(text(0x3001, name), text(0x39FE, address), number(0x0C15, role))


def people(*each):
    return attribute(0x00069004, struct.pack("<I", len(each)) + b"".join(each))


def file(name, data, *more):
    """A file that came along, as Outlook writes it."""
    return (
        attribute(0x00069002, bytes(14), 2)
        + attribute(0x00018010, b"SHORT~1.PDF\0", 2)
        + attribute(0x0006800F, data, 2)
        + attribute(0x00069005, properties(text(0x3707, name), number(0x3705, 1), *more), 2)
    )


def message_inside(name, inner):
    """A message that came along, with what older programs show instead of it."""
    whole = properties(
        text(0x3001, name), number(0x3705, 5), content(0x3701, MESSAGE_CLASS + inner, 0x0D)
    )
    stand_in = attribute(0x0006800F, b"This attachment is a message.", 2)
    return attribute(0x00069002, bytes(14), 2) + stand_in + attribute(0x00069005, whole, 2)


def wrapped(*attributes):
    return SIGNATURE + attribute(0x00069007, struct.pack("<II", 1252, 0)) + b"".join(attributes)
