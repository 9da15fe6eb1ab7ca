"""Files within files, made to do harm: what is in them is taken out within bounds, or refused.

Each family is one file. Of what lies in it every part must be accounted for: it became a document,
it stands in the tray with its reason, or it waits for a password.
"""

import io
import struct
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pikepdf

from desktop.casework.ingesting.embedded_files import MAX_NAME_CHARS
from desktop.domain.document import Document, DocumentState, Refusal
from desktop.domain.family import Families
from desktop.domain.limits import MAX_FAMILY_DEPTH, MAX_PARTS
from tests.attacks.acts import STRAYS
from tests.attacks.attacking import PDF, Row
from tests.attacks.bombs import MIB, zip_of
from tests.attacks.hostile_files import ingested
from tests.reading import made_locked

WIDTH, DEEPER, CHILDREN = 4, 3, 1_000
LEAF_BYTES = 300 * MIB
LONG_NAME_CHARS = 4_096
WORKER = "family"
NAMES = (
    "plain.txt",
    "../../../../tmp/incamera-attack",
    "/dev/shm/incamera-attack",  # noqa: S108 - must never be there
    "C:\\Windows\\win.ini",
    "invoice\u202efdp.exe",
    "two\nlines\x1b[31m.txt",
    "<img src=x>.txt",
    "..",
    " ",
    "x" * LONG_NAME_CHARS,
)


@dataclass(frozen=True, slots=True)
class Attack:
    """One family.

    Attributes:
        says: What it does.
        name: Of the file.
        make: Makes it.
        expected: What is to become of what lies in it, as `_found` says it.
    """

    says: str
    name: str
    make: Callable[[], bytes]
    expected: str


def bomb_of_archives() -> bytes:
    """Sixteen archives in four, each of which would become 300 MiB."""
    leaf = zip_of({"nothing.txt": b"\0" * LEAF_BYTES})
    bombs = [
        zip_of({"bomb.zip": leaf, "salt.txt": b"%d" % number}) for number in range(WIDTH * WIDTH)
    ]
    groups = [bombs[begin : begin + WIDTH] for begin in range(0, len(bombs), WIDTH)]
    return zip_of(
        {
            f"{at}.zip": zip_of({f"{number}.zip": data for number, data in enumerate(group)})
            for at, group in enumerate(groups)
        }
    )


def messages_in_archives() -> bytes:
    """A message in an archive in a message, deeper than families go."""
    inner = _mail("the innermost").as_bytes()
    for depth in range(MAX_FAMILY_DEPTH + DEEPER):
        if depth % 2:
            outer = _mail(f"number {depth}")
            outer.add_attachment(inner, maintype="application", subtype="zip", filename="next.zip")
            inner = outer.as_bytes()
        else:
            inner = zip_of({"next.eml": inner})
    return inner


def names_in_circles() -> bytes:
    """An archive whose parts bear its own name, each other's, and lie in folders that turn back."""
    inner = zip_of({"circle.zip": b"PK\x05\x06".ljust(22, b"\0"), "a/../a/circle.zip": b"a text"})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (("circle.zip", inner), ("./circle.zip", b"one"), ("x/../", b"")):
            archive.writestr(name, data)
    return target.getvalue()


def many_children() -> bytes:
    """An archive of a thousand texts."""
    return zip_of({f"{number}.txt": b"number %d" % number for number in range(CHILDREN)})


def too_many_children() -> bytes:
    """A message with an archive of one file more than is taken out."""
    mail = _mail("all of it")
    data = zip_of({f"{number}.txt": b"%d" % number for number in range(MAX_PARTS + 1)})
    mail.add_attachment(data, maintype="application", subtype="zip", filename="all.zip")
    return mail.as_bytes()


def locked_children() -> bytes:
    """A message with a PDF and two archives that nobody can open, and a text."""
    mail = _mail("the password follows")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(out, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    for name, data in (
        ("locked.pdf", out.getvalue()),
        ("locked.zip", made_locked.archive(b"The offer is 12,000 EUR.")),
        ("twice.zip", zip_of({"locked.zip": made_locked.archive(b"The offer is 9,000 EUR.")})),
        ("plain.txt", b"in clear"),
    ):
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def lying_headers() -> bytes:
    """An archive whose list claims small sizes, wrong checksums and ways of packing."""
    packed = zip_of({"bomb.txt": b"\0" * LEAF_BYTES, "crc.txt": b"a" * 99, "way.txt": b"b" * 99})
    data = bytearray(packed)
    listed = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, listed + 24, 10)  # the bomb is said to have ten bytes
    second = data.index(b"PK\x01\x02", listed + 4)
    data[second + 16] ^= 0xFF  # its checksum
    third = data.index(b"PK\x01\x02", second + 4)
    struct.pack_into("<H", data, third + 10, 99)  # packed in a way that needs a password
    return bytes(data)


def lying_message() -> bytes:
    """A message whose parts are not what they say, do not end, and are not in base64."""
    return (
        b"From: anna@example.com\r\nSubject: lies\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=A\r\n\r\n"
        b"--A\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;"
        b" filename=page.pdf\r\n\r\nMZ\x90\x00 no page\r\n"
        b"--A\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=x.png\r\n\r\n!!!! not base64 ====\r\n"
        b"--A\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n" + b"--A\r\n" * 50
    )


def names_that_mislead() -> bytes:
    """An archive whose names climb, turn letters round, hold controls, and never end."""
    return zip_of({name: b"%d" % number for number, name in enumerate(NAMES)})


ATTACKS = (
    Attack(
        "archives of archives that grow",
        "grow.zip",
        bomb_of_archives,
        "36 inside, READING-11 16",
    ),
    Attack(
        "messages in archives in messages",
        "deep.eml",
        messages_in_archives,
        f"{MAX_FAMILY_DEPTH} inside, INTAKE-07 1",
    ),
    Attack("names that turn in circles", "circle.zip", names_in_circles, "3 inside, INTAKE-05 1"),
    Attack("a thousand children", "many.zip", many_children, f"{CHILDREN} inside"),
    Attack(
        "more children than are taken out", "all.eml", too_many_children, "0 inside, READING-12 1"
    ),
    Attack("children behind passwords", "locked.eml", locked_children, "5 inside, 3 wait"),
    Attack("a list that lies", "list.zip", lying_headers, "0 inside, READING-10 2, READING-13 1"),
    Attack("a message that lies", "lies.eml", lying_message, "0 inside, INTAKE-05 1, READING-10 1"),
    Attack("names that mislead", "names.zip", names_that_mislead, f"{len(NAMES)} inside"),
)


def attack_by_families(attacks: Sequence[Attack] = ATTACKS) -> Iterator[Row]:
    """Read all families in one run, and look at what became of each."""
    with tempfile.TemporaryDirectory(prefix="incamera-families-") as own:
        folder = Path(own)
        for attack in attacks:
            (folder / attack.name).write_bytes(attack.make())
        with ingested((folder,)) as run:
            documents, refusals = run.store.documents(), run.store.refusals()
    heads = {each.origin.name: each for each in documents if each.place is None}
    families = Families.of(documents)
    known = {each.document_id: each for each in documents}
    for attack in attacks:
        head = heads.get(attack.name)
        members = () if head is None else families.below(head.document_id)
        inside = [known[each] for each in members]
        refused = _refused_within(refusals, folder, attack.name)
        found = _found(inside, refused)
        yield Row(WORKER, attack.says, attack.expected, found, found != attack.expected)
    made = ", ".join(place for place in STRAYS if Path(place).exists()) or "none"
    yield Row(WORKER, "(afterwards: files beside the vault)", "none", made, made != "none")


def _refused_within(refusals: Sequence[Refusal], folder: Path, name: str) -> list[Refusal]:
    """What of a family, or the family itself, stands in the tray."""
    place = f"{folder}/{name}"
    return [
        each
        for each in refusals
        if (each.folder, each.name) == (str(folder), name)
        or each.folder == place
        or each.folder.startswith(f"{place}/")
    ]


def _found(inside: Sequence[Document], refused: Sequence[Refusal]) -> str:
    codes: Mapping[str, int] = Counter(each.code for each in refused)
    waiting = sum(each.state is DocumentState.LOCKED for each in inside)
    misleading = sum(not _is_harmless(each.origin.name) for each in inside)
    said = [f"{len(inside)} inside", *(f"{code} {codes[code]}" for code in sorted(codes))]
    said += [f"{waiting} wait"] if waiting else []
    said += [f"{misleading} names mislead"] if misleading else []
    return ", ".join(said)


def _is_harmless(name: str) -> bool:
    """Whether a name is short, leads nowhere, and shows its letters in their order."""
    has_controls = any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in name)
    return 0 < len(name) <= MAX_NAME_CHARS and not has_controls and not set(name) & set("/\\")


def _mail(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, "anna@example.com"
    mail.set_content("See below.")
    return mail
