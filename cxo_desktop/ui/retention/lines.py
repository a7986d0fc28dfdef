"""How what may go, what comes next and the log read: by walkthrough, each with its reason; of a long list the beginning."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from cxo_core.summary import Summary
from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import erased_words, part_words
from cxo_desktop.services.kept import parts_of
from cxo_desktop.services.retention import Dated, What
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.words import _, pick

SHOWN = 40
"""So many lines of a list are read at once; the rest is unfolded, and the commands list all."""

DOUBT = "◇"
"""Stands before what is due by this laptop's clock alone."""


def object_lines(
    objects: Sequence[Dated],
    about: Mapping[str, Summary],
    days: Mapping[What, int],
    doubted: Collection[Dated] = (),
) -> list[str]:
    """A line that names the walkthrough, and below it one for each kind and day; `doubted` have the mark `DOUBT`."""
    lines: list[str] = []
    places = {each: place for place, each in enumerate(dict.fromkeys(each.walkthrough for each in objects))}
    for walkthrough, group in groupby(
        sorted(objects, key=lambda each: places[each.walkthrough]), key=lambda each: each.walkthrough
    ):
        same = list(group)
        lines.append(heading_of(walkthrough, about.get(walkthrough)))
        sure = [each for each in same if each not in doubted]
        unsure = [each for each in same if each in doubted]
        lines += [f"    {part_words(part, days)}" for part in parts_of(sure)]
        lines += [f"  {DOUBT} {part_words(part, days)}" for part in parts_of(unsure)]
    return lines


def heading_of(walkthrough: str, summary: Summary | None) -> str:
    """Which walkthrough, as its officer knows it; of one that is gone the beginning of its id."""
    if summary is None:
        return walkthrough[:12] or _("Not about a walkthrough")
    started = f"{summary.started.astimezone():%Y-%m-%d}"
    place = " ".join(part for part in (summary.hall, summary.window) if part)
    return " · ".join(part for part in (pick(summary.item_title), started, place) if part)


def erasure_line(each: Erasure) -> str:
    size = size_text(each.bytes) if each.bytes else ""
    parts = (day_and_time(each.at), each.walkthrough[:12], erased_words(each), size, each.sha256[:12])
    return " · ".join(part for part in parts if part)


def listed(lines: Sequence[str], most: int = SHOWN) -> str:
    more = len(lines) - most
    shown = list(lines[:most])
    return "\n".join([*shown, _("and {count} more").format(count=more)] if more > 0 else shown)
