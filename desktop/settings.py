"""What an analyst or administrator can choose, in a file that keeps the comments written in it."""

import contextlib
import os
import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError

from desktop.domain.errors import SettingsError
from desktop.domain.page import OcrEngine

MAX_FILE_BYTES = 1 << 20
MAX_READERS = 8
"""Chosen by itself; a reading worker takes about 0.25 GB. More can be asked for in the settings."""


class Theme(StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


Workers = Annotated[int, msgspec.Meta(ge=0, le=64)]
Threads = Annotated[int, msgspec.Meta(ge=0, le=256)]
LanguageCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z_]{2,32}$")]
Languages = Annotated[tuple[LanguageCode, ...], msgspec.Meta(min_length=1, max_length=16)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1_440)]
Region = Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{2})?$")]
Words = Annotated[str, msgspec.Meta(max_length=2_000)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3_650)]
ModelName = Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9][a-z0-9.-]{0,79})?$")]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the defaults are what a fresh installation uses.

    Attributes:
        theme: How the window looks.
        is_masking_on: Hide highly sensitive values until they are asked for.
        reading_workers: How many processes read pages; 0: as many as there are cores, 8 at most.
        ocr_engine: Reads pages that have no text layer that can be trusted.
        ocr_languages: For Tesseract; the built-in engine needs none.
        region: Country (ISO 3166, two letters) of telephone numbers without a prefix; "": none.
        is_vision_used: Let the vision model read figures on scans a second time.
        vision_model: Short name of an imported model; "": the one that comes with the program.
        vision_threads: 0: the number of physical cores less one.
        backup_reminder_days: A backup is due when the last one is older; 0: never.
        rehearsal_reminder_days: A rehearsal of a backup is due when the last is older; 0: never.
        idle_lock_min: Minutes without a key or mouse after which the window locks; 0: never.
        reads_while_locked: Let reading that has begun come to its end behind the lock.
        is_full_confinement_demanded: Read nothing where a wall around a worker is missing.
        processing_controller: Name and contact details of the firm, for the record of processing.
        processing_officer: Those of its data protection officer.
        processing_purposes: Why documents are processed, in the firm's words.
        processing_subjects: Whose data stands in them.
        processing_recipients: To whom it is disclosed.
        processing_retention: How long it is kept.
    """

    theme: Theme = Theme.SYSTEM
    is_masking_on: bool = True
    reading_workers: Workers = 0
    ocr_engine: OcrEngine = OcrEngine.RAPIDOCR
    ocr_languages: Languages = ("eng",)
    region: Region = ""
    is_vision_used: bool = True
    vision_model: ModelName = ""
    vision_threads: Threads = 0
    backup_reminder_days: Days = 7
    rehearsal_reminder_days: Days = 90
    idle_lock_min: Minutes = 15
    reads_while_locked: bool = False
    is_full_confinement_demanded: bool = False
    processing_controller: Words = ""
    processing_officer: Words = ""
    processing_purposes: Words = ""
    processing_subjects: Words = ""
    processing_recipients: Words = ""
    processing_retention: Words = ""

    @property
    def readers(self) -> int:
        """How many reading workers to start."""
        return self.reading_workers or max(1, min(usable_cores(), MAX_READERS))

    @property
    def threads_for_vision(self) -> int:
        """How many threads the vision model computes on."""
        return self.vision_threads or max(1, physical_cores() - 1)


_COMMENTS = {
    "theme": 'How the window looks: "system", "light" or "dark".',
    "is_masking_on": "Hide highly sensitive values until they are asked for.",
    "reading_workers": "How many processes read pages; 0: one a core, 8 at most.",
    "ocr_engine": 'What reads scans: "rapidocr" (built in) or "tesseract".',
    "ocr_languages": "Tesseract's names of languages; the built-in engine needs none.",
    "region": 'Country of telephone numbers without a prefix, such as "FR"; "": none.',
    "is_vision_used": "Let the vision model read figures on scans a second time.",
    "vision_model": 'An imported model by its short name; "": the one that comes with In Camera.',
    "vision_threads": "0: the number of physical cores less one.",
    "backup_reminder_days": "A backup is due when the last one is older; 0: never.",
    "rehearsal_reminder_days": "A rehearsal is due when the last one is older; 0: never.",
    "idle_lock_min": "Minutes without a key or mouse until the window locks, up to 1440; 0: never.",
    "reads_while_locked": "Let reading end behind the lock, with its keys in memory until then.",
    "is_full_confinement_demanded": "Read nothing where a wall around a worker is missing.",
    "processing_controller": "For the record of processing: name and address of the firm.",
    "processing_officer": "Likewise: its data protection officer.",
    "processing_purposes": "Likewise: why documents are processed.",
    "processing_subjects": "Likewise: whose data stands in them.",
    "processing_recipients": "Likewise: to whom it is disclosed.",
    "processing_retention": "Likewise: how long it is kept.",
}

_TYPES = typing.get_type_hints(Settings, include_extras=True)

_RETIRED = frozenset({"vision_weights", "vision_projector"})
"""Named files of a model before models were imported; they are passed over, and go when the file
is next written."""


def load_settings(file: Path) -> Settings:
    """The settings in a file; the defaults where there is none.

    Raises:
        SettingsError: It cannot be read or understood; the line is named.
    """
    text = _text_of(file)
    if text is None:
        return Settings()
    return _checked(_parsed(text).unwrap(), text)


def save_settings(file: Path, settings: Settings) -> None:
    """Write the settings in one step; comments and order of the file are kept.

    Raises:
        SettingsError: A value is out of bounds, the file there cannot be understood, or it cannot
            be written.
    """
    values = msgspec.to_builtins(settings)
    _checked(values, "")
    text = _text_of(file)
    document = _parsed(text if text is not None else "")
    for key in _RETIRED & document.keys():
        document.remove(key)
    for key, value in values.items():
        if key in document:
            if document[key] != value:
                document[key] = value
        else:
            if text is None:
                document.add(tomlkit.comment(_COMMENTS[key]))
            document.add(key, value)
            if text is None:
                document.add(tomlkit.nl())
    _replace(file, tomlkit.dumps(document))


def usable_cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def physical_cores() -> int:
    """Cores without their second hardware thread, where the system tells; else all of them."""
    siblings: set[str] = set()
    for file in Path("/sys/devices/system/cpu").glob("cpu[0-9]*/topology/thread_siblings_list"):
        with contextlib.suppress(OSError):
            siblings.add(file.read_text(encoding="ascii").strip())
    return min(len(siblings), usable_cores()) if siblings else usable_cores()


def _checked(values: Mapping[str, object], text: str) -> Settings:
    known = {field.name for field in fields(Settings)}
    checked: dict[str, typing.Any] = {}
    for key, value in values.items():
        if key in _RETIRED:
            continue
        if key not in known:
            raise SettingsError(f"The settings file has no `{key}`{_line_of(key, text)}.")
        try:
            checked[key] = msgspec.convert(value, _TYPES[key])
        except msgspec.ValidationError:
            raise SettingsError(
                f"The setting `{key}` is not right{_line_of(key, text)}. {_COMMENTS[key]}"
            ) from None
    return Settings(**checked)


def _line_of(key: str, text: str) -> str:
    """Where a key or table stands, as words; "" where it cannot be told."""
    name = rf"""(?:{re.escape(key)}|"{re.escape(key)}"|'{re.escape(key)}')"""
    pattern = re.compile(rf"^\s*(?:{name}\s*[.=]|\[+\s*{name}\s*[.\]])")
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.match(line):
            return f" (line {number})"
    return ""


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        raise SettingsError(f"Line {error.line} of the settings file is not TOML.") from None
    except TOMLKitError:
        raise SettingsError("The settings file names something twice.") from None


def _text_of(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES:
            raise SettingsError("The settings file is larger than 1 MiB.")
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError:
        raise SettingsError("The settings file cannot be read.") from None
    except UnicodeDecodeError:
        raise SettingsError("The settings file is not text in UTF-8.") from None


def _replace(file: Path, text: str) -> None:
    """Write beside the file, then take its place; a link stays a link."""
    target = file.resolve()
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(beside, flags, 0o600), "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise SettingsError(
            "The settings file cannot be written.",
            remedy="Check the rights on its folder and that the disk is not full.",
        ) from None
