"""Voice notes: what paper can say of them. Where and when each was spoken, how long it lasts, and the digest that proves it."""

from datetime import datetime

from cxo_core.walkthrough import Evidence
from cxo_desktop.measure_words import length_text
from cxo_desktop.report.flow import PLAIN, SMALL
from cxo_desktop.report.matter import Matter
from cxo_desktop.report.ruled_table import Cell, Column, Table
from cxo_desktop.words import _

_SHORT_DIGEST = 16


def voices(matter: Matter) -> None:
    spoken = matter.walkthrough.voices
    if not spoken:
        return
    flow = matter.flow
    flow.section(_("Voice notes"), keep=90)
    flow.paragraph(
        _("They are in the bundle and can be listened to in the program; paper can only name them."), SMALL
    )
    table = Table(
        flow,
        [
            Column(_("Evidence"), 17),
            Column(_("Spoken"), 20),
            Column(_("Length"), 9),
            Column(_("Step"), 24),
            Column(_("What is in it"), 30),
        ],
    )
    for note in spoken:
        table.row(
            [
                Cell(matter.figure(note.id), PLAIN),
                Cell(f"{spoken_at(note):%Y-%m-%d %H:%M:%S}", SMALL),
                Cell(length_text(note.length_ms), SMALL),
                Cell(matter.step(note.step), SMALL),
                Cell(note.caption or _("no caption"), SMALL, note=f"SHA-256 {note.sha256[:_SHORT_DIGEST]}…"),
            ]
        )
    flow.y += 6


def spoken_at(note: Evidence) -> datetime:
    """When it began, where the note says so; else when it came into the record."""
    try:
        return datetime.fromisoformat(note.taken) if note.taken else note.wall
    except ValueError:
        return note.wall
