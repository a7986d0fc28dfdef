"""The first page: what was walked, by whom, where and when; the four answers; the figures that matter most."""

from collections.abc import Sequence

from cxo_core.clocks import lived_waits
from cxo_core.computed import Computed
from cxo_core.findings import FindingKind
from cxo_core.scheme import Indicator
from cxo_core.walkthrough import Status
from cxo_desktop.entry_words import window_text
from cxo_desktop.gap_words import step_title
from cxo_desktop.kind_words import duty_name, name_of
from cxo_desktop.measure_words import day_text, duration_text, measure_name, o5_name, rate_text
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, PLAIN, SMALL, Face
from cxo_desktop.report.matter import Matter, listed, noted, short_day
from cxo_desktop.report.palette import ACCENT, LEFT, LINE, RIGHT, WIDTH
from cxo_desktop.words import _, ngettext, pick

_KICKER = Face(palette.SMALL, ACCENT, True)
_TITLE = Face(palette.TITLE, palette.TEXT, True)
_SUBTITLE = Face(palette.HEADING, palette.MUTED)
_FIGURE = Face(15, palette.TEXT, True)
_ANSWER = Face(palette.HEADING, palette.TEXT, True)
_GUTTER = 10.0


def head(matter: Matter) -> None:
    _title(matter)
    _facts(matter)
    _standing(matter)
    _answers(matter)
    _figures(matter)


def _title(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    flow.y = 54
    title = pick(walkthrough.item.title) if walkthrough.item else _("Unknown service item")
    flow.book.mark(1, _("Summary"), 0)
    flow.put(LEFT, flow.y, _("Walkthrough report"), _KICKER)
    reference = _("Record {id} · revision {revision}").format(
        id=walkthrough.id[:8] or "–", revision=walkthrough.revision
    )
    flow.put_right(RIGHT, flow.y, reference, LABEL)
    flow.y += 18
    flow.paragraph(title, _TITLE, after=0)
    flow.paragraph(role_and_channel(matter), _SUBTITLE, after=10)
    flow.pen.box(LEFT, flow.y, WIDTH, 1.2, ACCENT)
    flow.y += 10


def role_and_channel(matter: Matter) -> str:
    walkthrough = matter.walkthrough
    told = [name_of(each) for each in (walkthrough.role, walkthrough.channel) if each]
    return " · ".join(told) or "–"


def _facts(matter: Matter) -> None:
    """Label and value pairs in two columns."""
    flow, width = matter.flow, (WIDTH - 2 * _GUTTER) / 2
    pairs = _pairs(matter)
    half = (len(pairs) + 1) // 2
    top, lowest = flow.y, flow.y
    for column, part in enumerate((pairs[:half], pairs[half:])):
        x, y = LEFT + column * (width + 2 * _GUTTER), top
        for label, value in part:
            flow.put(x, y + 1, label, LABEL)
            for line in flow.at_most(6, value, width - 76):
                flow.put(x + 76, y, line, PLAIN)
                y += PLAIN.leading
            y += 2.5
        lowest = max(lowest, y)
    flow.y = lowest + 6


def _pairs(matter: Matter) -> list[tuple[str, str]]:
    walkthrough = matter.walkthrough
    window = window_text(walkthrough.window) if walkthrough.window else ""
    people = [
        noted(officer.name, duty_name(officer.duty)) if officer.duty != "officer" else officer.name
        for officer in walkthrough.officers
    ]
    accompanied = _("Accompanied") if walkthrough.is_accompanied else _("Self-conducted")
    announced = _("Announced beforehand") if walkthrough.is_announced else _("Not announced")
    pairs = [
        (_("Place"), " · ".join(part for part in (walkthrough.hall, window) if part) or "–"),
        (_("Visits"), _visits(matter)),
        (_("Officers"), listed(people) or "–"),
        (_("Manner"), f"{accompanied} · {announced}"),
    ]
    if walkthrough.companion:
        pairs.append((_("Accompanied by"), walkthrough.companion))
    if walkthrough.item:
        told = _("version {version}, guide read on {date}").format(
            version=walkthrough.item.version, date=day_text(walkthrough.item.read_on)
        )
        pairs.append((_("Service item"), told))
        pairs.append((_("Authority"), pick(walkthrough.item.authority)))
    if walkthrough.scheme:
        told = _("{title}, version {version}").format(
            title=pick(walkthrough.scheme.title), version=walkthrough.scheme.version
        )
        pairs.append((_("Scheme"), told))
    names = {"case": _("Case number"), "task": _("Task"), "round": _("Round")}
    pairs += [(names[name], link) for name, link in walkthrough.links.items() if name in names and link]
    if walkthrough.part:
        steps = listed(step_title(walkthrough, step) for step in walkthrough.part)
        pairs.append((_("Part walked"), steps))
    return pairs


def _visits(matter: Matter) -> str:
    visits = matter.visits
    if not visits:
        started = matter.walkthrough.started
        return day_text(started.wall.date()) if started else "–"
    days = listed(dict.fromkeys(short_day(visit.arrived.wall) for visit in visits))
    year = visits[0].arrived.wall.year
    count = ngettext("{count} visit", "{count} visits", len(visits)).format(count=len(visits))
    return f"{count} · {year} · {days}"


def _standing(matter: Matter) -> None:
    """Whether this is a sealed record or a draft: nobody may take one for the other."""
    walkthrough, flow, seal = matter.walkthrough, matter.flow, matter.seal
    if seal:
        told = _("Sealed {time}, revision {revision}. Digest of the bundle: {digest}").format(
            time=f"{seal.sealed_at:%Y-%m-%d %H:%M}", revision=seal.revision, digest=seal.digest[:16] + "…"
        )
        ink, ground = palette.GOOD, palette.GOOD_SOFT
    elif walkthrough.status is Status.SEALED:
        told = _("Sealed, revision {revision}.").format(revision=walkthrough.revision)
        ink, ground = palette.GOOD, palette.GOOD_SOFT
    else:
        told = _("Draft: this record is not sealed yet and can still change.")
        ink, ground = palette.WARNING, palette.WARNING_SOFT
    flow.pen.box(LEFT, flow.y, WIDTH, 19, ground)
    flow.pen.box(LEFT, flow.y, 3, 19, ink)
    flow.put(LEFT + 10, flow.y + 3.5, told, Face(palette.SMALL, ink))
    flow.y += 28


def _answers(matter: Matter) -> None:
    """The questions that head the summary, each with its level in words and as a row of dots."""
    scheme, flow = matter.walkthrough.scheme, matter.flow
    headings = scheme.headings if scheme else ()
    for start in range(0, len(headings), 4):
        row = headings[start : start + 4]
        width = (WIDTH - _GUTTER * (len(row) - 1)) / len(row)
        shown = [flow.lines(pick(heading.title), width - 18, SMALL)[:2] for heading in row]
        above = max(map(len, shown)) * SMALL.leading
        flow.need(above + 46)
        for place, (heading, question) in enumerate(zip(row, shown, strict=True)):
            _answer(matter, heading, question, LEFT + place * (width + _GUTTER), width, above)
        flow.y += above + 46


def _answer(
    matter: Matter, heading: Indicator, question: list[str], x: float, width: float, above: float
) -> None:
    flow, pen = matter.flow, matter.flow.pen
    reading = matter.walkthrough.reading(heading.id)
    level = reading.value if reading and isinstance(reading.value, int) else 0
    pen.box(x, flow.y, width, above + 36, palette.GROUND)
    for place, line in enumerate(question):
        flow.put(x + 9, flow.y + 5 + place * SMALL.leading, line, SMALL)
    told = o5_name(level) if level else _("not answered")
    flow.put(x + 9, flow.y + above + 6, told, _ANSWER if level else SMALL)
    for dot in range(5):
        middle = x + 13 + dot * 11
        if dot < level:
            pen.dot(middle, flow.y + above + 29, 3, ACCENT)
        else:
            pen.ring(middle, flow.y + above + 29, 2.8, palette.STRONG_LINE, 0.6)


def _figures(matter: Matter) -> None:
    """The most telling figures in one row; which ones, depends on what was recorded."""
    flow, told = matter.flow, _told(matter)
    width = WIDTH / 4
    for start in range(0, len(told), 4):
        row = told[start : start + 4]
        flow.need(44)
        for place, (label, figure, note) in enumerate(row):
            x = LEFT + place * width
            if place:
                flow.pen.line(x - 6, flow.y + 2, x - 6, flow.y + 38, LINE)
            flow.put(x, flow.y, flow.fitted(label, width - 12, LABEL), LABEL)
            flow.put(x, flow.y + 10, flow.fitted(figure, width - 12, _FIGURE), _FIGURE)
            flow.put(x, flow.y + 30, flow.fitted(note, width - 12, LABEL), LABEL)
        flow.y += 48
    _urgent(matter)


def _told(matter: Matter) -> Sequence[tuple[str, str, str]]:
    walkthrough, clocks, sets = matter.walkthrough, matter.clocks, matter.walkthrough.sets
    told = []
    if clocks.queue:
        flagged = _("no ticket: from the line") if clocks.is_queue_flagged else ""
        told.append((measure_name(Computed.QUEUE_TIME), duration_text(clocks.queue), flagged))
    if clocks.lived_wait:
        count = sum(wait is not None for wait in lived_waits(walkthrough))
        note = ngettext("over {count} visit", "over {count} visits", count).format(count=count)
        told.append((measure_name(Computed.LIVED_WAIT), duration_text(clocks.lived_wait), note))
    if clocks.service:
        told.append((measure_name(Computed.SERVICE_TIME), duration_text(clocks.service), ""))
    if clocks.turnaround:
        days = clocks.turnaround.working_days
        figure = (
            "–"
            if days is None
            else ngettext("{count} working day", "{count} working days", days).format(count=days)
        )
        told.append((measure_name(Computed.TURNAROUND), figure, duration_text(clocks.turnaround.duration)))
    if matter.visits:
        promised = walkthrough.item.trips if walkthrough.item else None
        note = (
            _("promised: {count}").format(count=promised)
            if promised is not None
            else _("the guide names no number")
        )
        told.append((measure_name(Computed.TRIPS), str(len(matter.visits)), note))
    if sets.demanded:
        note = _("{count} of {total} demanded, {rate}").format(
            count=len(sets.extra), total=len(sets.demanded), rate=rate_text(sets.extra_rate)
        )
        told.append((measure_name(Computed.MATERIALS_EXTRA), str(len(sets.extra)), note))
    told.append(_findings(matter))
    steps = len(matter.step_numbers)
    planned = len(walkthrough.part or (walkthrough.scheme.steps if walkthrough.scheme else ()))
    told.append((_("Steps walked"), str(steps), _("of {count} in the scheme").format(count=planned)))
    return told


def _findings(matter: Matter) -> tuple[str, str, str]:
    findings = matter.walkthrough.findings
    good = sum(finding.kind is FindingKind.GOOD_PRACTICE for finding in findings)
    unconfirmed = sum(not finding.is_confirmed for finding in findings)
    note = _("{good} good, {open} not confirmed").format(good=good, open=unconfirmed)
    return _("Findings"), str(len(findings)), note


def _urgent(matter: Matter) -> None:
    urgent = [finding for finding in matter.walkthrough.findings if finding.is_urgent]
    flow = matter.flow
    for finding in urgent:
        told = finding.fact if finding.is_confirmed else _("Not confirmed: {fact}").format(fact=finding.fact)
        lines = flow.at_most(6, told, WIDTH - 62)
        height = len(lines) * PLAIN.leading + 8
        flow.need(height)
        flow.pen.box(LEFT, flow.y, WIDTH, height, palette.DANGER_SOFT)
        flow.pen.box(LEFT, flow.y, 3, height, palette.DANGER)
        flow.put(LEFT + 10, flow.y + 4, _("Urgent"), Face(palette.BODY, palette.DANGER, True))
        for place, line in enumerate(lines):
            flow.put(LEFT + 52, flow.y + 4 + place * PLAIN.leading, line, PLAIN)
        flow.y += height + 6
