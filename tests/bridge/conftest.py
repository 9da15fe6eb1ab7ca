"""Tests of threads and signals need no window."""

from pathlib import Path

import pytest

from desktop.bridge.collector import Collector


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.ui)


@pytest.fixture(scope="module", autouse=True)
def collected_on_this_thread(qapp):
    """What Qt made is destroyed on the thread that made it, as in the program itself."""
    collector = Collector(qapp)
    yield
    collector.end()
