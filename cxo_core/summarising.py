"""The library line of a walkthrough, made from its state in the same transaction as the event that changed it."""

from dataclasses import replace

from cxo_core.event import Event
from cxo_core.findings import Finding
from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_core.walkthrough import Walkthrough


def summary_of(walkthrough: Walkthrough) -> Summary:
    """One line. `search` holds what people remember a walkthrough by: item, place, papers, notes, findings, captions."""
    first, last = walkthrough.entries[0], walkthrough.entries[-1]
    title = walkthrough.item.title if walkthrough.item else Text("", "")
    return Summary(
        id=walkthrough.id,
        item_id=walkthrough.item.id if walkthrough.item else "",
        item_title=title,
        role=walkthrough.role.value if walkthrough.role else "",
        channel=walkthrough.channel.value if walkthrough.channel else "",
        hall=walkthrough.hall,
        window=walkthrough.window,
        status=walkthrough.status.value,
        revision=walkthrough.revision,
        started=first.wall,
        updated=last.recorded,
        last_seq=last.seq,
        chain_head=walkthrough.chain_head,
        step=walkthrough.step,
        visits=len(walkthrough.visits),
        findings=len(walkthrough.findings),
        photos=len(walkthrough.photos),
        officers="、".join(officer.name for officer in walkthrough.officers),
        search="\n".join(_remembered(walkthrough, title)),
    )


_PLAIN = HAPPENINGS - {Kind.ARRIVED, Kind.LEFT}
"""Kinds that change nothing a list shows but when something last happened."""


def is_plain(event: Event) -> bool:
    return event.kind in _PLAIN


def summary_after(before: Summary, event: Event) -> Summary:
    """The line after a plain event, without looking at the record again: the same cost however long it is."""
    return replace(before, updated=event.recorded.wall, last_seq=event.seq, chain_head=event.digest)


def _remembered(walkthrough: Walkthrough, title: Text) -> list[str]:
    told = [title.zh, title.en, walkthrough.hall, walkthrough.window, walkthrough.companion]
    told += [officer.name for officer in walkthrough.officers]
    told += [paper.title.zh for paper in walkthrough.materials if paper.is_extra]
    told += [note.text for note in walkthrough.notes]
    told += [text for finding in walkthrough.findings for text in _words_of(finding)]
    told += [each.caption for each in walkthrough.kept]
    return [text for text in told if text]


def _words_of(finding: Finding) -> tuple[str, str, str]:
    return finding.fact, finding.cause, finding.suggestion
