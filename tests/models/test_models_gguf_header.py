import struct

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import ModelFilesError
from models.gguf_header import read_gguf_header


def _header(values=b"", tensors=b"", value_count=0, tensor_count=0, version=3):
    return struct.pack("<4sIQQ", b"GGUF", version, tensor_count, value_count) + values + tensors


def _text(text):
    return struct.pack("<Q", len(text)) + text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ends too early"),
        (b"GGUF", "ends too early"),
        (_header(version=1), "unknown GGUF version"),
        (_header(value_count=1 << 60), "header is too long"),
        (_header(tensor_count=1 << 60), "header is too long"),
        (_header(struct.pack("<Q", 1 << 62), value_count=1), "a text is too long"),
        (_header(_text(b"a") + struct.pack("<I", 99), value_count=1), "unknown type"),
        (_header((_text(b"a") + struct.pack("<IB", 0, 1)) * 2, value_count=2), "there twice"),
        (
            _header(_text(b"a") + struct.pack("<IIQ", 9, 4, 1 << 50), value_count=1),
            "a list is too long",
        ),
        (
            _header(_text(b"a") + struct.pack("<IIQ", 9, 9, 1), value_count=1),
            "a list is of an unknown type",
        ),
        (_header(tensors=_text(b"t") + struct.pack("<I", 9), tensor_count=1), "impossible shape"),
        (
            _header(tensors=_text(b"t") + struct.pack("<IQIQ", 1, 1 << 40, 0, 0), tensor_count=1),
            "impossible shape",
        ),
        (
            _header(tensors=_text(b"t") + struct.pack("<IQIQ", 1, 8, 0, 1 << 40), tensor_count=1),
            "missing at its end",
        ),
    ],
)
def test_a_damaged_header_is_refused_before_llama_cpp_sees_it(tmp_path, data, reason):
    (tmp_path / "damaged.gguf").write_bytes(data)
    with pytest.raises(ModelFilesError, match=reason):
        read_gguf_header(tmp_path / "damaged.gguf")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_damage_to_a_header_has_another_outcome_than_a_refusal_or_a_header(
    data, tmp_path_factory, starter_files
):
    original = starter_files[1].read_bytes()[:4096]
    damaged = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "fuzzed.gguf"
    path.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    try:
        header = read_gguf_header(path)
    except ModelFilesError:
        return
    assert header.file_bytes == path.stat().st_size


def test_a_header_tells_what_the_writer_wrote(tmp_path):
    path = tmp_path / "small.gguf"
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_bool("a.bool", val=True)
    writer.add_float32("a.float", 0.5)
    writer.add_string("a.text", "Überprüfung")
    writer.add_array("a.list", [1, 2, 3])
    writer.add_tensor("t", np.zeros((3, 2), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    header = read_gguf_header(path)
    assert header.values["a.bool"] is True
    assert header.values["a.float"] == 0.5
    assert header.text("a.text") == "Überprüfung"
    assert header.list_lengths == {"a.list": 3}
    assert header.tensors["t"].sides == (2, 3)
    assert header.weights == 6
