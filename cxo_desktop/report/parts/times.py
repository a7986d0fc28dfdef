"""The clocks of the record, how each figure was come by, and the limits it is held against."""

from collections.abc import Iterator

from cxo_core.clocks import lived_waits
from cxo_core.computed import Computed
from cxo_core.duration import Duration
from cxo_core.legal_clock import RUNNING, LegalClock, LimitCheck, legal_clock, limits_known
from cxo_core.limit import DayUnit
from cxo_core.problems import Problem
from cxo_desktop import problem_words
from cxo_desktop.kind_words import name_of
from cxo_desktop.measure_words import day_text, days_text, duration_text, measure_name
from cxo_desktop.report import palette
from cxo_desktop.report.flow import BOLD, LABEL, SMALL, Face
from cxo_desktop.report.matter import Matter, listed
from cxo_desktop.report.measures import measured
from cxo_desktop.report.pairs import pairs
from cxo_desktop.report.ruled_table import Cell, Column, Table
from cxo_desktop.words import _, ngettext, pick

_KEPT = Face(palette.SMALL, palette.GOOD, True)
_BROKEN = Face(palette.SMALL, palette.DANGER, True)


def times(matter: Matter) -> None:
    flow = matter.flow
    flow.section(_("Clocks and limits"))
    table = Table(
        flow,
        [
            Column("", 3),
            Column(_("Measure"), 26),
            Column(_("Total"), 22),
            Column(_("Each time"), 26),
            Column(_("How it is known"), 23),
        ],
    )
    table.rows(_clock_rows(matter))
    _measures(matter)
    _limits(matter)


def _clock_rows(matter: Matter) -> Iterator[list[Cell | str]]:
    told = matter.clocks
    met = told.encounters
    flag = _("no ticket: counted from joining the line to the start of service")
    notes = {"W": flag if told.is_queue_flagged else ""}
    stretches: list[tuple[Computed, Duration | None, list[Duration | None]]] = [
        (Computed.QUEUE_TIME, told.queue, [each.queue_time for each in met]),
        (Computed.CALL_RESPONSE, told.call_response, [each.call_response for each in met]),
        (Computed.SERVICE_TIME, told.service, [each.service_time for each in met]),
        (Computed.LIVED_WAIT, told.lived_wait, list(lived_waits(matter.walkthrough))),
    ]
    for clock, whole, parts in stretches:
        each = listed(duration_text(part) for part in parts if part) if sum(map(bool, parts)) > 1 else "–"
        yield _row(clock, duration_text(whole), each, _basis(whole), notes.get(clock.value, ""))
    turned = told.turnaround
    days = "–"
    if turned:
        days = days_text(turned.calendar_days, DayUnit.CALENDAR)
        if turned.working_days is not None:
            days = f"{days_text(turned.working_days, DayUnit.WORKING)} / {days}"
    whole = turned.duration if turned else None
    yield _row(Computed.TURNAROUND, duration_text(whole), days, _basis(whole), "")
    yield _legal_row(matter)


def _measures(matter: Matter) -> None:
    """What the channel's scheme lists beside the clocks and sets, as far as the record says something about it."""
    walkthrough = matter.walkthrough
    listed_ones = walkthrough.scheme.computed() if walkthrough.scheme else ()
    told = [
        (pick(each.title), words)
        for each in listed_ones
        if each.clock and (words := measured(walkthrough, each.clock))
    ]
    if told:
        matter.flow.heading(_("Worked out from the events"), keep=60)
        pairs(matter.flow, told)


def _row(clock: Computed, figure: str, each: str, basis: str, note: str) -> list[Cell | str]:
    name = Cell(measure_name(clock), note=note)
    return [
        Cell(clock.value, Face(palette.BODY, palette.ACCENT, True)),
        name,
        Cell(figure, BOLD),
        Cell(each, SMALL),
        Cell(basis, SMALL),
    ]


def _basis(duration: Duration | None) -> str:
    if duration is None:
        return _("an end is missing")
    return f"{name_of(duration.entered)} · {name_of(duration.basis)}"


def _legal_row(matter: Matter) -> list[Cell | str]:
    try:
        clock = legal_clock(matter.walkthrough)
    except Problem as problem:
        return _row(Computed.LEGAL_CLOCK, "–", "–", problem_words.sentence(problem), "")
    if clock is None:
        return _row(Computed.LEGAL_CLOCK, "–", "–", _("not accepted yet"), "")
    figure = _("running since {date}").format(date=day_text(clock.accepted))
    each = "–"
    if clock.working_days is not None and clock.calendar_days is not None:
        figure = days_text(clock.working_days, DayUnit.WORKING)
        each = days_text(clock.calendar_days, DayUnit.CALENDAR)
    return _row(Computed.LEGAL_CLOCK, figure, each, _legal_basis(clock), "")


def _legal_basis(clock: LegalClock) -> str:
    told = [_("accepted {date}").format(date=day_text(clock.accepted))]
    if clock.is_deemed:
        told = [
            _("accepted by law {date}: nothing was said to be missing in time").format(
                date=day_text(clock.accepted)
            )
        ]
    if clock.decided:
        told.append(_("decided {date}").format(date=day_text(clock.decided)))
    if days := clock.suspended_working_days:
        told.append(
            ngettext(
                "{count} working day of special procedures left out",
                "{count} working days of special procedures left out",
                days,
            ).format(count=days)
        )
    return " · ".join(told)


def _limits(matter: Matter) -> None:
    flow = matter.flow
    checks, problem = limits_known(matter.walkthrough)
    running = [check for check in checks if check.limit.kind in RUNNING]
    flow.heading(_("Held against the limits"), keep=90)
    if problem:
        flow.paragraph(problem_words.sentence(problem), SMALL)
    elif not running:
        flow.paragraph(_("The guide names no limit for this stretch."), SMALL)
    else:
        table = Table(
            flow,
            [
                Column(_("Limit"), 25),
                Column(_("From"), 14),
                Column(_("Last day"), 14),
                Column(_("Reached"), 14),
                Column(_("Result"), 10),
                Column(_("Source"), 23),
            ],
        )
        table.rows(_limit_row(check) for check in running)


def _limit_row(check: LimitCheck) -> list[Cell | str]:
    limit = check.limit
    name = f"{name_of(limit.kind)} {days_text(limit.days, limit.unit) if limit.days else ''}".strip()
    condition = _("if: {condition}").format(condition=pick(limit.condition)) if limit.condition else ""
    days = [day_text(each) if each else "–" for each in (check.start, check.due, check.reached)]
    match check.is_kept:
        case True:
            result = Cell(_("✓ kept"), _KEPT)
        case False:
            result = Cell(_("× missed"), _BROKEN)
        case None:
            result = Cell(_("running") if check.start else _("not begun"), LABEL)
    source = Cell(pick(limit.article), SMALL, note=name_of(limit.verified))
    return [Cell(name, note=condition), *(Cell(day, SMALL) for day in days), result, source]
