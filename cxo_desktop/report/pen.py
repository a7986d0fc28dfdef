"""Drawing on the current page in points from its top left corner: text, lines, areas and pictures, on reportlab's canvas."""

import re
from collections.abc import Sequence
from functools import cache

from reportlab.pdfgen.canvas import Canvas

from cxo_desktop.report.lettering import Letters
from cxo_desktop.report.palette import LINE, PAGE_HEIGHT, TEXT, Ink

Point = tuple[float, float]
Dash = tuple[float, ...]
"""Lengths of strokes and gaps in points; empty for a whole line."""

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
_RTL_RUN = re.compile(f"[{_RTL}](?:[ {_RTL}]*[{_RTL}])?")


class Pen:
    """What is drawn by the thousand (text, rules, areas) goes into the page as literals: reportlab's own calls for each
    of them cost more than laying out the whole report. The rest uses the canvas as it is."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.has_boxes = False
        self._fill: Ink | None = None
        self._stroke: tuple[Ink, float, Dash] | None = None
        self._font: tuple[Letters, float] | None = None

    def turn_page(self) -> None:
        """Sends the page off; the next one begins with a fresh graphics state."""
        self.canvas.showPage()
        self.has_boxes = False
        self._fill = self._stroke = self._font = None

    def text(self, x: float, base: float, text: str, letters: Letters, size: float, ink: Ink = TEXT) -> None:
        """One line of text with its baseline at `base`. Runs from right to left are set in the order they are read."""
        if not text:
            return
        coded = letters.coded(text)
        if letters.has_turned:
            coded = letters.coded(_RTL_RUN.sub(lambda run: run[0][::-1], text))
        if letters.missing and not letters.missing.keys().isdisjoint(text):
            self.has_boxes = True
        self._colour(ink)
        font = (letters, size)
        chosen = "" if font == self._font else f"/{letters.name} {size:.4g} Tf "
        self._font = font
        self.canvas.addLiteral(f"BT {chosen}{x:.1f} {PAGE_HEIGHT - base:.1f} Td <{coded}> Tj ET")

    def line(
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        ink: Ink = LINE,
        width: float = 0.5,
        dash: Dash = (),
    ) -> None:
        self.path(((x, y), (to_x, to_y)), ink, width, dash)

    def path(self, points: Sequence[Point], ink: Ink, width: float = 0.5, dash: Dash = ()) -> None:
        """An open line through the points."""
        self._draw_with(ink, width, dash)
        self.canvas.addLiteral(_route(points) + " S")

    def area(self, points: Sequence[Point], fill: Ink) -> None:
        """A filled polygon."""
        self._colour(fill)
        self.canvas.addLiteral(_route(points) + " h f")

    def box(self, x: float, y: float, width: float, height: float, fill: Ink) -> None:
        """A filled rectangle; `y` is its upper edge."""
        self._colour(fill)
        self.canvas.addLiteral(f"{x:.2f} {PAGE_HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, ink: Ink, line: float = 0.5) -> None:
        """An unfilled rectangle."""
        self._draw_with(ink, line, ())
        self.canvas.addLiteral(f"{x:.2f} {PAGE_HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re S")

    def dot(self, x: float, y: float, radius: float, fill: Ink) -> None:
        self._colour(fill)
        self.canvas.circle(x, PAGE_HEIGHT - y, radius, stroke=0, fill=1)

    def ring(self, x: float, y: float, radius: float, ink: Ink, line: float = 0.8) -> None:
        self._draw_with(ink, line, ())
        self.canvas.circle(x, PAGE_HEIGHT - y, radius)

    def hatch(self, x: float, y: float, width: float, height: float, ink: Ink, *, step: float = 3.0) -> None:
        """Slanting lines inside a rectangle, and its frame."""
        low, high = PAGE_HEIGHT - y - height, PAGE_HEIGHT - y
        canvas = self.canvas
        canvas.saveState()
        edge = canvas.beginPath()
        edge.rect(x, low, width, height)
        canvas.clipPath(edge, stroke=0, fill=0)
        canvas.setStrokeColorRGB(*ink)
        canvas.setLineWidth(0.5)
        count = int((width + height) / step) + 1
        starts = [x - height + step * place for place in range(count)]
        canvas.lines([(at, low, at + height, high) for at in starts])
        canvas.restoreState()
        self.frame(x, y, width, height, ink)

    def _colour(self, ink: Ink) -> None:
        if ink is not self._fill:
            self._fill = ink
            self.canvas.addLiteral(_components(ink) + " rg")

    def _draw_with(self, ink: Ink, width: float, dash: Dash) -> None:
        if (ink, width, dash) == self._stroke:
            return
        self._stroke = (ink, width, dash)
        pattern = " ".join(f"{length:g}" for length in dash)
        self.canvas.addLiteral(f"{_components(ink)} RG {width:.2f} w [{pattern}] 0 d")


def _route(points: Sequence[Point]) -> str:
    (x, y), *others = points
    moves = [f"{x:.2f} {PAGE_HEIGHT - y:.2f} m"]
    moves += [f"{x:.2f} {PAGE_HEIGHT - y:.2f} l" for x, y in others]
    return " ".join(moves)


@cache
def _components(ink: Ink) -> str:
    return " ".join(f"{part:.3g}" for part in ink)
