"""In which encodings Rich Text may be written, and how it names them."""

PAGES = {
    0: "",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""Encodings by the number of a font's character set."""

CODE_PAGES = frozenset(
    {f"cp{number}" for number in (437, 850, 852, 855, 857, 858, 860, 862, 863, 864, 865, 866, 874)}
    | {f"cp{number}" for number in (932, 936, 949, 950, *range(1250, 1259))}
    | {page for page in PAGES.values() if page}
)
"""All that a file may name; each is loaded before the worker may open files no more."""

WESTERN = "cp1252"


def known(page: str) -> str:
    """An encoding by its name, Western Europe's where it is not known."""
    if page in {"cp65001", "cp-535"}:  # 65001 as a signed number of 16 bits
        return "utf-8"
    return page if page in CODE_PAGES else WESTERN
