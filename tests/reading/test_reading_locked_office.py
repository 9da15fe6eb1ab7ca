"""Office documents with a password: opened in memory by those of the matter, or refused by name."""

import io
import struct
import zipfile

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    PackingUnsupportedError,
    PasswordNeededError,
    UnpackedTooLargeError,
)
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading.office import encryption, locked
from desktop.reading.office.locked import flow_of_locked
from tests.reading import made_outlook, office_files
from tests.reading.made_locked_office import PASSWORD, agile, container, info_of, standard

RENT = "The rent is 1,400.00 EUR."


@pytest.fixture(scope="module")
def lease():
    document = Document()
    document.add_paragraph(RENT)
    return office_files.saved(document)


def words(flow):
    return " ".join(piece.text for block in flow.blocks for piece in getattr(block, "pieces", ()))


def test_what_another_library_encrypted_is_opened_and_read(lease):
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(lease)).encrypt(PASSWORD, made)
    data = made.getvalue()
    assert kind_of(data) is FileKind.LOCKED_OFFICE
    with pytest.raises(PasswordNeededError):
        flow_of_locked(data, ("zwölf pferde",))
    flow = flow_of_locked(data, ("wrong", PASSWORD))
    assert RENT in words(flow)
    assert [note.kind for note in flow.notes] == [NoteKind.OPENED_WITH_PASSWORD]


@pytest.mark.parametrize(
    ("name", "bits"),
    [("SHA1", 128), ("SHA1", 256), ("SHA256", 192), ("SHA384", 256), ("SHA512", 256)],
)
def test_each_hash_and_length_of_key_since_office_2010_is_opened(lease, name, bits):
    data = agile(lease, name=name, bits=bits)
    assert RENT in words(flow_of_locked(data, (PASSWORD,)))
    with pytest.raises(PasswordNeededError):
        flow_of_locked(data, ("wrong",))


def test_a_document_of_office_2007_is_opened(lease):
    data = standard(lease)
    assert RENT in words(flow_of_locked(data, (PASSWORD,)))
    with pytest.raises(PasswordNeededError):
        flow_of_locked(data, ())


def test_keys_of_real_documents_are_told_from_their_password():
    """Values of files that Office wrote, as msoffcrypto-tool's documentation quotes them."""
    of_2007 = encryption._Standard(
        key_bytes=16,
        salt=bytes.fromhex("e88266490c5bd1eebd2b4394e3f830ef"),
        verifier=b"Qos.\x96o\xac\x17\xb1\xc5\xd7\xd8\xcc6\xc9(",
        verifier_hash=bytes.fromhex(
            "2b6168dabe2911ad2bd37c1746745c14d3cf1bb140a48f4e6f3d23880872b16a"
        ),
    )
    assert of_2007.key_of("Password1234_") == bytes.fromhex("40b13a71f90b966e375408f2d181a1aa")
    assert of_2007.key_of("Password1234") is None
    shape = encryption._Shape("sha512", 64, 32, bytes.fromhex("cbca1c999343fbad92075634150034b0"))
    values = {
        "encryptedVerifierHashInput": b"9\xee\xa5N&\xe5\x14y\x8c(K\xc7qM8\xac",
        "encryptedVerifierHashValue": bytes.fromhex(
            "14376d6d817334e6b0ff4fd8221a7c678e5d8a784e8f999f4c188930c36a4b29"
            "c5b333605b5cd403b05003adcf18cca8cbab8debe373c65604a0becfae5c0ad0"
        ),
        "encryptedKeyValue": bytes(32),
    }
    agile_one = encryption._Agile(100_000, shape, shape, values)
    assert agile_one.key_of("Password1234_")


def test_other_kinds_of_document_are_told_by_what_comes_out():
    for made, text in ((office_files.rents(), "Orla Fennimore"), (office_files.pitch(), "Harbour")):
        assert text in str(flow_of_locked(agile(made), (PASSWORD,)).blocks)


def test_a_workbook_that_asks_for_no_password_is_opened_without_one():
    flow = flow_of_locked(agile(office_files.rents(), "VelvetSweatshop"))
    assert NoteKind.OPENED_WITH_PASSWORD not in [note.kind for note in flow.notes]


def test_a_document_that_was_changed_gives_nothing(lease, monkeypatch):
    data = bytearray(agile(lease))
    place = data.index(lease[:0] + struct.pack("<Q", len(lease))) + 600
    data[place] ^= 1
    sound = encryption.from_cbc

    def watched(key, start, blocks):
        assert len(blocks) < 200, "decrypted before the code was checked"
        return sound(key, start, blocks)

    monkeypatch.setattr(encryption, "from_cbc", watched)
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(bytes(data), (PASSWORD,))


@pytest.mark.parametrize(
    "said",
    [
        {"name": "MD5"},
        {"cipher": "RC2"},
        {"cipher": "DES"},
        {"bits": 64},
    ],
)
def test_a_cipher_that_is_not_read_is_said(said):
    sound = {"name": "SHA512", "bits": 256, "spins": 20, "cipher": "AES"} | dict.fromkeys(
        (
            "encryptedHmacKey",
            "encryptedHmacValue",
            "encryptedVerifierHashInput",
            "encryptedVerifierHashValue",
            "encryptedKeyValue",
        ),
        "AAAAAAAAAAAAAAAAAAAAAA==",
    )
    with pytest.raises(PackingUnsupportedError):
        flow_of_locked(container(info_of(sound | said), bytes(24)), (PASSWORD,))


@pytest.mark.parametrize("version", [(3, 3), (4, 3), (1, 1), (0, 0)])
def test_a_version_that_is_not_read_is_said(version):
    with pytest.raises(PackingUnsupportedError):
        flow_of_locked(container(struct.pack("<HHI", *version, 0) + bytes(90), bytes(24)))
    with pytest.raises(PackingUnsupportedError):
        flow_of_locked(standard(b"", cipher=0x6801))


def test_rounds_without_end_are_not_counted(lease):
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(agile(lease, told=4_000_000_000), (PASSWORD,))
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(agile(lease, told=-1), (PASSWORD,))


def test_so_many_passwords_are_tried_as_there_is_time_for(lease, monkeypatch):
    monkeypatch.setattr(locked, "MAX_SPINS", 100)
    many = tuple(f"wrong {number}" for number in range(3))
    assert flow_of_locked(agile(lease), (*many, PASSWORD))
    with pytest.raises(PasswordNeededError):
        flow_of_locked(agile(lease), (*many, "one more", PASSWORD))


def test_a_description_that_declares_entities_is_not_read(lease):
    data = agile(lease)
    bomb = data.replace(b'standalone="yes"?>', b"?><!DOCTYPE a[]>  ")
    assert len(bomb) == len(data)
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(bomb, (PASSWORD,))


def test_sizes_that_lie_are_damage_or_too_much(lease, monkeypatch):
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(standard(lease, size=len(lease) + 100), (PASSWORD,))
    monkeypatch.setattr(locked, "MAX_PACKAGE_BYTES", 1_000)
    with pytest.raises(UnpackedTooLargeError):
        flow_of_locked(agile(lease), (PASSWORD,))


def zipped(name):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(
            "_rels/.rels",
            "<Relationships><Relationship Id='a' Type='x/officeDocument' "
            f"Target='{name}'/></Relationships>",
        )
        packed.writestr(name, b"x")
    return made.getvalue()


def test_what_comes_out_and_is_no_document_is_refused_by_name(lease):
    with pytest.raises(PackingUnsupportedError):
        flow_of_locked(agile(zipped("xl/workbook.bin")), (PASSWORD,))
    for inner in (b"no zip", zipped("other/part.xml"), agile(lease)):
        with pytest.raises(DocumentDamagedError):
            flow_of_locked(agile(inner), (PASSWORD,))


@pytest.mark.parametrize(("sector", "next_one"), [(0, 0), (5, 0), (5, 5), (6, 5), (20, 1)])
def test_sectors_in_circles_are_damage(sector, next_one):
    """The table of a container says of each sector which one follows it."""
    data = bytearray(agile(bytes(20_000)))
    (table,) = struct.unpack_from("<I", data, 76)
    struct.pack_into("<I", data, 512 * (table + 1) + 4 * sector, next_one)
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(bytes(data), (PASSWORD,))


def test_a_document_too_short_to_tell_its_size_is_damaged():
    data = bytearray(standard(b""))
    entry = data.index("EncryptedPackage".encode("utf-16-le"))
    struct.pack_into("<Q", data, entry + 120, 3)
    with pytest.raises(DocumentDamagedError):
        flow_of_locked(bytes(data), (PASSWORD,))


def test_a_container_without_its_streams_is_damaged():
    for data in (b"", made_outlook.MAGIC, made_outlook.compound({"EncryptionInfo": b"x" * 20})):
        with pytest.raises(DocumentDamagedError):
            flow_of_locked(data, (PASSWORD,))


@pytest.mark.process
def test_a_confined_worker_opens_a_document_with_a_password(worker, lease):
    for data in (agile(lease), standard(lease)):
        with pytest.raises(PasswordNeededError):
            worker.open(FileKind.LOCKED_OFFICE, data)
        assert worker.open(FileKind.LOCKED_OFFICE, data, (PASSWORD,)) == 1
