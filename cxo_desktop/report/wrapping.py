"""Where a text breaks into lines: between Chinese characters, at spaces in other scripts, anywhere when nothing else fits.

Punctuation keeps its place: none that closes begins a line, none that opens ends one (GB/T 15834).
"""

from bisect import bisect_right
from itertools import accumulate

from cxo_desktop.report.lettering import Letters

_CLOSING = frozenset("，。、；：！？）》〉」』】〕…—％‰℃”’,.;:!?)]}%·~")
_OPENING = frozenset("（《〈「『【〔“‘([{")
_BREAKS_AFTER = frozenset(" -/\u200b")
_FIRST_WIDE = "\u2e80"
_WIDEST = 1000  # thousandths of the type size; nothing common in the shipped faces is wider


def lines(text: str, letters: Letters, size: float, width: float) -> list[str]:
    """The lines of a text of that type size within `width` points; at least one, never a character lost but spaces."""
    room = max(width, size) * 1000 / size
    if len(text) * _WIDEST <= room and text.isprintable():
        return [text]
    found: list[str] = []
    for paragraph in text.splitlines() or [""]:
        found += _wrapped(paragraph.replace("\t", " "), letters, room)
    return found


def _wrapped(text: str, letters: Letters, room: float) -> list[str]:
    reached = list(accumulate(map(letters.widths.__getitem__, text)))
    if not reached or reached[-1] <= room:
        return [text]
    found, start, done = [], 0, 0
    while start < len(text):
        end = bisect_right(reached, done + room, start)
        if end < len(text):
            end = _break(text, start, max(end, start + 1))
        found.append(text[start:end].rstrip(" "))
        while end < len(text) and text[end] == " ":
            end += 1
        start = end
        done = reached[end - 1]
    return found


def _break(text: str, start: int, end: int) -> int:
    """The last place up to `end` at which a line may break; `end` itself where there is none."""
    for place in range(end, start, -1):
        before, after = text[place - 1], text[place]
        if after == " ":
            return place
        if after in _CLOSING or before in _OPENING:
            continue
        if before in _BREAKS_AFTER or before >= _FIRST_WIDE or after >= _FIRST_WIDE:
            return place
    return end
