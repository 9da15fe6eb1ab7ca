"""The catalogue says only what is true, and its gate cannot be walked around."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.casework.models.catalogue import catalogue
from desktop.casework.models.gate import LicenceGate
from desktop.domain.errors import LicenceGateError, ModelUnsupportedError, SettingsError
from desktop.domain.imported_model import ImportedModel
from desktop.domain.model_catalogue import Gate
from desktop.settings import Settings
from models.families import FAMILIES, LINEAR_PROJECTORS, PLANAR_PROJECTORS, family_of

ROWS = catalogue().models
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def imported(row=None, **changes):
    weights = row.weights[0].sha256 if row and row.weights else "a" * 64
    projector = row.projectors[0].sha256 if row and row.projectors else "b" * 64
    model = ImportedModel(
        model_id="ours",
        name="Ours",
        weights_file="weights.gguf",
        projector_file="projector.gguf",
        weights_sha256=weights,
        projector_sha256=projector,
        weights_bytes=1,
        projector_bytes=1,
        imported_at="2026-03-02T12:00:00+00:00",
        known_id=row.id if row else "",
    )
    return replace(model, **changes)


@pytest.fixture
def gate(tmp_path):
    return LicenceGate(tmp_path / "decisions.jsonl", catalogue())


def test_rows_are_named_once_and_by_names_that_a_setting_takes():
    names = [row.id for row in ROWS]
    assert len(set(names)) == len(names) == 35
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,79}", name), name
        assert Settings(vision_model=name).vision_model == name


def test_a_checksum_is_a_whole_one_or_not_stated():
    for row in ROWS:
        for file in (*row.weights, *row.projectors):
            assert re.fullmatch(r"[0-9a-f]{64}|", file.sha256), row.id
            assert file.size_bytes >= 0
            assert file.file.endswith(".gguf")


def test_no_two_rows_share_a_weights_file():
    sums = [file.sha256 for row in ROWS for file in row.weights if file.sha256]
    assert len(set(sums)) == len(sums) > 25


def test_a_licence_that_nobody_read_is_never_open():
    for row in ROWS:
        if not row.licence or "expected" in row.licence or "another" in row.licence:
            assert not row.gate.is_open, row.id
        if row.gate is Gate.TERRITORY:
            assert row.excluded, row.id


def test_the_traps_that_firms_fall_into_are_closed():
    by_id = {row.id: row for row in ROWS}
    assert by_id["qwen2.5-vl-3b"].gate is Gate.RESEARCH_ONLY
    assert by_id["hunyuan-ocr"].excluded == ("EU", "GB", "KR")
    assert not by_id["llama-3.2-vision"].gate.can_be_overridden
    assert by_id["gemma-3-4b-it-q4km"].gate is Gate.TERMS
    assert by_id["qwen3-vl-4b-instruct-q4km"].gate is Gate.OPEN


def test_every_family_of_a_row_is_one_that_the_engine_knows():
    known = {family.name: family for family in FAMILIES}
    for row in ROWS:
        if row.family and row.projector:
            assert row.projector in known[row.family].projectors, row.id
    assert {row.family for row in ROWS if row.family} == known.keys()


def test_a_family_is_told_by_projector_and_name():
    assert family_of("idefics3", "SmolVLM 256M").name == "smolvlm"
    assert family_of("idefics3", "Granite_Docling-258M").name == "granite-docling"
    assert family_of("glm4v", "GLM-OCR").read_prompt == "Text Recognition:"
    assert family_of("glm4v", "GLM-4.6V-Flash") is None
    assert family_of("resampler", "MiniCPM-V") is None
    assert not LINEAR_PROJECTORS & PLANAR_PROJECTORS


def test_a_row_is_found_by_its_two_hashes_in_either_order_and_by_no_single_one():
    row = catalogue().row("qwen3-vl-4b-instruct-q4km")
    one, other = row.weights[0].sha256, row.projectors[0].sha256
    assert catalogue().row_with_hashes(one, other) is row
    assert catalogue().row_with_hashes(other, one) is row
    assert catalogue().row_with_hashes(one, "0" * 64) is None
    assert catalogue().row_with_hashes("", "") is None


def test_files_of_other_hashes_are_gated_by_their_names():
    known = catalogue()
    assert known.gate_of(imported(name="Qwen2.5 VL 3B Instruct")) is Gate.RESEARCH_ONLY
    assert known.gate_of(imported(weights_file="HunyuanOCR-Q8_0.gguf")) is Gate.TERRITORY
    assert known.gate_of(imported(name="Llama 3.2 11B Vision Instruct")) is Gate.UNSUPPORTED
    assert known.gate_of(imported(name="Something else")) is Gate.UNKNOWN


def test_the_starter_copied_from_elsewhere_is_still_our_own():
    weights, projector = catalogue().starter
    copied = imported(weights_sha256=weights, projector_sha256=projector)
    assert catalogue().gate_of(copied) is Gate.OPEN


def test_an_open_model_needs_no_decision(gate):
    gate.demand_open(imported(catalogue().row("glm-ocr-q8")))
    assert gate.overrides() == ()


def test_a_closed_model_needs_a_decision_that_names_who_when_and_why(gate):
    model = imported(catalogue().row("gemma-3-4b-it-q4km"))
    with pytest.raises(LicenceGateError):
        gate.demand_open(model)
    assert gate.needs_decision(model) is Gate.TERMS
    gate.record(model, "  Terms read by  general counsel, file 12/26 ", NOON)
    gate.demand_open(model)
    (decision,) = gate.overrides()
    assert decision.why == "Terms read by general counsel, file 12/26"
    assert decision.when == "2026-03-02T12:00:00+00:00"
    assert decision.who
    assert gate.needs_decision(model) is None


def test_a_decision_holds_for_the_weights_it_was_made_about_and_for_no_others(gate):
    model = imported(name="Something else")
    gate.record(model, "allowed by the partner", NOON)
    gate.demand_open(model)
    with pytest.raises(LicenceGateError):
        gate.demand_open(replace(model, weights_sha256="c" * 64))
    with pytest.raises(LicenceGateError):
        gate.demand_open(replace(model, name="Qwen2.5-VL-3B"))


def test_no_decision_opens_what_the_engine_cannot_run(gate):
    model = imported(name="idefics2 8b")
    with pytest.raises(ModelUnsupportedError):
        gate.demand_open(model)
    with pytest.raises(ModelUnsupportedError):
        gate.record(model, "please", NOON)


@pytest.mark.parametrize("why", ["", "   ", "x" * 501, "a\x00b"])
def test_a_decision_without_a_reason_is_refused(gate, why):
    with pytest.raises(SettingsError):
        gate.record(imported(), why, NOON)
    assert gate.overrides() == ()


def test_decisions_are_added_to_and_a_file_of_them_that_was_damaged_is_named(gate, tmp_path):
    gate.record(imported(), "first", NOON)
    gate.record(imported(), "second", NOON)
    assert [decision.why for decision in gate.overrides()] == ["first", "second"]
    (tmp_path / "decisions.jsonl").write_text('{"model_id": 7}\n')
    with pytest.raises(SettingsError):
        gate.demand_open(imported())
