"""How the window looks: a light and a dark palette with one accent, the shipped font, the text size, the one style."""

import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from cxo_desktop.paths import resources
from cxo_desktop.settings import Settings, Theme

FAMILY = "Noto Sans SC"

SPACE_XS, SPACE_S, SPACE_M, SPACE_L = 4, 8, 16, 24
"""The one spacing scale, in pixels."""

TARGET = 32
TARGET_IN_RECORDER = 44
"""The smallest height of what is pressed, in pixels."""

_SIZES = {"body": 15, "small": 13, "title": 22}
"""Two text sizes and a title, in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of one theme. Every text keeps a contrast of at least 4.5 : 1 on what it stands on (WCAG 2.2, 1.4.3)."""

    ground: str
    surface: str
    rail: str
    hover: str
    pressed: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str


LIGHT = Shades(
    ground="#f4f6f9",
    surface="#ffffff",
    rail="#e9edf3",
    hover="#eaf0f8",
    pressed="#d9e3f0",
    line="#d8dee6",
    line_strong="#8a96a5",
    text="#18202a",
    muted="#4c5968",
    faint="#7b8796",
    accent="#1a5fb4",
    accent_hover="#154d93",
    on_accent="#ffffff",
    soft="#dfeafa",
    danger="#a51d2d",
    danger_soft="#fdeeee",
    warning="#7d4e00",
    warning_soft="#fff6e0",
    good="#1b6338",
    good_soft="#eaf6ee",
)
DARK = Shades(
    ground="#14181d",
    surface="#1d232a",
    rail="#101317",
    hover="#28303a",
    pressed="#323c48",
    line="#323b46",
    line_strong="#738091",
    text="#e8ecf1",
    muted="#aab5c2",
    faint="#7d8896",
    accent="#7fb2ff",
    accent_hover="#a3c8ff",
    on_accent="#0c1a2c",
    soft="#233a58",
    danger="#ff9c9c",
    danger_soft="#3a1f22",
    warning="#f5c36b",
    warning_soft="#372b14",
    good="#86d9a3",
    good_soft="#173022",
)


def load_fonts() -> None:
    """Makes the shipped font known, so that every machine shows the same letters."""
    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resources() / "fonts" / f"NotoSansSC-{weight}.ttf"))


def shades(theme: Theme, app: QApplication) -> Shades:
    """The colours for a choice; `system` follows the desktop."""
    if theme is Theme.SYSTEM:
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if theme is Theme.DARK else LIGHT


def shades_in_use() -> Shades:
    """The colours the window wears now, for what is painted by hand."""
    return DARK if QPalette().color(QPalette.ColorRole.Window) == QColor(DARK.ground) else LIGHT


def dress(app: QApplication, settings: Settings) -> None:
    """Gives the whole window its colours, font and text size; can be called again at any time."""
    chosen = shades(settings.theme, app)
    font = QFont(FAMILY)
    font.setPixelSize(scaled(_SIZES["body"], settings.text_size))
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(palette(chosen))
    app.setStyleSheet(style(chosen, settings.text_size))
    # GTK's file dialog shows the chosen picture beside the list, decoded in this process: ours shows names only.
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, sys.platform == "linux")


def scaled(pixels: int, text_size: int) -> int:
    return round(pixels * text_size / 100)


def scaled_to_text(pixels: int) -> int:
    """A width meant for text at 100 %, at the size the application's font has now."""
    return round(pixels * QFontInfo(QApplication.font()).pixelSize() / _SIZES["body"])


def style(chosen: Shades, text_size: int) -> str:
    """The style with its @names filled in."""
    template = (resources() / "style.qss").read_text("utf-8")
    return _filled(template, _names(chosen, text_size))


def _names(chosen: Shades, text_size: int) -> dict[str, str]:
    growing = max(100, text_size)
    dark = chosen is DARK
    icons = (resources() / "icons").as_posix()
    return asdict(chosen) | {
        "family": FAMILY,
        **{name: f"{scaled(pixels, text_size)}px" for name, pixels in _SIZES.items()},
        "target": f"{scaled(22, growing)}px",  # with padding and border: 32
        "field": f"{scaled(22, growing)}px",
        "large": f"{scaled(36, growing)}px",
        "finger": f"{scaled(42, growing)}px",  # with its border: 44, the recorder's smallest
        "rail_target": f"{scaled(34, growing)}px",
        "mark": f"{scaled(14, growing)}px",
        "mark_radius": f"{scaled(14, growing) // 2 + 2}px",
        "chevron": f"{icons}/drawn/chevron-{'dark' if dark else 'light'}.svg",
        "tick": f"{icons}/drawn/tick-{'dark' if dark else 'light'}.svg",
        "dot": f"{icons}/drawn/dot-{'dark' if dark else 'light'}.svg",
    }


def _filled(template: str, names: Mapping[str, str]) -> str:
    return re.sub(r"@([a-z_]+)", lambda found: names[found[1]], template)


def palette(chosen: Shades) -> QPalette:
    """The same colours for what Qt draws by itself."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, shade in {
        roles.Window: chosen.ground,
        roles.WindowText: chosen.text,
        roles.Base: chosen.surface,
        roles.AlternateBase: chosen.ground,
        roles.ToolTipBase: chosen.surface,
        roles.ToolTipText: chosen.text,
        roles.Text: chosen.text,
        roles.PlaceholderText: chosen.faint,
        roles.Button: chosen.surface,
        roles.ButtonText: chosen.text,
        roles.BrightText: chosen.danger,
        roles.Link: chosen.accent,
        roles.Highlight: chosen.accent,
        roles.HighlightedText: chosen.on_accent,
        roles.Mid: chosen.line,
        roles.Dark: chosen.line_strong,
        roles.Accent: chosen.accent,
    }.items():
        made.setColor(role, QColor(shade))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.faint))
    return made
