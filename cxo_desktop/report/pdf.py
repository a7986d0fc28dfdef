"""The report of one walkthrough as a PDF: rendered from the folded record, the same record giving the same bytes.

It is built in memory and written to whatever stream it is given; clear text never touches the disk here.
"""

from typing import BinaryIO

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.report.book import Book, Imprint
from cxo_desktop.report.flow import Flow
from cxo_desktop.report.matter import Matter, PhotoOf, SealFacts
from cxo_desktop.report.parts.findings import evidence, findings
from cxo_desktop.report.parts.head import head
from cxo_desktop.report.parts.journey import journey
from cxo_desktop.report.parts.method import method
from cxo_desktop.report.parts.papers import papers
from cxo_desktop.report.parts.steps import attitude, codes, notes, steps
from cxo_desktop.report.parts.timeline import timeline
from cxo_desktop.report.parts.times import times
from cxo_desktop.report.parts.voices import voices
from cxo_desktop.words import _, language, pick, speaking

__all__ = ["PhotoOf", "SealFacts", "render", "render_to"]

_PARTS = (
    head,
    times,
    journey,
    papers,
    steps,
    attitude,
    codes,
    findings,
    evidence,
    voices,
    notes,
    timeline,
    method,
)


def render(
    walkthrough: Walkthrough, *, photo: PhotoOf, language: str = "zh_CN", seal: SealFacts | None = None
) -> bytes:
    """The report as bytes. `photo` gives the report copy (upright JPEG) of an evidence id; `language`: zh_CN or en."""
    with speaking(language):
        matter = Matter(walkthrough, Flow(Book(_imprint(walkthrough, seal))), photo, seal)
        for part in _PARTS:
            part(matter)
        return matter.flow.book.finished()


def render_to(
    out: BinaryIO,
    walkthrough: Walkthrough,
    *,
    photo: PhotoOf,
    language: str = "zh_CN",
    seal: SealFacts | None = None,
) -> None:
    """Writes the report into a stream."""
    out.write(render(walkthrough, photo=photo, language=language, seal=seal))


def _imprint(walkthrough: Walkthrough, seal: SealFacts | None) -> Imprint:
    item = pick(walkthrough.item.title) if walkthrough.item else _("Unknown service item")
    reference = _("Record {id} · revision {revision}").format(
        id=walkthrough.id[:8] or "–", revision=walkthrough.revision
    )
    return Imprint(
        title=_("Walkthrough report: {item}").format(item=item),
        running=" · ".join(part for part in (item, walkthrough.hall) if part),
        reference=reference,
        language=language(),
        made=seal.sealed_at if seal else walkthrough.entries[-1].recorded,
    )
