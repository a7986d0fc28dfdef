"""Step by step: every reading in the words of its scale, the acts that were seen, and the rating codes."""

from collections.abc import Iterator

from cxo_core.clocks import step_time
from cxo_core.rating_codes import CODES, proposed
from cxo_core.scheme import Indicator
from cxo_desktop.entry_words import act_title, code_text, indicator_title, reading_text
from cxo_desktop.kind_words import outcome_name
from cxo_desktop.measure_words import duration_text
from cxo_desktop.report import palette
from cxo_desktop.report.flow import BOLD, LABEL, PLAIN, SMALL, Face
from cxo_desktop.report.matter import Matter, listed
from cxo_desktop.report.pairs import pairs
from cxo_desktop.report.ruled_table import Cell, Column, Table
from cxo_desktop.words import _, ngettext

_SEEN = Face(palette.BODY, palette.GOOD, True)
_NOT_SEEN = Face(palette.BODY, palette.DANGER, True)


def steps(matter: Matter) -> None:
    if not matter.step_numbers:
        return
    matter.flow.section(_("Readings by step"))
    for step in matter.step_numbers:
        _step(matter, step)
    _not_walked(matter)


def _step(matter: Matter, step: str) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    record = walkthrough.step_record(step)
    head = [duration_text(step_time(walkthrough, step))]
    if len(record.stays) > 1:
        head.append(
            ngettext("{count} stay", "{count} stays", len(record.stays)).format(count=len(record.stays))
        )
    if record.outcome:
        head.append(outcome_name(record.outcome))
    flow.heading(matter.step(step), keep=60)
    flow.put_right(palette.RIGHT, flow.y - 17, " · ".join(head), SMALL)
    told = list(_told(matter, step))
    if told:
        pairs(flow, told)
    else:
        flow.paragraph(_("No reading was taken here."), LABEL)


def _told(matter: Matter, step: str) -> Iterator[tuple[str, str]]:
    """Title and value of each reading at the step: the channel's core first, then in the order of the scheme."""
    walkthrough, scheme = matter.walkthrough, matter.walkthrough.scheme
    readings = [reading for reading in walkthrough.readings if reading.step == step]
    known: list[Indicator] = list(scheme.indicators) if scheme else []
    order = {each.id: (not each.core, place) for place, each in enumerate(known)}
    for reading in sorted(readings, key=lambda each: order.get(each.indicator, (True, len(order)))):
        yield (
            indicator_title(walkthrough, reading.indicator),
            reading_text(walkthrough, reading.indicator, reading.value),
        )


def _not_walked(matter: Matter) -> None:
    walkthrough = matter.walkthrough
    planned = walkthrough.scheme.steps if walkthrough.scheme else ()
    left_out = [step.id for step in planned if step.id not in matter.step_numbers]
    if left_out:
        told = listed(matter.step(step) for step in left_out)
        matter.flow.gap(6)
        matter.flow.paragraph(_("Not walked: {steps}.").format(steps=told), SMALL)


def attitude(matter: Matter) -> None:
    """Acts anybody could see, with the steps at which they were seen or missed. Never a person's name."""
    walkthrough, flow = matter.walkthrough, matter.flow
    if not walkthrough.attitude:
        return
    flow.section(_("Attitude, by what could be seen"))
    table = Table(
        flow, [Column("", 4), Column(_("Act"), 40), Column(_("Seen"), 28), Column(_("Not seen"), 28)]
    )
    acts = dict.fromkeys(act for _step, act in walkthrough.attitude)
    for act in acts:
        seen = {
            answer: listed(
                matter.step(step)
                for (step, each), said in walkthrough.attitude.items()
                if each == act and said is answer
            )
            for answer in (True, False)
        }
        mark = Cell("✓", _SEEN) if not seen[False] else Cell("×", _NOT_SEEN)
        table.row(
            [
                mark,
                act_title(walkthrough, act),
                Cell(seen[True] or "–", SMALL),
                Cell(seen[False] or "–", SMALL),
            ]
        )
    flow.y += 6


def codes(matter: Matter) -> None:
    """Reason codes of 好差评 the officer confirmed; a proposal he has not answered is shown as just that."""
    walkthrough, flow = matter.walkthrough, matter.flow
    because = {each.code.code: each.because for each in proposed(walkthrough)}
    told = dict.fromkeys([*(code for code, said in walkthrough.codes.items() if said), *because])
    declined = [code for code, said in walkthrough.codes.items() if not said]
    if not told and not declined:
        return
    flow.section(_("Reason codes of the service evaluation"))
    table = Table(
        flow,
        [
            Column(_("Level"), 14),
            Column(_("Code"), 42),
            Column(_("Standing"), 22),
            Column(_("Rests on entries"), 22),
        ],
    )
    for code in sorted({*told, *declined}):
        said = walkthrough.codes.get(code)
        standing = {True: _("confirmed"), False: _("declined"), None: _("proposed, not confirmed")}[said]
        stars = "★" * CODES[code].stars if code in CODES else "–"
        entries = listed(str(seq) for seq in because.get(code, ()))
        table.row(
            [
                Cell(stars, Face(palette.SMALL, palette.ACCENT)),
                Cell(code_text(code), PLAIN, is_struck=said is False),
                Cell(standing, BOLD if said else SMALL),
                Cell(entries or "–", SMALL),
            ]
        )
    flow.y += 6


def notes(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    if not walkthrough.notes:
        return
    flow.section(_("Notes"), keep=40)
    for note in walkthrough.notes:
        entry = walkthrough.entry(note.seq)
        told = f"{entry.wall:%m-%d %H:%M} · {matter.step(note.step)} · {walkthrough.officer_name(entry.by)}"
        flow.need(30)
        flow.paragraph(told, LABEL, after=0)
        flow.paragraph(note.text, PLAIN, after=7)
