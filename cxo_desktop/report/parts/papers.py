"""The papers: what the guide lists against what was demanded, paper by paper, with the rates that follow."""

from collections.abc import Iterator

from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_desktop.kind_words import name_of
from cxo_desktop.measure_words import rate_text, yes_no
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, PLAIN, SMALL, Face
from cxo_desktop.report.matter import Matter, listed
from cxo_desktop.report.palette import LEFT, WIDTH
from cxo_desktop.report.ruled_table import Cell, Column, Table
from cxo_desktop.words import _, ngettext, pick

_WARNING = Face(palette.SMALL, palette.DANGER, True)
_FIGURE = Face(palette.SECTION, palette.TEXT, True)


def papers(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    if not walkthrough.materials:
        return
    flow.section(_("Papers"))
    _rates(matter)
    table = Table(
        flow,
        [
            Column("", 3),
            Column(_("Paper"), 32),
            Column(_("In the guide"), 15),
            Column(_("Demanded"), 21),
            Column(_("Given"), 9),
            Column(_("Remarks"), 20),
        ],
    )
    shown = sorted(enumerate(walkthrough.materials), key=lambda each: (not each[1].is_listed, each[0]))
    for number, (_place, paper) in enumerate(shown, 1):
        table.row(_row(matter, number, paper), tint=palette.DANGER_SOFT if paper.is_extra else None)
    flow.y += 6


def _rates(matter: Matter) -> None:
    """The counts and rates over all papers in one row."""
    walkthrough, flow, sets = matter.walkthrough, matter.flow, matter.walkthrough.sets
    told = walkthrough.of_kind(Kind.MISSING_TOLD)
    accepted = walkthrough.first(Kind.ACCEPTED)
    first_time = yes_no(not told) if accepted else "–"
    row = [
        (_("Listed"), str(len(sets.listed))),
        (_("Demanded"), str(len(sets.demanded))),
        (_("Extra"), f"{len(sets.extra)}  {rate_text(sets.extra_rate)}"),
        (_("Repeated"), str(len(sets.repeated))),
        (_("Accuracy of the guide"), rate_text(sets.guide_accuracy)),
        (_("Notices"), str(len(told))),
        (_("First time right"), first_time),
    ]
    width = WIDTH / len(row)
    flow.need(40)
    for place, (label, figure) in enumerate(row):
        x = LEFT + place * width
        flow.put(x, flow.y, flow.fitted(label, width - 6, LABEL), LABEL)
        flow.put(x, flow.y + 10, figure, _FIGURE)
    flow.y += 36


def _row(matter: Matter, number: int, paper: MaterialRecord) -> list[Cell | str]:
    return [
        Cell(str(number), LABEL),
        Cell(pick(paper.title), PLAIN, note=paper.note),
        Cell(_listed(paper), SMALL),
        Cell(listed(_demanded(matter, paper)) or "–", SMALL),
        Cell(_times(len(paper.given)), SMALL),
        Cell("\n".join(_remarks(paper)), _WARNING if paper.is_extra or paper.repeated else SMALL),
    ]


def _listed(paper: MaterialRecord) -> str:
    if not paper.is_listed:
        return _("not in the guide")
    told = _("required") if paper.is_required else _("if its condition is met")
    if paper.copies_listed:
        copies = ngettext("{count} copy", "{count} copies", paper.copies_listed)
        return f"{told} · {copies.format(count=paper.copies_listed)}"
    return told


def _demanded(matter: Matter, paper: MaterialRecord) -> Iterator[str]:
    if not paper.is_demanded:
        return
    yield f"{matter.walkthrough.entry(paper.demanded[0]).wall:%m-%d %H:%M}"
    if paper.demanded_by:
        yield paper.demanded_by
    if paper.copies_demanded:
        yield ngettext("{count} copy", "{count} copies", paper.copies_demanded).format(
            count=paper.copies_demanded
        )
    if paper.grade:
        yield name_of(paper.grade)


def _times(count: int) -> str:
    return ngettext("{count} time", "{count} times", count).format(count=count) if count else "–"


def _remarks(paper: MaterialRecord) -> Iterator[str]:
    if paper.is_extra:
        yield _("outside the list")
    if paper.repeated:
        count = len(paper.repeated)
        yield ngettext("asked for again {count} time", "asked for again {count} times", count).format(
            count=count
        )
    if paper.copies_beyond:
        count = paper.copies_beyond
        yield ngettext("{count} copy too many", "{count} copies too many", count).format(count=count)
    if paper.deferred is not None:
        due = _("deferred until {date}").format(date=paper.due or _("an open date"))
        state = {None: _("still open"), True: _("kept"), False: _("not kept")}[paper.is_met]
        yield f"{due}, {state}"
    if paper.waived:
        yield _("waived")
    if paper.is_unneeded:
        yield _("listed and never asked for")
