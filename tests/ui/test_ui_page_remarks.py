"""The page says what a person looking at it must know of its words."""

from desktop.domain.identity import PageNumber
from desktop.domain.page import PageState, PageSummary, ReadMethod
from desktop.ui.page_bar import PageBar
from desktop.ui.wording import page_line


def page(*remarks, method=ReadMethod.TEXT_LAYER):
    return PageSummary(
        PageNumber(1), PageState.READ, 595.0, 842.0, method, 0.94, False, 0, None, remarks
    )


def test_changes_and_hidden_words_are_said_beside_how_the_page_was_read():
    assert page_line(page()) == "Text layer"
    said = page_line(page("tracked_changes", "hidden_text", "garbage_text_layer"))
    assert said == "Text layer · tracked changes · hidden text"
    assert page_line(page("hidden_text", method=ReadMethod.OCR)).endswith("% · hidden text")


def test_the_bar_above_the_page_shows_it(qtbot):
    bar = PageBar()
    qtbot.addWidget(bar)
    bar.resize(1_400, bar.sizeHint().height())
    bar.show()
    bar.show_reading(page("tracked_changes"))
    assert "tracked changes" in bar._read.text()
