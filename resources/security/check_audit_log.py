#!/usr/bin/env python3
"""Check a log that `incamera audit export` wrote. Needs Python 3.9 or later and nothing else.

    python3 check_audit_log.py LOG [--key FILE] [--head NUMBER:HASH]

Without a key the chain is checked: whether an entry was altered, is missing, or stands elsewhere,
and whether the end was cut off. With the audit key (`incamera audit export --key-file`) it is also
checked that each entry was written by whoever had that key. With a head that was kept elsewhere, as
from an earlier export, it is checked that the log still has that entry. Exit code: 0 sound, 1 not.
The format is described in resources/docs/storage-format-databases.md.
"""

import argparse
import hashlib
import hmac
import json
import sys
from pathlib import Path

FORMAT = "in-camera-audit-1"
START = "0" * 64


def canonical(value):
    """The one spelling of a JSON value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def decoded(line, members):
    """A line as an object, None where it is not in its one spelling or has other members."""
    try:
        value = json.loads(line)
        is_sound = isinstance(value, dict) and set(value) == members and canonical(value) == line
    except (ValueError, RecursionError):
        return None
    return value if is_sound else None


def mac_of(key, data):
    """HMAC-SHA256 as hexadecimal digits."""
    return hmac.new(key, data, hashlib.sha256).hexdigest()


def entry_fault(line, log, key):
    """What is wrong with an entry by itself, "" where nothing is."""
    entry, private = line["entry"], line["private"]
    plain = canonical(entry)
    if hashlib.sha256(plain).hexdigest() != line["hash"]:
        return "was altered: its hash is another"
    if private is not None and hashlib.sha256(canonical(private)).hexdigest() != entry.get(
        "commitment"
    ):
        return "was altered: its details are not those that were written"
    if entry.get("format") != FORMAT or entry.get("log") != log:
        return "comes from another log"
    if key and mac_of(key, bytes.fromhex(line["hash"])) != line["mac"]:
        return "was not written with this key"
    return ""


def chain_faults(entries, log, key):
    """What is wrong with the entries and their order; entries are (line number, object) pairs."""
    numbers = {entry["entry"]["number"] for _, entry in entries}
    number, previous = 0, START
    for place, line in entries:
        told = line["entry"]["number"]
        fault = entry_fault(line, log, key)
        if fault:
            yield f"line {place}: entry {told} {fault}"
        if told == number + 1:
            if line["entry"].get("previous") != previous:
                yield f"line {place}: entry {told} does not follow the one before it"
        elif told <= number:
            yield f"line {place}: entry {told} stands behind {number}: out of order or doubled"
        else:
            for missing in range(number + 1, min(told, number + 50)):
                where = "stands elsewhere" if missing in numbers else "is missing"
                yield f"line {place}: entry {missing} {where}"
        number, previous = told, line["hash"]


def problems(content, key=b"", head=""):
    """Everything that is wrong with an exported log, as sentences."""
    lines = content.split(b"\n")
    first = decoded(lines[0], {"format", "log", "of"})
    if first is None or first["format"] != FORMAT:
        yield "line 1: this is not the beginning of a log, or it was altered"
        return
    last = decoded(lines[-2], {"entries", "head", "mac", "sha256"}) if len(lines) > 2 else None
    if last is None or lines[-1]:
        yield "the end is missing, was cut off, or was altered"
    between = lines[1:-2] if last is not None else lines[1:]
    entries = []
    for place, raw in enumerate(between, start=2):
        line = decoded(raw, {"entry", "hash", "mac", "private"})
        entry = line["entry"] if line else None
        if isinstance(entry, dict) and type(entry.get("number")) is int:
            entries.append((place, line))
        elif raw:
            yield f"line {place}: this is no entry, or it was altered"
    yield from chain_faults(entries, first["log"], key)
    if last is not None:
        written = b"\n".join(lines[:-2]) + b"\n"
        yield from end_faults(last, entries, written, key)
    heads = {f"{line['entry']['number']}:{line['hash']}" for _, line in entries} | {f"0:{START}"}
    if head and head not in heads:
        yield f"the kept entry {head[:24]}... is not in this log: cut off, or another history"


def end_faults(last, entries, written, key):
    """What is wrong with the last line, given the entries and all bytes before it."""
    number, digest = 0, START
    if entries:
        number, digest = entries[-1][1]["entry"]["number"], entries[-1][1]["hash"]
    end = f"{last['entries']}:{last['head']}"
    if end != f"{number}:{digest}":
        yield f"the end says entry {last['entries']}, the last one here is {number}: cut off"
    if key and mac_of(key, end.encode()) != last["mac"]:
        yield "the end was not written with this key"
    if hashlib.sha256(written).hexdigest() != last["sha256"]:
        yield "the file is not the one that was written: the SHA-256 at its end is another"


def main():
    """Check one file."""
    parser = argparse.ArgumentParser(description="Check a log that `incamera audit export` wrote.")
    parser.add_argument("log", type=Path, help="the exported log")
    parser.add_argument("--key", type=Path, help="file with the audit key, 64 hexadecimal digits")
    parser.add_argument("--head", default="", help="an end that was kept: NUMBER:HASH")
    given = parser.parse_args()
    key = bytes.fromhex(given.key.read_text("ascii").strip()) if given.key else b""
    content = given.log.read_bytes()
    found = list(problems(content, key, given.head))
    for problem in found:
        print(problem)
    if not found:
        last = json.loads(content.splitlines()[-1])
        end = f"{last['entries']}:{last['head']}"
        checked = "chain and key" if key else "chain"
        print(f"{last['entries']} entries, {checked} sound. Keep this end: {end}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
