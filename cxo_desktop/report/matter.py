"""What the parts of one report share: the record, where they write, its photos with their figure numbers, the seal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from cxo_core.clocks import Clocks, clocks
from cxo_core.entry import Entry
from cxo_core.walkthrough import Evidence, Visit, Walkthrough
from cxo_desktop.gap_words import step_title
from cxo_desktop.report.flow import Flow
from cxo_desktop.words import _, language

PhotoOf = Callable[[str], bytes]
"""Evidence id → its report copy, an upright JPEG. Raises a Problem where it cannot be had."""

PICTURE_TYPES = "image/"


@dataclass(frozen=True, slots=True)
class SealFacts:
    """The sealed bundle this report belongs to. `digest`: SHA-256 of the bundle file, in hexadecimal."""

    digest: str
    revision: int
    sealed_at: datetime
    file_name: str = ""


@dataclass
class Matter:
    """`figures` numbers every kept picture in the order of the record; `shown` holds those already drawn."""

    walkthrough: Walkthrough
    flow: Flow
    photo: PhotoOf
    seal: SealFacts | None
    shown: set[str] = field(default_factory=set)

    @cached_property
    def clocks(self) -> Clocks:
        return clocks(self.walkthrough)

    @cached_property
    def figures(self) -> Mapping[str, int]:
        return {photo.id: number for number, photo in enumerate(self.walkthrough.photos, 1)}

    @cached_property
    def recordings(self) -> Mapping[str, int]:
        return {note.id: number for number, note in enumerate(self.walkthrough.voices, 1)}

    @cached_property
    def exhibits(self) -> Mapping[str, Evidence]:
        return {each.id: each for each in self.walkthrough.kept}

    @cached_property
    def step_numbers(self) -> Mapping[str, int]:
        """The number of every step that was walked, in the order of the scheme, then of the record."""
        scheme = self.walkthrough.scheme
        walked = [record.id for record in self.walkthrough.steps if record.stays]
        planned = [step.id for step in scheme.steps if step.id in walked] if scheme else []
        return {step: number for number, step in enumerate(dict.fromkeys([*planned, *walked]), 1)}

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        return self.walkthrough.visits

    def is_at(self, visit: Visit, entry: Entry) -> bool:
        """Whether an entry happened on that visit, from arriving to leaving."""
        last = visit.left
        return (visit.arrived.placed, visit.arrived.seq) <= (entry.placed, entry.seq) and (
            last is None or (entry.placed, entry.seq) <= (last.placed, last.seq)
        )

    def step(self, step: str | None) -> str:
        """A step's title with its number in this report."""
        number = self.step_numbers.get(step or "")
        title = step_title(self.walkthrough, step)
        return f"{number} {title}" if number else title

    def figure(self, evidence: str) -> str:
        """By what a photo or voice note is called in this report."""
        if evidence in self.recordings:
            return _("Voice note {number}").format(number=self.recordings[evidence])
        return _("Figure {number}").format(number=self.figures[evidence])


def moment_text(entry: Entry) -> str:
    """Date and time to the second, where it happened."""
    return f"{entry.wall:%Y-%m-%d %H:%M:%S}"


def weekday(moment: datetime) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[moment.weekday()]


def short_day(moment: datetime) -> str:
    """Month and day with the weekday."""
    if language() == "en":
        return f"{weekday(moment)} {moment.day} {moment:%b}"
    return f"{moment.month}月{moment.day}日 {weekday(moment)}"


def listed(parts: Iterable[str]) -> str:
    """Several things in one line, parted as the language in use parts them."""
    return _(", ").join(parts)


def noted(text: str, note: str) -> str:
    """A text with a remark in the brackets of the language in use."""
    return _("{text} ({note})").format(text=text, note=note)
