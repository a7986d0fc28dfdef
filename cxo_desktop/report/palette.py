"""Colours, type sizes and the grid of the report: one accent, calm greys, readable in black and white."""

Ink = tuple[float, float, float]


def _ink(code: str) -> Ink:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


TEXT = _ink("#18202a")
MUTED = _ink("#4c5968")
FAINT = _ink("#6b7785")
LINE = _ink("#d8dee6")
STRONG_LINE = _ink("#8a96a5")
GROUND = _ink("#f4f6f9")
PAPER = _ink("#ffffff")
ACCENT = _ink("#1a5fb4")
SOFT = _ink("#dfeafa")
DANGER = _ink("#a51d2d")
DANGER_SOFT = _ink("#fdeeee")
WARNING = _ink("#7d4e00")
WARNING_SOFT = _ink("#fff6e0")
GOOD = _ink("#1b6338")
GOOD_SOFT = _ink("#eaf6ee")

TITLE, SECTION, HEADING, BODY, SMALL, TINY = 21.0, 13.0, 10.5, 9.0, 7.6, 6.6
"""Type sizes in points."""
LEADING = 1.5
"""Line height as a multiple of the type size."""

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4 in points."""
LEFT, RIGHT, TOP, BOTTOM = 51.0, 544.28, 66.0, 782.0
"""The frame the contents stand in, in points from the top left corner."""
WIDTH = RIGHT - LEFT
GAP = 12.0
