"""The shipped faces for reportlab, read where they lie: a character, width or outline by offset, never all 30,000 first.

reportlab reads every character and every metric of a face before the first letter is set, which takes longer than the
whole report. Here its tables are looked into only for what a document uses. Layout: OpenType 1.9, cmap format 12.
"""

import mmap
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from reportlab.pdfbase.ttfonts import TTFontFace

_NO_NAMES = bytes((0, 0, 0, 0, 0, 6))


class Typeface(TTFontFace):  # type: ignore[misc]
    """A TrueType face with a cmap of format 12. Attributes are reportlab's own, only filled lazily."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.filename = path.name
        super().__init__(path.name)

    def extractInfo(self, charInfo: int = 1) -> None:
        """Names and measures of the face as reportlab reads them; characters and metrics as views on the tables."""
        super().extractInfo(charInfo=0)
        self.charToGlyph = _Characters(self._character_groups())
        self.hmetrics = _Metrics(self._numbers("hmtx", "H"), self._long_metrics())
        self.defaultWidth = self._pdfScale(self.hmetrics[0][0])
        self.charWidths = _Widths(self.charToGlyph, self.hmetrics, 1000 / self.unitsPerEm)
        self.glyphPos = self._places()

    def get_table(self, tag: str) -> Any:
        """A table's bytes, for the subset; of the outlines, which fill the file, only a view that hands out those asked
        for, and no names, which nobody reads there."""
        if tag == "name":
            return _NO_NAMES
        start, length = self.get_table_pos(tag)
        if tag == "glyf":
            return _Outlines(self._ttf_data, start)
        return self._ttf_data[start : start + length]

    def _long_metrics(self) -> int:
        return int(self.get_ushort(self.get_table_pos("hhea")[0] + 34))

    def _places(self) -> Sequence[int]:
        is_long = self.get_ushort(self.get_table_pos("head")[0] + 50) == 1
        if is_long:
            return self._numbers("loca", "I")
        return [2 * half for half in self._numbers("loca", "H")]

    def _character_groups(self) -> "array[int]":
        start = self.get_table_pos("cmap")[0]
        for place in range(self.get_ushort(start + 2)):
            at = start + self.get_ulong(start + 8 + 8 * place)
            if self.get_ushort(at) == 12:
                count = self.get_ulong(at + 12)
                return _big_endian("I", self.get_chunk(at + 16, 12 * count))
        raise ValueError(f"{self.filename} has no table of all Unicode characters")

    def _numbers(self, tag: str, kind: str) -> "array[int]":
        return _big_endian(kind, self.get_table(tag))


class _Outlines:
    """Slices of the glyf table, by their place in it."""

    def __init__(self, file: mmap.mmap, start: int) -> None:
        self._file, self._start = file, start

    def __getitem__(self, place: slice) -> bytes:
        return self._file[self._start + place.start : self._start + place.stop]


class _Characters(Mapping[int, int]):
    """Unicode character → glyph, from groups of (first, last, glyph of the first)."""

    def __init__(self, groups: "array[int]") -> None:
        self._first, self._last, self._glyph = groups[0::3], groups[1::3], groups[2::3]

    def __getitem__(self, code: int) -> int:
        group = bisect_right(self._first, code) - 1
        if group < 0 or code > self._last[group]:
            raise KeyError(code)
        return self._glyph[group] + code - self._first[group]

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._first, self._last, strict=True):
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return sum(self._last) - sum(self._first) + len(self._first)


class _Metrics(Sequence[tuple[int, int]]):
    """Glyph → advance and left side bearing in font units; the last advance stands for all glyphs after it."""

    def __init__(self, numbers: "array[int]", long_metrics: int) -> None:
        self._numbers, self._long = numbers, long_metrics

    @overload
    def __getitem__(self, glyph: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, glyph: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, glyph: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        if isinstance(glyph, slice):
            return [self[each] for each in range(len(self))[glyph]]
        if not 0 <= glyph < len(self):
            raise IndexError(glyph)
        advance = self._numbers[2 * min(glyph, self._long - 1)]
        return advance, self._numbers[2 * glyph + 1 if glyph < self._long else self._long + glyph]

    def __len__(self) -> int:
        return len(self._numbers) - self._long


class _Widths(Mapping[int, float]):
    """Unicode character → advance in thousandths of the type size."""

    def __init__(self, characters: _Characters, metrics: _Metrics, scale: float) -> None:
        self._characters, self._metrics, self._scale = characters, metrics, scale

    def __getitem__(self, code: int) -> float:
        return self._metrics[self._characters[code]][0] * self._scale

    def __iter__(self) -> Iterator[int]:
        return iter(self._characters)

    def __len__(self) -> int:
        return len(self._characters)


def _big_endian(kind: str, content: bytes) -> "array[int]":
    numbers = array(kind)
    numbers.frombytes(content[: len(content) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
