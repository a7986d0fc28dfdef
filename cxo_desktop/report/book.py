"""The report as a PDF document: pages one after another, pictures as they are, outline, metadata, page numbers."""

from dataclasses import dataclass
from datetime import datetime

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfgen.canvas import Canvas

from cxo_desktop.report.lettering import lettering
from cxo_desktop.report.palette import FAINT, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TINY
from cxo_desktop.report.pen import Pen
from cxo_desktop.report.picture import Picture
from cxo_desktop.words import _

# Streams stay binary: base 85 makes photos a quarter larger and takes twenty times as long.
rl_config.useA85 = 0

_CREATOR = "CXO Desktop"
_HEADER, _FOOTER = 40.0, 812.0
_PDF_1_7 = (1, 7)
_COUNT = "count"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the document says of itself. `made` is a time of the record, never of now: the same record, the same bytes."""

    title: str
    running: str
    reference: str
    language: str
    made: datetime


class Book:
    """`pen` draws on the current page, `regular` and `bold` letter it; `next_page` sends it off.

    `is_numbered`: whether pages carry their number and the running header.
    """

    def __init__(self, imprint: Imprint, *, is_numbered: bool = True) -> None:
        self._imprint = imprint
        self._is_numbered = is_numbered
        regular, bold = lettering("NotoSansSC-Regular"), lettering("NotoSansSC-Bold")
        self._canvas = Canvas(
            "",
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            pdfVersion=_PDF_1_7,
            lang=imprint.language.replace("_", "-"),
            initialFontName=regular.fontName,
        )
        self._canvas.setTitle(imprint.title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator(_CREATOR)
        self._canvas.setDateFormatter(lambda *_fixed: _pdf_date(imprint.made))
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._canvas.showOutline()
        self.pen = Pen(self._canvas)
        self.regular = regular.letters(self._canvas._doc)
        self.bold = bold.letters(self._canvas._doc)
        self._before_count, self._after_count = _("Page {number} of {count}").split("{count}")
        self._count_at = RIGHT - self.regular.width("00" + self._after_count) * TINY / 1000
        self._marks = 0
        self._pictures: dict[str, Picture] = {}

    @property
    def page_number(self) -> int:
        """The number of the current page, from 1."""
        return int(self._canvas.getPageNumber())

    @property
    def missing(self) -> list[str]:
        """The characters no glyph was found for, in the order of their codes."""
        return sorted({*self.regular.missing, *self.bold.missing})

    def next_page(self) -> None:
        if self._is_numbered:
            self._margin()
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
            picture = self._pictures[key] = Picture(f"p{len(self._pictures) + 1}", jpeg)
            self._canvas._doc.addForm(picture.name, PDFImageXObject(picture.name, picture))
        return self._pictures[key]

    def draw_picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draws a picture into a rectangle whose upper edge is `y`."""
        self._canvas.addLiteral(f"q {width:.3f} 0 0 {height:.3f} {x:.2f} {PAGE_HEIGHT - y - height:.2f} cm")
        self._canvas.doForm(picture.name)
        self._canvas.addLiteral("Q")

    def finished(self) -> bytes:
        """The document. Sends off the last page and says how many there are, in the one form that all of them show."""
        count = str(self.page_number)
        self.next_page()
        self._canvas.beginForm(_COUNT)
        self._small(Pen(self._canvas), self._count_at, _FOOTER, count + self._after_count)
        self._canvas.endForm()
        document: bytes = self._canvas.getpdfdata()
        return document

    def _margin(self) -> None:
        """Running header and footer of the current page; how many pages there are is known only at the end."""
        pen, imprint, number = self.pen, self._imprint, self.page_number
        if pen.has_boxes:
            told = _("Boxes stand for characters the typeface lacks; they are listed under Method and proof.")
            self._small(pen, LEFT, _FOOTER, told)
        if number > 1:
            running = self.regular.fitted(imprint.running, (RIGHT - LEFT) * 700 / TINY)
            self._small(pen, LEFT, _HEADER, running)
            self._small(pen, RIGHT, _HEADER, imprint.reference, is_right=True)
            pen.line(LEFT, _HEADER + 5, RIGHT, _HEADER + 5)
        told = self._before_count.format(number=number)
        self._small(pen, self._count_at - 0.8, _FOOTER, told, is_right=True)
        self._canvas.doForm(_COUNT)

    def _small(self, pen: Pen, x: float, base: float, text: str, *, is_right: bool = False) -> None:
        at = x - self.regular.width(text) * TINY / 1000 if is_right else x
        pen.text(at, base, text, self.regular, TINY, FAINT)


def _pdf_date(made: datetime) -> str:
    zone = f"{made:%z}" or "+0000"
    return f"D:{made:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
