"""The report as a PDF document: pages one after another, pictures as they are, outline, metadata, page numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from cxo_desktop.report.lettering import Lettering, Letters, lettering
from cxo_desktop.report.palette import FAINT, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TINY
from cxo_desktop.report.pen import Pen
from cxo_desktop.report.picture import Picture
from cxo_desktop.words import _

rl_config.useA85 = (
    0  # streams stay binary: base 85 makes photos a quarter larger and takes twenty times as long
)

_CREATOR = "CXO Desktop"
_HEADER, _FOOTER = 40.0, 812.0
_PDF_1_7 = (1, 7)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the document says of itself. `made` is a time of the record, never of now: the same record, the same bytes."""

    title: str
    running: str
    reference: str
    language: str
    made: datetime


class Book:
    """`pen` draws on the current page; `next_page` sends it off."""

    def __init__(self, out: BinaryIO, imprint: Imprint) -> None:
        self._imprint = imprint
        self.regular = lettering("NotoSansSC-Regular")
        self.bold = lettering("NotoSansSC-Bold")
        self._canvas = Canvas(
            out,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            pdfVersion=_PDF_1_7,
            lang=imprint.language.replace("_", "-"),
            initialFontName=self.regular.fontName,
        )
        self._canvas.setTitle(imprint.title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator(_CREATOR)
        self._canvas.setDateFormatter(lambda *_fixed: _pdf_date(imprint.made))
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._canvas.showOutline()
        self.pen = Pen(self._canvas)
        self._pages_with_boxes: set[int] = set()
        self._marks = 0
        self._pictures: dict[str, Picture] = {}

    @property
    def page_number(self) -> int:
        """The number of the current page, from 1."""
        return int(self._canvas.getPageNumber())

    @property
    def missing(self) -> list[str]:
        """The characters no glyph was found for, in the order of their codes."""
        return sorted({*self.letters(self.regular).missing, *self.letters(self.bold).missing})

    def width(self, text: str, face: Lettering, size: float) -> float:
        """Length of a text in points."""
        return self.letters(face).width(text) * size / 1000

    def letters(self, face: Lettering) -> Letters:
        """The characters of that face this document has used so far."""
        return self.pen.letters(face)

    def next_page(self) -> None:
        number = self.page_number
        if self.pen.has_boxes:
            self._pages_with_boxes.add(number)
        self._canvas.doForm(f"margin-{number}")
        self.pen.turn_page()

    def mark(self, level: int, title: str, y: float) -> None:
        """Puts a place of the current page into the outline; level 1 or 2, the latter folded away."""
        self._marks += 1
        key = f"mark-{self._marks}"
        self._canvas.bookmarkHorizontalAbsolute(key, PAGE_HEIGHT - y)
        self._canvas.addOutlineEntry(title or "–", key, level - 1, closed=True)

    def take_picture(self, key: str, jpeg: bytes) -> Picture:
        """The picture of that key, stored once. Raises Problem `photo-broken` where it is no JPEG a PDF can hold."""
        if key not in self._pictures:
            self._pictures[key] = Picture(key, jpeg)
        return self._pictures[key]

    def draw_picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draws a picture into a rectangle whose upper edge is `y`."""
        self._canvas.drawImage(picture, x, PAGE_HEIGHT - y - height, width, height)

    def close(self) -> None:
        """Sends off the last page, then the margins of all, which tell how many there are."""
        count = self.page_number
        self.next_page()
        for number in range(1, count + 1):
            self._canvas.beginForm(f"margin-{number}")
            self._margin(Pen(self._canvas), number, count)
            self._canvas.endForm()
        self._canvas.save()

    def _margin(self, pen: Pen, number: int, count: int) -> None:
        """Running header and footer."""
        imprint, regular = self._imprint, self.regular
        if number > 1:
            pen.text(LEFT, _HEADER, imprint.running, regular, TINY, FAINT)
            at = RIGHT - self.width(imprint.reference, regular, TINY)
            pen.text(at, _HEADER, imprint.reference, regular, TINY, FAINT)
            pen.line(LEFT, _HEADER + 5, RIGHT, _HEADER + 5)
        told = _("Page {number} of {count}").format(number=number, count=count)
        pen.text(RIGHT - self.width(told, regular, TINY), _FOOTER, told, regular, TINY, FAINT)
        if number in self._pages_with_boxes:
            told = _("Boxes stand for characters the typeface lacks; they are listed under Method and proof.")
            pen.text(LEFT, _FOOTER, told, regular, TINY, FAINT)


def _pdf_date(made: datetime) -> str:
    zone = f"{made:%z}" or "+0000"
    return f"D:{made:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
