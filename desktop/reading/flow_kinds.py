"""The kinds of file that hold no pages, and what makes a flow of each."""

from collections.abc import Callable, Mapping

from desktop.domain.document import FileKind
from desktop.reading.flow import Flow
from desktop.reading.flow_html import flow_of_html
from desktop.reading.flow_rtf import flow_of_rtf
from desktop.reading.flow_text import flow_of_text
from desktop.reading.office.open_document import flow_of_open_document
from desktop.reading.office.sheets import flow_of_workbook
from desktop.reading.office.slides import flow_of_slides
from desktop.reading.office.word import flow_of_word

FLOWS: Mapping[FileKind, Callable[[bytes], Flow]] = {
    FileKind.TEXT: flow_of_text,
    FileKind.HTML: flow_of_html,
    FileKind.RTF: flow_of_rtf,
    FileKind.HTML: flow_of_html,
    FileKind.DOCX: flow_of_word,
    FileKind.XLSX: flow_of_workbook,
    FileKind.PPTX: flow_of_slides,
    FileKind.ODT: flow_of_open_document,
    FileKind.ODS: flow_of_open_document,
    FileKind.ODP: flow_of_open_document,
}
