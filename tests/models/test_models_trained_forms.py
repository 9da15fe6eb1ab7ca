"""Models that answer in the form of the next starter, through worker, grammar and wire."""

import pytest

from desktop.domain.errors import QuestionUnknownError
from desktop.domain.page import Pixels
from desktop.domain.vision import VisionTask
from desktop.paths import vision_worker_command
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient
from tests.models.parrot_pair import trained_parrot_pair

PRINT = Pixels(96, 64, (b"\xff" * 3 + b"\0" * 3) * (48 * 64))


def leaving_out(folder, says, names):
    """A pair whose manifest says that fields which are not there are left out."""
    pair = trained_parrot_pair(folder, says, names)
    manifest = folder / "manifest.toml"
    page = manifest.read_text("utf-8").replace("absent =", "leaves_out_absent = true\nabsent =")
    manifest.write_text(page, "utf-8")
    return LoadModel(*map(str, pair), "", "", 1)


@pytest.mark.process
def test_fields_that_a_model_leaves_out_are_not_there_and_a_kind_comes_as_one(tmp_path):
    """A whole answer of the new form, through worker, grammar and wire."""
    names = ("vendor", "tax", "total")
    model = leaving_out(tmp_path, '{"vendor":"Bok","total":"48.20"}', names)
    with VisionClient(vision_worker_command()) as client:
        client.load(model)
        answer = client.ask(PRINT, VisionTask.FIELDS, names)
        assert answer.fields == {"vendor": "Bok", "tax": "", "total": "48.20"}
        assert not answer.says_nothing
        with pytest.raises(QuestionUnknownError):
            client.ask(PRINT, VisionTask.KIND)


@pytest.mark.process
def test_a_page_that_is_refused_has_no_fields_and_says_nothing(tmp_path):
    model = leaving_out(tmp_path, "unreadable", ("vendor", "total"))
    with VisionClient(vision_worker_command()) as client:
        client.load(model)
        for task, asked in (
            (VisionTask.FIELDS, ("vendor", "total")),
            (VisionTask.FIELD, ("total",)),
            (VisionTask.READ, ()),
        ):
            answer = client.ask(PRINT, task, asked)
            assert answer.says_nothing
            assert not any(answer.fields.values())
