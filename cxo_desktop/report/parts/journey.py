"""The journey on one chart: stages against time, the experience curve above, waits, service and disturbances below."""

from cxo_core.clocks import step_time
from cxo_core.scheme import Step
from cxo_desktop.kind_words import name_of, outcome_name
from cxo_desktop.measure_words import curve_name, duration_text, signed
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, SMALL, Face
from cxo_desktop.report.matter import Matter
from cxo_desktop.report.palette import LEFT, RIGHT, WIDTH
from cxo_desktop.report.parts.journey_lanes import HEADROOM, Lanes
from cxo_desktop.report.parts.journey_scale import time_scale
from cxo_desktop.words import _

_NAMES = 61.0
_NUMBER = Face(palette.SMALL, palette.ACCENT, True)


def journey(matter: Matter) -> None:
    flow = matter.flow
    scale = time_scale(matter.walkthrough, LEFT + _NAMES, RIGHT)
    if scale is None or not matter.step_numbers:
        flow.section(_("Journey"), keep=20)
        flow.paragraph(_("No step was walked, so there is nothing to draw."), SMALL)
        return
    lanes = Lanes(matter, scale, LEFT + _NAMES, RIGHT)
    flow.section(_("Journey"), keep=lanes.height + 20)
    lanes.draw(flow.y + HEADROOM)
    flow.y += lanes.height + HEADROOM
    flow.paragraph(
        _(
            "Drawn to scale within each sitting; a zigzag folds the time between two sittings. Numbers stand for the steps below."
        ),
        LABEL,
        after=8,
    )
    _steps(matter)


def _steps(matter: Matter) -> None:
    """The steps that were walked, in two columns: number, title, time spent, outcome, curve."""
    flow, numbered = matter.flow, list(matter.step_numbers.items())
    half = (len(numbered) + 1) // 2
    width = (WIDTH - 20) / 2
    flow.need(min(27.0 * half, 216))
    for left, right in zip(numbered[:half], [*numbered[half:], None], strict=False):
        flow.need(27)
        for x, each in ((LEFT, left), (LEFT + width + 20, right)):
            if each:
                _step(matter, *each, x, width)
        flow.y += 27


def _step(matter: Matter, step: str, number: int, x: float, width: float) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    scheme = walkthrough.scheme.step(step) if walkthrough.scheme else None
    title = matter.step(step).removeprefix(f"{number} ")
    time = duration_text(step_time(walkthrough, step))
    told = [name_of(scheme.stage)] if scheme else []
    if outcome := walkthrough.step_record(step).outcome:
        told.append(outcome_name(outcome))
    curve = walkthrough.reading("curve", step)
    if curve and isinstance(curve.value, int):
        told.append(
            _("curve {value} {words}").format(value=signed(curve.value), words=curve_name(curve.value))
        )
    if _is_key(matter, scheme, step):
        told.append(_("key step"))
    flow.put(x, flow.y, str(number), _NUMBER)
    room = width - flow.width(time, SMALL) - 24
    flow.put(x + 14, flow.y, flow.fitted(title, room, SMALL), Face(palette.SMALL, palette.TEXT))
    flow.put_right(x + width, flow.y, time, SMALL)
    flow.put(x + 14, flow.y + 11.4, flow.fitted(" · ".join(told), width - 14, LABEL), LABEL)


def _is_key(matter: Matter, scheme: Step | None, step: str) -> bool:
    """A key step by the officer's word, else by the scheme's."""
    said = matter.walkthrough.reading("key_step", step)
    if said is not None:
        return said.value is True
    return scheme is not None and scheme.key_step
