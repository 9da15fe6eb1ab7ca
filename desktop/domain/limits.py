"""Every cap on what may come in, with its reason."""

MAX_FILE_BYTES = 1 << 30
"""1 GiB: above the largest single scans seen in practice (3,000 pages at 80 MB per 184 pages)."""

MAX_PAGES = 10_000
"""Dangerzone and Qubes stop at the same number; the longest file heard of has 3,000."""

MAX_PAGE_PIXELS = 100_000_000
"""A0 at 200 dpi is 62 million; a page image of 100 million is refused, not scaled in silence."""

MAX_RENDER_PIXELS = 25_000_000
"""What a worker renders at once: A3 at 300 dpi is 17 million. Larger pages are rendered coarser
and the page says so."""

MAX_SIDE_PX = 30_000
"""Longest side of an image that is decoded at all."""

MAX_WORDS_PER_PAGE = 50_000
"""A dense newspaper page has about 10,000."""

MAX_TEXT_CHARS_PER_PAGE = 2_000_000
"""Beyond this a page is an attack on memory, not a page."""

MAX_FINDINGS_PER_PAGE = 5_000
"""A page of a telephone directory has about 1,000."""

MAX_PARTS = 5_000
"""Files taken out of one document; a mailbox of more is split before it is added."""

MAX_PART_BYTES = 256 << 20
"""Of one file inside another: four times what mail servers let through, and a worker holds it next
to the file it came in."""

MAX_PARTS_BYTES = 4 << 30
"""Of all the files taken out of one that was added, at whatever depth."""

MAX_FAMILY_DEPTH = 12
"""Files within files: a forwarded message within a message within an archive is three."""

MAX_FAMILY_DOCUMENTS = 20_000
"""Of one file that was added, at whatever depth: an archive of archives grows no further."""

MAX_ZIP_RATIO = 200
"""Times that what is packed may grow, beyond the first MiB. Text reaches 20, blank scans 100; the
bombs that are known 1,000 and more."""
