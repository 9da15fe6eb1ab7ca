"""A settings file is understood, or refused with the line that is wrong; nothing in it is lost."""

import os
import stat
from dataclasses import asdict, fields, replace

import msgspec
import pytest
import tomlkit
from hypothesis import given
from hypothesis import settings as search_for
from hypothesis import strategies as st

from desktop.domain.errors import SettingsError
from desktop.domain.page import OcrEngine
from desktop.settings import (
    MAX_FILE_BYTES,
    MAX_READERS,
    Settings,
    Theme,
    load_settings,
    physical_cores,
    save_settings,
    usable_cores,
)

OTHER = Settings(
    theme=Theme.DARK,
    is_masking_on=False,
    reading_workers=3,
    ocr_engine=OcrEngine.TESSERACT,
    ocr_languages=("deu", "chi_sim"),
    region="FR",
    is_vision_used=False,
    vision_model="qwen3-vl-4b-instruct-q4km",
    vision_threads=2,
    backup_reminder_days=1,
    rehearsal_reminder_days=0,
    idle_lock_min=5,
    reads_while_locked=True,
    is_full_confinement_demanded=True,
    processing_controller="Of the firm: controller",
    processing_officer="Of the firm: officer",
    processing_purposes="Of the firm: purposes",
    processing_subjects="Of the firm: subjects",
    processing_recipients="Of the firm: recipients",
    processing_retention="Of the firm: retention",
)
"""Not one of them is the default."""

BY_HAND = """\
# Ours, by order of the IT department.
region = "DE"   # our office
 # indented, on purpose

theme = 'light'
"""

printed = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=40)
any_settings = st.builds(
    Settings,
    theme=st.sampled_from(Theme),
    is_masking_on=st.booleans(),
    reading_workers=st.integers(0, 64),
    ocr_engine=st.sampled_from(OcrEngine),
    ocr_languages=st.lists(st.from_regex(r"\A[A-Za-z_]{2,32}\Z"), min_size=1, max_size=16).map(
        tuple
    ),
    region=st.from_regex(r"\A([A-Z]{2})?\Z"),
    is_vision_used=st.booleans(),
    vision_model=st.from_regex(r"\A([a-z0-9][a-z0-9.-]{0,79})?\Z"),
    vision_threads=st.integers(0, 256),
    backup_reminder_days=st.integers(0, 3650),
    rehearsal_reminder_days=st.integers(0, 3650),
    idle_lock_min=st.integers(0, 1_440),
    reads_while_locked=st.booleans(),
    is_full_confinement_demanded=st.booleans(),
    processing_controller=printed,
    processing_officer=printed,
    processing_purposes=printed,
    processing_subjects=printed,
    processing_recipients=printed,
    processing_retention=printed,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def refused(file, text):
    """The words with which a file of this text is refused."""
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as refusal:
        load_settings(file)
    return str(refusal.value)


# ---------------------------------------------------------------------- reading


def test_without_a_file_the_defaults_stand(file):
    assert load_settings(file) == Settings()


def test_an_empty_file_changes_nothing(file):
    file.write_bytes(b"")
    assert load_settings(file) == Settings()


def test_what_is_not_named_keeps_its_default(file):
    file.write_text("reading_workers = 2\n", "utf-8")
    assert load_settings(file) == Settings(reading_workers=2)


def test_a_mark_at_the_start_and_line_ends_of_windows_are_understood(file):
    file.write_bytes(b'\xef\xbb\xbfregion = "FR"\r\ntheme = "dark"\r\n')
    assert load_settings(file) == Settings(region="FR", theme=Theme.DARK)


@pytest.mark.parametrize(
    "line",
    [
        'theme = "blue"',
        "theme = 1",
        'is_masking_on = "true"',
        "is_masking_on = 1",
        'reading_workers = "2"',
        "reading_workers = 2.5",
        "reading_workers = true",
        "reading_workers = -1",
        "reading_workers = 65",
        'ocr_engine = "other"',
        'ocr_languages = "eng"',
        "ocr_languages = []",
        'ocr_languages = ["e"]',
        'ocr_languages = ["../eng"]',
        "ocr_languages = [1]",
        f"ocr_languages = {['eng'] * 17}",
        'region = "Germany"',
        'region = "de"',
        'is_vision_used = "no"',
        "vision_model = 7",
        'vision_model = "../other"',
        "vision_threads = -1",
        "vision_threads = 257",
        "vision_threads = 2026-11-24",
    ],
)
def test_a_value_that_is_not_right_is_refused_with_its_name_and_line(file, line):
    words = refused(file, f"# first\n\n{line}\n")
    assert f"`{line.split(' ', 1)[0]}`" in words
    assert "line 3" in words
    assert SettingsError.code in words


def test_a_setting_that_there_is_not_is_refused_with_its_line(file):
    words = refused(file, 'region = "FR"\nis_masking = false\n')
    assert "no `is_masking` (line 2)" in words


def test_a_table_is_no_setting(file):
    assert "no `reading` (line 2)" in refused(file, "# a table\n[reading]\nworkers = 2\n")
    assert "`theme`" in refused(file, "[theme]\nname = 'dark'\n")


def test_a_line_that_is_not_toml_is_named(file):
    assert "Line 2 " in refused(file, 'region = "FR"\ntheme = dark\n')


@pytest.mark.parametrize("text", ['region = "FR"\nregion = "DE"\n', "[a]\n[a]\n"])
def test_a_name_given_twice_is_refused(file, text):
    refused(file, text)


def test_what_is_not_text_is_refused(file):
    file.write_bytes(b"region = '\xff\xfe'\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(file)


def test_a_file_beyond_all_measure_is_refused(file):
    file.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(SettingsError, match="1 MiB"):
        load_settings(file)
    file.write_bytes(b"#" * MAX_FILE_BYTES)
    assert load_settings(file) == Settings()


def test_what_cannot_be_read_is_said(file):
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(file)


def test_no_value_of_the_file_is_in_the_words_of_a_refusal(file):
    assert "secret" not in refused(file, 'region = "secret"\n')
    assert "secret" not in refused(file, "region = secret\n")


# ---------------------------------------------------------------------- writing


@search_for(deadline=None, max_examples=40)  # a busy disk is no fault of the settings
@given(any_settings)
def test_what_is_written_is_read_again(tmp_path_factory, settings):
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    save_settings(file, settings)
    assert load_settings(file) == settings
    save_settings(file, OTHER)
    save_settings(file, settings)
    assert load_settings(file) == settings


def test_a_new_file_explains_every_setting(file):
    save_settings(file, OTHER)
    lines = file.read_text("utf-8").splitlines()
    for field in fields(Settings):
        (place,) = [n for n, line in enumerate(lines) if line.startswith(f"{field.name} = ")]
        assert lines[place - 1].startswith("# ")


def test_comments_order_and_spacing_of_a_file_are_kept(file):
    file.write_text(BY_HAND, "utf-8")
    save_settings(file, replace(load_settings(file), region="FR"))
    text = file.read_text("utf-8")
    assert text.startswith(BY_HAND.replace('"DE"', '"FR"'))
    assert load_settings(file) == Settings(region="FR", theme=Theme.LIGHT)


def test_what_did_not_change_is_left_as_it_was_written(file):
    file.write_text("reading_workers = 0x10 # hexadecimal\n", "utf-8")
    save_settings(file, load_settings(file))
    assert file.read_text("utf-8").startswith("reading_workers = 0x10 # hexadecimal\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"reading_workers": 65},
        {"vision_threads": -1},
        {"region": "Germany"},
        {"ocr_languages": ()},
        {"vision_model": "A/B"},
    ],
)
def test_what_is_out_of_bounds_is_not_written(file, wrong):
    file.write_text(BY_HAND, "utf-8")
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        save_settings(file, replace(Settings(), **wrong))
    assert file.read_text("utf-8") == BY_HAND


def test_a_setting_that_is_no_more_is_passed_over_and_goes_when_the_file_is_written(file):
    file.write_text('vision_weights = "a.gguf" # ours\nregion = "FR"\n', "utf-8")
    assert load_settings(file) == Settings(region="FR")
    save_settings(file, Settings(region="FR"))
    assert "vision_weights" not in file.read_text("utf-8")


@pytest.mark.parametrize("text", ["theme = dark\n", 'region = "FR"\nregion = "DE"\n'])
def test_a_file_that_cannot_be_understood_is_not_written_over(file, text):
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError):
        save_settings(file, OTHER)
    assert file.read_text("utf-8") == text


def test_what_cannot_be_written_says_what_to_do_and_leaves_nothing_behind(tmp_path):
    with pytest.raises(SettingsError, match="cannot be written") as refusal:
        save_settings(tmp_path / "absent" / "settings.toml", OTHER)
    assert "disk is not full" in refusal.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(file):
    file.mkdir()
    (file / "x").touch()
    with pytest.raises(SettingsError):
        save_settings(file, OTHER)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_only_this_account_can_read_it_and_nothing_stays_beside_it(file):
    save_settings(file, OTHER)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_link_stays_a_link(tmp_path, file):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ours.toml").write_text(BY_HAND, "utf-8")
    file.symlink_to(elsewhere / "ours.toml")
    save_settings(file, replace(load_settings(file), region="FR"))
    assert file.is_symlink()
    assert "FR" in (elsewhere / "ours.toml").read_text("utf-8")


def test_every_setting_can_differ_from_its_default():
    before, after = asdict(Settings()), asdict(OTHER)
    assert all(before[name] != after[name] for name in before)
    assert tomlkit.dumps(msgspec.to_builtins(OTHER))


# ---------------------------------------------------------------------- what follows from them


def test_the_number_of_readers_follows_the_cores_unless_it_is_chosen():
    assert Settings(reading_workers=5).readers == 5
    assert Settings().readers == min(usable_cores(), MAX_READERS) >= 1


def test_the_threads_of_the_model_leave_one_core_unless_they_are_chosen():
    assert Settings(vision_threads=7).threads_for_vision == 7
    assert Settings().threads_for_vision == max(1, physical_cores() - 1)
    assert 1 <= physical_cores() <= usable_cores() <= (os.cpu_count() or 1)
