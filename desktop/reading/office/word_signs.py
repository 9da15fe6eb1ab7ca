"""What a Word document says without letters: signs of symbol fonts, boxes and lists of forms.

Whether a box is ticked is often what matters in a form. Source: ECMA-376, part 1, sections
17.3.3.30 (signs) and 17.16.7 to 17.16.17 (fields of forms); the fonts' own tables.
"""

from desktop.reading.office.xml import Element, child, children, is_on, value_of, whole_number

_EMPTY, _TICKED, _CROSSED = "\u2610", "\u2611", "\u2612"
_TICK, _CROSS = "\u2713", "\u2717"
_OTHER = "\u25aa"
_SIGNS = {
    "wingdings": {
        **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), _EMPTY),
        **dict.fromkeys((0x78, 0xFD), _CROSSED),
        0xFE: _TICKED,
        0xFC: _TICK,
        0xFB: _CROSS,
    },
    "wingdings 2": {
        0xA3: _EMPTY,
        **dict.fromkeys((0x51, 0x53, 0x54), _CROSSED),
        0x52: _TICKED,
        0x50: _TICK,
        0x4F: _CROSS,
    },
}
"""Boxes, ticks and crosses by font; other signs of symbol fonts are ornaments."""

_BLANK = 0x20
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF
_FIRST_SURROGATE = 0xD800


def symbol(code: str, font: str) -> str:
    """A sign of a symbol font; those of private use show nothing in any other font.

    Args:
        code: Its number, in hexadecimal digits.
        font: Its name.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    signs = _SIGNS.get(font.strip().lower())
    if signs is not None:
        return " " if number & 0xFF == _BLANK else signs.get(number & 0xFF, _OTHER)
    is_private = _FIRST_PRIVATE <= number <= _LAST_PRIVATE
    return _OTHER if is_private or not 0x20 <= number < _FIRST_SURROGATE else chr(number)


def form_field(field: Element) -> str:
    """What a box or list of a form says, "" for any other field: its result stands in the text."""
    data = child(field, "ffData")
    box = None if data is None else child(data, "checkBox")
    if box is not None:
        given = child(box, "checked")
        return _CROSSED if is_on(child(box, "default") if given is None else given) else _EMPTY
    choice = None if data is None else child(data, "ddList")
    if choice is None:
        return ""
    entries = [value_of(each, "val") for each in children(choice, "listEntry")]
    chosen = child(choice, "result")
    chosen = child(choice, "default") if chosen is None else chosen
    number = 0 if chosen is None else whole_number(value_of(chosen, "val"), 0)
    return entries[number] if 0 <= number < len(entries) else ""
