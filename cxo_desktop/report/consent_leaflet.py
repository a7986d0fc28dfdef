"""The consent card as two A5 cards on one A4 sheet, to be cut apart: one copy for whoever signs, one for the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cxo_desktop.report.book import Book
from cxo_desktop.report.consent_card import (
    CHOICES,
    NOTICE,
    SIGNATURES,
    TEMPLATE,
    TITLE_WORDS,
    CardFacts,
    imprint_of,
    render_card,
    said_of,
)
from cxo_desktop.report.flow import Face, Flow
from cxo_desktop.report.palette import ACCENT, FAINT, LINE, PAGE_HEIGHT, PAGE_WIDTH, STRONG_LINE, TEXT
from cxo_desktop.words import N_, _, speaking

COPIES: Final = (N_("Copy for you"), N_("Copy for the office"))
_SIZES: Final = (9.4, 9.0, 8.6, 8.3, 8.0, 7.7, 7.4)
"""Type sizes in points, the largest that fits is taken; below the last nobody reads it without effort."""
_HALF: Final = PAGE_HEIGHT / 2
_EDGE, _GAP, _TOP, _BOTTOM = 30.0, 20.0, 26.0, 20.0
_WIDTH: Final = (PAGE_WIDTH - 2 * _EDGE - _GAP) / 2
_RIGHT: Final = _EDGE + _WIDTH + _GAP
_HEAD: Final = 26.0
_BOX: Final = 8.0
_BLANK: Final = "____________"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a column: `x` from its left edge, `before` points of white above it."""

    text: str
    face: Face
    x: float = 0
    before: float = 0
    is_choice: bool = False


def render_leaflet(facts: CardFacts, *, language: str = "zh_CN") -> bytes:
    """One A4 page as PDF. An office's own wording too long for A5 comes as the card on A4. `language`: zh_CN or en."""
    with speaking(language):
        flow = Flow(Book(imprint_of(facts), is_numbered=False))
        fitting = next((made for size in _SIZES if (made := _Leaflet(flow, facts, size)).fits), None)
        if fitting is not None:
            for place, copy in enumerate(COPIES):
                fitting.draw(place * _HALF, _(copy))
            flow.pen.line(0, _HALF, PAGE_WIDTH, _HALF, STRONG_LINE, 0.5, (4, 4))
            return flow.book.finished()
    return render_card(facts, language=language)


class _Leaflet:
    """Notice and choices in two columns of one type size, and where each line stands."""

    def __init__(self, flow: Flow, facts: CardFacts, size: float) -> None:
        self._flow = flow
        self._body, self._bold = Face(size), Face(size, is_bold=True)
        self._heading, self._small = Face(size, ACCENT, True), Face(6.8, FAINT)
        self._row = size * 2.9
        self._room = _HALF - _TOP - _HEAD - _BOTTOM
        blocks = [*self._notice(facts), *self._choices()]
        self._signing = self._row * len(SIGNATURES) + 6
        self._columns = _broken(blocks, self._room)
        self._has_template = not facts.own_text.strip()

    @property
    def fits(self) -> bool:
        """The signatures stand below the second column."""
        if len(self._columns) > 2:
            return False
        last = self._columns[1] if len(self._columns) == 2 else []
        return sum(map(_height, last)) + self._signing + self._small.leading <= self._room

    def draw(self, top: float, copy: str) -> None:
        flow, y = self._flow, top + _TOP
        title = Face(12.0, TEXT, True)
        flow.put(_EDGE, y, flow.fitted(_(TITLE_WORDS), PAGE_WIDTH - 2 * _EDGE - 90, title), title)
        flow.put_right(PAGE_WIDTH - _EDGE, y + 3, copy, self._small)
        flow.pen.line(_EDGE, y + 20, PAGE_WIDTH - _EDGE, y + 20, LINE)
        for x, column in zip((_EDGE, _RIGHT), self._columns, strict=False):
            at = y + _HEAD
            for line in column:
                at += line.before if line is not column[0] else 0
                if line.is_choice:
                    flow.pen.frame(x, at + line.face.leading / 2 - _BOX / 2, _BOX, _BOX, TEXT, 0.7)
                flow.put(x + line.x, at, line.text, line.face)
                at += line.face.leading
        self._sign(top)

    def _sign(self, top: float) -> None:
        flow, at = self._flow, top + _HALF - _BOTTOM - self._small.leading - self._signing
        beside = max(flow.width(_(each), self._bold) for each in SIGNATURES) + 8
        for signature in SIGNATURES:
            at += self._row
            flow.put(_RIGHT, at - self._bold.leading, _(signature), self._bold)
            flow.pen.line(_RIGHT + beside, at - 2, _RIGHT + _WIDTH, at - 2, STRONG_LINE)
        if self._has_template:
            flow.put(_RIGHT, top + _HALF - _BOTTOM - self._small.leading + 2, _(TEMPLATE), self._small)

    def _notice(self, facts: CardFacts) -> Iterator[list[_Line]]:
        if own := facts.own_text.strip():
            for paragraph in own.split("\n\n"):
                yield self._wrapped(" ".join(paragraph.split()), before=4)
            return
        said = said_of(facts, blank=_BLANK)
        for title, text in NOTICE:
            heading = self._wrapped(_(title), face=self._heading, before=5)
            yield [*heading, *self._wrapped(_(text).format(**said))]

    def _choices(self) -> Iterator[list[_Line]]:
        for place, choice in enumerate(CHOICES):
            shown = self._flow.lines(_(choice), _WIDTH - 14, self._body)
            before = 9 if place == 0 else 4
            yield [
                _Line(line, self._body, 14, 0 if number else before, is_choice=number == 0)
                for number, line in enumerate(shown)
            ]

    def _wrapped(self, text: str, *, face: Face | None = None, before: float = 0) -> list[_Line]:
        face = face or self._body
        shown = self._flow.lines(text, _WIDTH, face)
        return [_Line(line, face, before=0 if number else before) for number, line in enumerate(shown)]


def _broken(blocks: list[list[_Line]], room: float) -> list[list[_Line]]:
    """Columns of at most `room` points; what belongs together stays together where it fits into a column at all."""
    columns: list[list[_Line]] = [[]]
    left = room
    for block in blocks:
        if sum(map(_height, block)) > left and columns[-1]:
            columns.append([])
            left = room
        for line in block:
            if _height(line) > left:
                columns.append([])
                left = room
            columns[-1].append(line)
            left -= _height(line)
    return columns


def _height(line: _Line) -> float:
    return line.before + line.face.leading
