"""A face as reportlab embeds it for the report: one composite font, a code of its own for every character.

reportlab cuts a TrueType font into simple fonts of 256 characters, and what readers copy out of them is wrong beyond
U+FFFF. Here a document has one font per face with two-byte codes (ISO 32000-1, 9.7), so that copying gives back exactly
what was written. A character the face cannot draw becomes a box that still copies as itself; control characters and those
that turn the direction of writing become a box that copies as U+FFFD.
"""

import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFont

from cxo_desktop.paths import resources
from cxo_desktop.report.typeface import Typeface

_MOST_CODES = 0xFFFF
_FULL = 1000  # thousandths of the type size
_REPLACED = "\ufffd"
_BLOCK = 100  # the most entries one bfchar block may hold
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


class Lettering(TTFont):  # type: ignore[misc]
    """Shared by all documents; what one of them uses is kept with that document."""

    def __init__(self, name: str, path: Path) -> None:
        self.fontName = name
        self.face = Typeface(path)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Letters] = WeakKeyDictionary()
        self.shapable = False
        self._asciiReadable = False

    def letters(self, document: Any) -> "Letters":
        """What a document (reportlab's PDFDocument) uses of this face."""
        letters = self.state.get(document)
        if letters is None:
            letters = self.state[document] = Letters(self.face, f"F{len(document.fontMapping) + 1}")
            document.fontMapping[self.fontName] = f"/{letters.name}"
            document.delayedFonts.append(self)
        return letters

    def addObjects(self, doc: Any) -> None:
        """Adds the font with just the letters that were used; reportlab calls it when the document is saved."""
        letters = self.state.pop(doc)
        name = f"{SUBSETN(int(letters.name[1:]) - 1).decode()}+{self.face.name.decode()}"
        codes = [ord(sign) for sign in letters.drawn]
        descriptor = self.face.addSubsetObjects(doc, name, codes)
        collection = pdfdoc.PDFDictionary(
            {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": collection,
                "FontDescriptor": descriptor,
                "DW": _FULL,
                "W": letters.narrow_widths(),
                "CIDToGIDMap": doc.Reference(_stream(doc, letters.glyph_numbers()), f"glyphs:{name}"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"letters:{name}")]),
                "ToUnicode": doc.Reference(_stream(doc, letters.to_unicode()), f"toUnicode:{name}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[letters.name] = doc.Reference(font, f"font:{name}")


class Letters:
    """The characters one document uses of one face, which it calls `name`.

    `missing` holds those without a glyph, in the order they were met; `has_turned`: some are read from right to left.
    """

    def __init__(self, face: Typeface, name: str) -> None:
        self._face = face
        self.name = name
        self.has_turned = False
        self.codes = _Codes(self)
        self.widths = _Widths(self)
        self.missing: dict[str, None] = {}
        self.drawn = ["\0"]
        self.advances: list[int] = [round(face.defaultWidth)]
        self._copied = [_REPLACED]

    def width(self, text: str) -> int:
        """Advance of a text in thousandths of the type size."""
        return sum(map(self.widths.__getitem__, text))

    def fitted(self, text: str, room: float) -> str:
        """The text, or as much of it as has room (in thousandths of the type size) with an ellipsis."""
        reached = list(accumulate(map(self.widths.__getitem__, text)))
        if not reached or reached[-1] <= room:
            return text
        return text[: bisect_right(reached, room - self.widths["…"])] + "…"

    def coded(self, text: str) -> str:
        """The codes of a text, as a PDF string in hexadecimal holds them."""
        return "".join(map(self.codes.__getitem__, text))

    def take_in(self, sign: str) -> None:
        """Gives a character its code on first use."""
        drawn, copied, is_blank = sign, sign, False
        category = unicodedata.category(sign)
        if category in ("Cc", "Cs") or sign in _TURNING:
            drawn, copied = "\0", _REPLACED
        elif category == "Cf" or sign in _SELECTORS:
            drawn, is_blank = " ", True
        self.has_turned = self.has_turned or unicodedata.bidirectional(sign) in ("R", "AL")
        if ord(drawn) not in self._face.charToGlyph:
            self.missing[sign] = None
        code = len(self.drawn) if len(self.drawn) < _MOST_CODES else 0
        if code:
            self.drawn.append(drawn)
            self._copied.append(copied)
            self.advances.append(0 if is_blank else round(self._face.getCharWidth(ord(drawn))))
        self.codes[sign] = f"{code:04X}"
        self.widths[sign] = self.advances[code]

    def narrow_widths(self) -> str:
        """The advances that are not the full width of a Chinese character, as a PDF array of runs."""
        runs = []
        for is_full, run in groupby(enumerate(self.advances), key=lambda each: each[1] == _FULL):
            if not is_full:
                (first, advance), *others = run
                runs.append(
                    f"{first} [{' '.join(str(width) for width in (advance, *(w for _, w in others)))}]"
                )
        return f"[{' '.join(runs)}]"

    def glyph_numbers(self) -> bytes:
        """Code → glyph of the embedded font, which holds each glyph once, in the order of first use."""
        places, numbers = {0: 0}, []
        for sign in self.drawn:
            glyph = self._face.charToGlyph.get(ord(sign), 0)
            numbers.append(places.setdefault(glyph, len(places)).to_bytes(2, "big"))
        return b"".join(numbers)

    def to_unicode(self) -> bytes:
        lines = [
            f"<{code:04X}> <{sign.encode('utf-16-be', 'replace').hex().upper()}>"
            for code, sign in enumerate(self._copied)
        ]
        blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
        told = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks]
        return (_CMAP_HEAD + "".join(told) + _CMAP_TAIL).encode()


class _Codes(dict[str, str]):
    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, sign: str) -> str:
        self._letters.take_in(sign)
        return self[sign]


class _Widths(dict[str, int]):
    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, sign: str) -> int:
        self._letters.take_in(sign)
        return self[sign]


@cache
def lettering(name: str) -> Lettering:
    """A shipped face by its file's name, opened and registered with reportlab once for the life of the program."""
    font = Lettering(name, resources() / "fonts" / f"{name}.ttf")
    pdfmetrics.registerFont(font)
    return font


def _stream(doc: Any, content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
