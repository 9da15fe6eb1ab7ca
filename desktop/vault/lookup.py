"""Search over one matter.

Hits come in three parts, each page once:

1. *values*: a finding whose value is the query, or that holds all its words;
2. *pages with both*: some of the words stand in personal findings, which are left out of the index
   of words, and the rest of them elsewhere on the page;
3. *words*: the page index answers, best first by BM25. A query that stands on more than
   `RANKED_PAGES` pages is answered in the order of pages: reading 100,000 postings to rank them
   costs a quarter of a second and tells little.

Every hit is opened and compared before it is shown, and only those that are shown are opened.
"""

from collections.abc import Iterator
from itertools import islice, product

from desktop.domain.errors import InCameraError
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import DocumentId
from desktop.domain.search import Hit, HitKind, SearchResult
from desktop.vault.documents import Documents
from desktop.vault.excerpt import excerpt
from desktop.vault.findings_store import Findings
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import OpenedPage, Pages
from desktop.vault.query import FoldedText, Query, Span, Term, understood
from desktop.vault.value_lookup import ValueLookup, asked_values, is_meant

RANKED_PAGES = 2_000
"""Up to so many matching pages are ranked: 1.5 us a page."""

VALUE_SCORE = 1_000_000.0
MIXED_SCORE = 100_000.0
MAX_PHRASE_FORMS = 32
MAX_FINDINGS_SHOWN = 50
MAX_BOXES = 500
_MATCH = "SELECT rowid FROM page_index WHERE page_index MATCH ?"

__all__ = ["Lookup", "InCameraError"]
