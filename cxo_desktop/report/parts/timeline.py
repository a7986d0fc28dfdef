"""Every entry of the record in the order in which things happened; what was struck, undone or corrected stays to be seen."""

from collections.abc import Iterator

from cxo_core.entry import Entry, Standing
from cxo_core.moment import Entered
from cxo_desktop.entry_words import entry_text
from cxo_desktop.kind_words import kind_name, name_of
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, SMALL, Face
from cxo_desktop.report.matter import Matter, short_day
from cxo_desktop.report.ruled_table import Band, Cell, Column, Row, Table
from cxo_desktop.words import _

_DAY = Face(palette.BODY, palette.TEXT, True)
_EVENT = Face(palette.SMALL, palette.TEXT)
_DETAIL = SMALL
_GONE = Face(palette.SMALL, palette.FAINT)
_LATE = Face(palette.SMALL, palette.WARNING, True)


def timeline(matter: Matter) -> None:
    flow = matter.flow
    flow.section(_("Timeline"))
    table = Table(
        flow,
        [
            Column(_("No."), 5),
            Column(_("Time"), 11),
            Column(_("Event"), 18),
            Column(_("Details"), 44),
            Column(_("Entered"), 11),
            Column(_("By"), 11),
        ],
        face=SMALL,
        padding=2.0,
    )
    table.rows(_rows(matter))


def _rows(matter: Matter) -> Iterator[Row]:
    walkthrough = matter.walkthrough
    day, at = None, -1
    for entry in sorted(walkthrough.entries, key=lambda each: (each.placed, each.seq)):
        number = next((visit.number for visit in matter.visits if matter.is_at(visit, entry)), 0)
        if (entry.wall.date(), number) != (day, at):
            day, at = entry.wall.date(), number
            told = f"{entry.wall.year} · {short_day(entry.wall)}"
            if at:
                told += " · " + _("visit {number}").format(number=at)
            yield Band(told, _DAY)
        yield _row(matter, entry)


def _row(matter: Matter, entry: Entry) -> list[Cell | str]:
    walkthrough = matter.walkthrough
    is_struck = not entry.counts
    entered = LABEL if entry.entered is Entered.LIVE else _LATE
    written = ""
    if entry.entered is not Entered.LIVE:
        written = _("written {time}").format(time=f"{entry.recorded:%m-%d %H:%M}")
    return [
        Cell(str(entry.seq), LABEL),
        Cell(f"{entry.wall:%H:%M:%S}", _GONE if is_struck else _DETAIL, is_struck),
        Cell(kind_name(entry.kind), _GONE if is_struck else _EVENT, is_struck),
        Cell(
            entry_text(entry, walkthrough),
            _GONE if is_struck else _DETAIL,
            is_struck,
            "\n".join(_revisions(matter, entry)),
        ),
        Cell(name_of(entry.entered), entered, note=written),
        Cell(walkthrough.officer_name(entry.by), LABEL),
    ]


def _revisions(matter: Matter, entry: Entry) -> Iterator[str]:
    """Why an entry does not count or reads otherwise than it was written; both versions, with the reason."""
    walkthrough = matter.walkthrough
    if entry.standing is Standing.STRUCK:
        yield _("Struck out: {reason}").format(reason=entry.reason)
    elif entry.standing is Standing.UNDONE:
        yield _("Undone")
    if entry.is_corrected and entry.was is not None:
        was = " · ".join(
            part for part in (f"{entry.was.wall:%H:%M:%S}", entry_text(entry.was, walkthrough)) if part
        )
        reason = entry.reason if entry.standing is not Standing.STRUCK else "–"
        yield _("Corrected: {reason}. It was: {before}").format(reason=reason, before=was)
