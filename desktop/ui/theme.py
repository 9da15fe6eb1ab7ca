"""Design tokens of the window: colours, spacing, radii and type, in light and dark.

Everything that is drawn takes its colours from here: the style sheet through `style_sheet`, item
delegates and the page through `current`. `CONTRASTS` lists the pairs that a person must be able
to tell apart, with the ratio that WCAG 2.1 asks for; a test computes every one.
"""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.domain.finding import Sensitivity
from desktop.paths import resources_folder
from desktop.settings import Theme

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
RADIUS_CONTROL, RADIUS_CARD = 6, 8
CONTROL_PX, BAR_PX = 30, 52

CAPTION_PX, BODY_PX, TITLE_PX, DISPLAY_PX = 12, 13, 16, 22
"""Type scale in logical pixels."""

PREFERRED_FONTS = ("Inter", "Cantarell", "Noto Sans", "Ubuntu", "Open Sans")
"""Taken, where installed, in place of the bare fall-back of a system without a desktop font."""

FALLBACK_FONTS = ("sans", "sans serif", "dejavu sans", "bitstream vera sans", "")


@dataclass(frozen=True, slots=True)
class Colours:
    """One appearance, as hexadecimal colours named by what they are for."""

    window: str
    surface: str
    desk: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    hover: str
    pressed: str
    selected: str
    accent: str
    fill: str
    fill_hover: str
    on_fill: str
    focus: str
    high: str
    moderate: str
    low: str
    hit: str
    danger_back: str
    danger_text: str
    note_back: str
    note_text: str
    shadow: str


LIGHT = Colours(
    window="#f5f5f3",
    surface="#ffffff",
    desk="#e8e8e4",
    raised="#ffffff",
    line="#e2e2dd",
    edge="#8b8b86",
    text="#1b1c20",
    muted="#5d5e66",
    hover="#efefec",
    pressed="#e4e4e0",
    selected="#e4e7fb",
    accent="#3f4bc0",
    fill="#4550c8",
    fill_hover="#3a45b4",
    on_fill="#ffffff",
    focus="#4550c8",
    high="#c2322a",
    moderate="#9a5b00",
    low="#1f7a68",
    hit="#f2b705",
    danger_back="#fdecea",
    danger_text="#8c1d16",
    note_back="#eef0fd",
    note_text="#2c3590",
    shadow="#c9c9c4",
)

DARK = Colours(
    window="#1a1b1e",
    surface="#212226",
    desk="#131417",
    raised="#2a2b30",
    line="#33343a",
    edge="#7b7c85",
    text="#ececef",
    muted="#a8a9b3",
    hover="#2a2b31",
    pressed="#34353c",
    selected="#323761",
    accent="#a5aeff",
    fill="#5560d8",
    fill_hover="#4a55cb",
    on_fill="#ffffff",
    focus="#98a2ff",
    high="#ff8a80",
    moderate="#f0b04a",
    low="#5fcab2",
    hit="#e0a800",
    danger_back="#45211f",
    danger_text="#ffc9c4",
    note_back="#282c4d",
    note_text="#ccd1ff",
    shadow="#0b0c0e",
)

_ON = ("window", "surface", "raised", "hover", "selected")

CONTRASTS: tuple[tuple[str, str, float], ...] = (
    *(("text", back, 4.5) for back in (*_ON, "desk", "pressed")),
    *(("muted", back, 4.5) for back in _ON),
    *(("accent", back, 4.5) for back in ("window", "surface", "raised", "selected")),
    ("on_fill", "fill", 4.5),
    ("on_fill", "fill_hover", 4.5),
    ("danger_text", "danger_back", 4.5),
    ("note_text", "note_back", 4.5),
    *((colour, "surface", 4.5) for colour in ("high", "moderate", "low")),
    *((colour, "selected", 3.0) for colour in ("high", "moderate", "low")),
    *(("edge", back, 3.0) for back in ("surface", "window", "raised")),
    *(("focus", back, 3.0) for back in ("surface", "window", "raised", "selected", "desk")),
)
"""Foreground, background, least ratio (text 4.5, parts of controls 3.0)."""


@dataclass(frozen=True, slots=True)
class PageColours:
    """Marks drawn on a page, which is paper in both appearances."""

    high: str = "#c2322a"
    moderate: str = "#a86400"
    low: str = "#1f7a68"
    hit: str = "#f2b705"
    hit_edge: str = "#a07400"
    selected: str = "#3f4bc0"
    paper: str = "#ffffff"
    note: str = "#5d5e66"
    cover: str = "#2b2d36"
    on_cover: str = "#e9eaf0"


ON_PAPER = PageColours()

PAPER_CONTRASTS: tuple[tuple[str, str, float], ...] = (
    *((mark, "paper", 3.0) for mark in ("high", "moderate", "low", "hit_edge", "selected")),
    ("note", "paper", 4.5),
    ("cover", "paper", 3.0),
    ("on_cover", "cover", 4.5),
)
"""Likewise for what is drawn on a page."""


def current() -> Colours:
    """The colours of the appearance that is shown, told by the application's palette."""
    back = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if back.lightness() < 128 else LIGHT


def sensitivity_colour(colours: Colours | PageColours, sensitivity: Sensitivity) -> QColor:
    """The colour that stands for a sensitivity."""
    match sensitivity:
        case Sensitivity.HIGH:
            return QColor(colours.high)
        case Sensitivity.MODERATE:
            return QColor(colours.moderate)
        case Sensitivity.LOW:
            return QColor(colours.low)


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application; `Theme.SYSTEM` follows the system from now on."""
    hints = QGuiApplication.styleHints()
    match theme:
        case Theme.SYSTEM:
            hints.unsetColorScheme()
        case Theme.LIGHT:
            hints.setColorScheme(Qt.ColorScheme.Light)
        case Theme.DARK:
            hints.setColorScheme(Qt.ColorScheme.Dark)
    _dress(app, theme)


def follow_system(app: QApplication, theme: Theme) -> None:
    """Dress the application anew after the system changed between light and dark."""
    if theme is Theme.SYSTEM:
        _dress(app, theme)


def _dress(app: QApplication, theme: Theme) -> None:
    if theme is Theme.SYSTEM:
        is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    else:
        is_dark = theme is Theme.DARK
    colours = DARK if is_dark else LIGHT
    app.setPalette(palette_of(colours))
    app.setStyleSheet(style_sheet(colours))


def palette_of(colours: Colours) -> QPalette:
    """The palette for whatever the style sheet does not name."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, colours.window),
        (roles.WindowText, colours.text),
        (roles.Base, colours.surface),
        (roles.AlternateBase, colours.window),
        (roles.Text, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Button, colours.raised),
        (roles.ButtonText, colours.text),
        (roles.BrightText, colours.on_fill),
        (roles.Highlight, colours.fill),
        (roles.HighlightedText, colours.on_fill),
        (roles.ToolTipBase, colours.raised),
        (roles.ToolTipText, colours.text),
        (roles.Link, colours.accent),
        (roles.LinkVisited, colours.accent),
        (roles.Accent, colours.fill),
        (roles.Light, colours.raised),
        (roles.Midlight, colours.line),
        (roles.Mid, colours.line),
        (roles.Dark, colours.edge),
        (roles.Shadow, colours.shadow),
    ):
        palette.setColor(role, QColor(name))
    faded = QColor(colours.muted)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def style_sheet(colours: Colours) -> str:
    """The style sheet with the colours and sizes filled in."""
    sizes = {
        "caption": CAPTION_PX,
        "body": BODY_PX,
        "title": TITLE_PX,
        "display": DISPLAY_PX,
        "control": CONTROL_PX,
        "radius": RADIUS_CONTROL,
        "card": RADIUS_CARD,
    }
    tokens = asdict(colours) | {name: f"{size}px" for name, size in sizes.items()}
    tokens["icons"] = (resources_folder() / "icons").as_posix()
    tokens["tone"] = "dark" if colours is DARK else "light"
    return Template(
        (resources_folder() / "styles" / "window.qss").read_text(encoding="utf-8")
    ).substitute(tokens)


def interface_font() -> QFont:
    """The system's interface font at the body size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family().lower() in FALLBACK_FONTS:
        installed = set(QFontDatabase.families())
        font.setFamily(next((f for f in PREFERRED_FONTS if f in installed), font.family()))
    font.setPixelSize(BODY_PX)
    return font


def sized(font: QFont, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A copy of a font in another size and weight."""
    copy = QFont(font)
    copy.setPixelSize(size_px)
    copy.setWeight(weight)
    return copy


def contrast_ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21.

    Source: WCAG 2.1, definitions of contrast ratio and relative luminance.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    value = QColor(colour)
    return (
        0.2126 * linear(value.redF())
        + 0.7152 * linear(value.greenF())
        + 0.0722 * linear(value.blueF())
    )
