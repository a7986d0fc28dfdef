"""Text that runs down the page and over to the next: sections, headings, paragraphs, each keeping to the frame."""

from dataclasses import dataclass, field

from cxo_desktop.report import palette
from cxo_desktop.report.book import Book
from cxo_desktop.report.lettering import Letters
from cxo_desktop.report.palette import ACCENT, BODY, BOTTOM, LEADING, LEFT, RIGHT, TEXT, TOP, WIDTH, Ink
from cxo_desktop.report.pen import Pen
from cxo_desktop.report.wrapping import lines


@dataclass(frozen=True, slots=True)
class Face:
    """How a text looks."""

    size: float = BODY
    ink: Ink = TEXT
    is_bold: bool = False
    leading: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leading", self.size * LEADING)


PLAIN = Face()
BOLD = Face(is_bold=True)
SMALL = Face(palette.SMALL, palette.MUTED)
LABEL = Face(palette.SMALL, palette.FAINT)
TINY = Face(palette.TINY, palette.FAINT)
_SECTION = Face(palette.SECTION, TEXT, True)
_HEADING = Face(palette.HEADING, ACCENT)
_ASCENT = 0.36  # from the middle of a line down to its baseline, as a part of the type size


class Flow:
    """`y` is where the next thing begins, in points from the top of the current page."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.y = TOP

    @property
    def pen(self) -> Pen:
        return self.book.pen

    @property
    def room(self) -> float:
        """Points left on this page."""
        return BOTTOM - self.y

    def letters(self, face: Face) -> Letters:
        return self.book.bold if face.is_bold else self.book.regular

    def lines(self, text: str, width: float, face: Face = PLAIN) -> list[str]:
        return lines(text, self.letters(face), face.size, width)

    def width(self, text: str, face: Face = PLAIN) -> float:
        return self.letters(face).width(text) * face.size / 1000

    def put(self, x: float, y: float, text: str, face: Face = PLAIN) -> None:
        """One line of text whose line box begins at `y`."""
        base = y + face.leading / 2 + face.size * _ASCENT
        self.pen.text(x, base, text, self.letters(face), face.size, face.ink)

    def put_right(self, x: float, y: float, text: str, face: Face = PLAIN) -> None:
        """One line of text that ends at `x`."""
        self.put(x - self.width(text, face), y, text, face)

    def put_middle(self, x: float, y: float, text: str, face: Face = PLAIN) -> None:
        """One line of text with its middle at `x`."""
        self.put(x - self.width(text, face) / 2, y, text, face)

    def fitted(self, text: str, width: float, face: Face = PLAIN) -> str:
        """The text in one line, or as much of it as fits into the width with an ellipsis."""
        return self.letters(face).fitted(" ".join(text.split()), width * 1000 / face.size)

    def at_most(self, count: int, text: str, width: float, face: Face = PLAIN) -> list[str]:
        """The lines of a text, the last of so many ending in an ellipsis where there would be more."""
        shown = self.lines(text, width, face)
        if len(shown) <= count:
            return shown
        return [*shown[: count - 1], self.fitted(" ".join(shown[count - 1 : count + 1]), width, face)]

    def next_page(self) -> None:
        self.book.next_page()
        self.y = TOP

    def need(self, height: float) -> None:
        """Goes to the next page unless that many points are left here, or nothing stands on this page yet."""
        if self.room < height and self.y > TOP:
            self.next_page()

    def gap(self, height: float) -> None:
        """White space, which never begins a page."""
        if self.y > TOP:
            self.y += height

    def section(self, title: str, *, keep: float = 90) -> None:
        """A section's title, in the outline; `keep` points of what follows stay with it."""
        self.gap(22)
        self.need(_SECTION.leading + 10 + keep)
        self.book.mark(1, title, self.y - 4)
        self.pen.box(LEFT, self.y + 3.5, 3, _SECTION.size + 1, ACCENT)
        self.put(LEFT + 10, self.y, title, _SECTION)
        self.y += _SECTION.leading + 2
        self.pen.line(LEFT, self.y, RIGHT, self.y)
        self.y += 8

    def heading(self, title: str, *, keep: float = 50) -> None:
        """A title inside a section."""
        self.gap(10)
        shown = self.lines(title, WIDTH, _HEADING)
        self.need(_HEADING.leading * len(shown) + keep)
        self._lines(shown, LEFT, _HEADING)
        self.y += 3

    def paragraph(
        self, text: str, face: Face = PLAIN, *, x: float = LEFT, width: float = WIDTH, after: float = 4
    ) -> None:
        """A text of any length, broken into lines and pages."""
        self._lines(self.lines(text, width, face), x, face)
        self.y += after

    def _lines(self, shown: list[str], x: float, face: Face) -> None:
        for line in shown:
            self.need(face.leading)
            self.put(x, self.y, line, face)
            self.y += face.leading
