"""Titles and values beside each other in three columns, as many lines as each needs."""

from collections.abc import Sequence

from cxo_desktop.report.flow import LABEL, PLAIN, Flow
from cxo_desktop.report.palette import BOTTOM, LEFT, TOP, WIDTH

_COLUMNS = 3
_GUTTER = 18.0
_WIDTH = (WIDTH - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
_TITLES = 0.47
"""How much of a pair's width its title has."""

Pair = tuple[str, str]


def pairs(flow: Flow, told: Sequence[Pair]) -> None:
    """Row by row; a value too long for any page's grid stands below it, over the whole width."""
    for start in range(0, len(told), _COLUMNS):
        _row(flow, told[start : start + _COLUMNS])


def _row(flow: Flow, told: Sequence[Pair]) -> None:
    shown = [
        (
            flow.lines(title, _WIDTH * _TITLES, LABEL),
            flow.lines(value, _WIDTH * (1 - _TITLES) - 6, PLAIN),
        )
        for title, value in told
    ]
    height = (
        max(max(len(titles) * LABEL.leading, len(values) * PLAIN.leading) for titles, values in shown) + 4
    )
    if height > (BOTTOM - TOP) / 3:
        for title, value in told:
            flow.paragraph(title, LABEL, after=0)
            flow.paragraph(value, PLAIN)
        return
    flow.need(height)
    for place, (titles, values) in enumerate(shown):
        x = LEFT + place * (_WIDTH + _GUTTER)
        for line, title in enumerate(titles):
            flow.put(x, flow.y + 2.2 + line * LABEL.leading, title, LABEL)
        for line, value in enumerate(values):
            flow.put(x + _WIDTH * _TITLES + 6, flow.y + 1 + line * PLAIN.leading, value, PLAIN)
        flow.pen.line(x, flow.y + height, x + _WIDTH, flow.y + height)
    flow.y += height
