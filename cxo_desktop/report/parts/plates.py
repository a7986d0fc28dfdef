"""Evidence plates: two photos beside each other, each with number, caption, time, step and the beginning of its digest."""

from collections.abc import Sequence

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop import problem_words
from cxo_desktop.report import palette
from cxo_desktop.report.flow import SMALL, TINY, Face
from cxo_desktop.report.matter import Matter
from cxo_desktop.report.palette import LEFT, WIDTH
from cxo_desktop.report.picture import Picture
from cxo_desktop.words import _

_GUTTER = 16.0
_PLATE = (WIDTH - _GUTTER) / 2
_TALLEST = 186.0
_CAPTION = Face(palette.SMALL, palette.TEXT)
_NUMBER = Face(palette.SMALL, palette.ACCENT, True)
_CAPTION_LINES = 3
_SHORT_DIGEST = 16


def plates(matter: Matter, pictures: Sequence[Evidence]) -> None:
    for start in range(0, len(pictures), 2):
        _pair(matter, pictures[start : start + 2])


def _pair(matter: Matter, pair: Sequence[Evidence]) -> None:
    flow = matter.flow
    taken = [_taken(matter, each) for each in pair]
    height = max((_size(picture)[1] for picture in taken if isinstance(picture, Picture)), default=60.0)
    captions = [_caption(matter, each) for each in pair]
    below = max(map(len, captions)) * _CAPTION.leading + 2 * TINY.leading + 10
    flow.need(height + below)
    for place, (evidence, picture, caption) in enumerate(zip(pair, taken, captions, strict=True)):
        x = LEFT + place * (_PLATE + _GUTTER)
        if isinstance(picture, Picture):
            width, tall = _size(picture)
            flow.book.draw_picture(picture, x, flow.y + height - tall, width, tall)
        else:
            _absent(matter, picture, x, height)
        y = flow.y + height + 4
        number = matter.figure(evidence.id)
        flow.put(x, y, number, _NUMBER)
        for line in caption:
            flow.put(x + flow.width(number, _NUMBER) + 6, y, line, _CAPTION)
            y += _CAPTION.leading
        told = f"{evidence.wall:%Y-%m-%d %H:%M:%S} · {matter.step(evidence.step)}"
        flow.put(x, y, flow.fitted(told, _PLATE, TINY), TINY)
        flow.put(x, y + TINY.leading, f"SHA-256 {evidence.sha256[:_SHORT_DIGEST]}…", TINY)
        matter.shown.add(evidence.id)
    flow.y += height + below


def _taken(matter: Matter, evidence: Evidence) -> Picture | Problem:
    """The picture, or why there is none: one missing photo does not cost the report."""
    try:
        return matter.flow.book.take_picture(evidence.sha256, matter.photo(evidence.id))
    except Problem as problem:
        return problem


def _size(picture: Picture) -> tuple[float, float]:
    """As large as the plate allows, in the picture's own proportions."""
    scale = min(_PLATE / picture.width, _TALLEST / picture.height)
    return picture.width * scale, picture.height * scale


def _caption(matter: Matter, evidence: Evidence) -> list[str]:
    flow = matter.flow
    room = _PLATE - flow.width(matter.figure(evidence.id), _NUMBER) - 6
    return flow.at_most(_CAPTION_LINES, evidence.caption or _("no caption"), room, _CAPTION)


def _absent(matter: Matter, problem: Problem, x: float, height: float) -> None:
    flow = matter.flow
    flow.pen.box(x, flow.y, _PLATE, height, palette.GROUND)
    flow.pen.frame(x, flow.y, _PLATE, height, palette.STRONG_LINE)
    told = [
        problem_words.title(problem),
        _("The picture is missing from this report; its digest stands in the record."),
    ]
    y = flow.y + 8
    for line in (line for text in told for line in flow.lines(text, _PLATE - 20, SMALL)):
        flow.put(x + 10, y, line, SMALL)
        y += SMALL.leading
