"""What is still missing before a walkthrough can be sealed: a pure function, one code and place for each gap."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cxo_core.clocks import step_time
from cxo_core.findings import FindingKind
from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.moment import Entered
from cxo_core.privacy import unchecked
from cxo_core.sequence import out_of_order
from cxo_core.spans import open_spans
from cxo_core.walkthrough import Status, Walkthrough

SAME_PICTURE_BITS = 4
"""Two photos whose 64-bit likeness differs in at most this many bits show the same picture."""


class Lack(StrEnum):
    """What can be missing or doubtful. `blocks` says which of them sealing refuses; the rest is only asked about."""

    NOTHING_RECORDED = "nothing-recorded"
    STILL_PAUSED = "still-paused"
    STILL_OPEN = "still-open"
    READING = "reading"
    HEADING = "heading"
    FINDING_WITHOUT_EVIDENCE = "finding-without-evidence"
    FINDING_WITHOUT_FACT = "finding-without-fact"
    FINDING_NOT_CONFIRMED = "finding-not-confirmed"
    TIMES_OUT_OF_ORDER = "times-out-of-order"
    ALL_TYPED = "all-typed"
    SAME_PHOTO = "same-photo"
    STEP_TOO_SHORT = "step-too-short"
    STEP_NOT_WALKED = "step-not-walked"
    CLOCK_JUMPED = "clock-jumped"
    OVERDUE_PAPER = "overdue-paper"
    PHOTO_WITHOUT_CAPTION = "photo-without-caption"
    PHOTO_NOT_CHECKED = "photo-not-checked"

    @property
    def blocks(self) -> bool:
        return self in _BLOCKING


_BLOCKING = frozenset(
    {Lack.NOTHING_RECORDED, Lack.FINDING_WITHOUT_FACT, Lack.STILL_PAUSED, Lack.PHOTO_NOT_CHECKED}
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing: where (step, event) and with what details the sentence about it is filled."""

    lack: Lack
    step: str | None = None
    seq: int | None = None
    details: dict[str, str | int] = field(default_factory=dict)


def gaps(walkthrough: Walkthrough) -> tuple[Gap, ...]:
    """Everything still missing, what blocks sealing first, then in the order of the walk."""
    found = [gap for look in _LOOKS for gap in look(walkthrough)]
    order = (
        {step.id: place for place, step in enumerate(walkthrough.scheme.steps)} if walkthrough.scheme else {}
    )
    return tuple(sorted(found, key=lambda gap: (not gap.lack.blocks, order.get(gap.step or "", len(order)))))


def _recorded(walkthrough: Walkthrough) -> Iterator[Gap]:
    if not any(entry.kind in HAPPENINGS for entry in walkthrough.counting):
        yield Gap(Lack.NOTHING_RECORDED)
    if walkthrough.status is Status.PAUSED:
        yield Gap(Lack.STILL_PAUSED)


def _open(walkthrough: Walkthrough) -> Iterator[Gap]:
    for span in open_spans(walkthrough):
        if span.start.kind is not Kind.PAUSED:
            yield Gap(Lack.STILL_OPEN, span.start.step, span.start.seq, {"kind": span.start.kind.value})


def _readings(walkthrough: Walkthrough) -> Iterator[Gap]:
    scheme = walkthrough.scheme
    if scheme is None:
        return
    for step in scheme.steps:
        if not walkthrough.step_record(step.id).stays:
            continue
        for indicator in scheme.readings_of(step):
            if indicator.required and walkthrough.reading(indicator.id, step.id) is None:
                yield Gap(Lack.READING, step.id, None, {"indicator": indicator.id})
    for heading in scheme.headings:
        if heading.required and walkthrough.reading(heading.id) is None:
            yield Gap(Lack.HEADING, None, None, {"indicator": heading.id})


def _steps(walkthrough: Walkthrough) -> Iterator[Gap]:
    if walkthrough.scheme is None:
        return
    for step in walkthrough.scheme.steps:
        is_asked = not walkthrough.part or step.id in walkthrough.part
        record = walkthrough.step_record(step.id)
        if is_asked and not step.optional and not record.stays:
            yield Gap(Lack.STEP_NOT_WALKED, step.id)
        spent = step_time(walkthrough, step.id)
        if spent is not None and spent.entered is Entered.LIVE and 0 <= spent.ms < step.floor_seconds * 1000:
            details: dict[str, str | int] = {"seconds": spent.seconds, "floor": step.floor_seconds}
            yield Gap(Lack.STEP_TOO_SHORT, step.id, record.stays[-1][0], details)


def _findings(walkthrough: Walkthrough) -> Iterator[Gap]:
    kept = {each.id for each in walkthrough.kept}
    for finding in walkthrough.findings:
        if not finding.fact.strip():
            yield Gap(Lack.FINDING_WITHOUT_FACT, finding.step, finding.seq)
        if finding.kind is FindingKind.SUGGESTION:
            continue
        if not any(evidence in kept for evidence in finding.evidence):
            yield Gap(Lack.FINDING_WITHOUT_EVIDENCE, finding.step, finding.seq, {"fact": finding.fact})
        if not finding.is_confirmed:
            yield Gap(Lack.FINDING_NOT_CONFIRMED, finding.step, finding.seq, {"fact": finding.fact})


def _order(walkthrough: Walkthrough) -> Iterator[Gap]:
    for earlier, later in out_of_order(walkthrough):
        details: dict[str, str | int] = {"earlier": earlier.kind.value, "later": later.kind.value}
        yield Gap(Lack.TIMES_OUT_OF_ORDER, later.step, later.seq, details)


def _entered(walkthrough: Walkthrough) -> Iterator[Gap]:
    happened = [entry for entry in walkthrough.counting if entry.kind in HAPPENINGS]
    if happened and all(entry.entered is not Entered.LIVE for entry in happened):
        yield Gap(Lack.ALL_TYPED)
    for jump in walkthrough.of_kind(Kind.CLOCK_JUMPED):
        yield Gap(Lack.CLOCK_JUMPED, jump.step, jump.seq, {"seconds": jump.body["jump_ms"] // 1000})


def _photos(walkthrough: Walkthrough) -> Iterator[Gap]:
    by_digest: dict[str, list[int]] = defaultdict(list)
    seen: list[tuple[int, int]] = []
    for photo in walkthrough.kept:
        by_digest[photo.original_sha256].append(photo.seq)
        is_same = len(by_digest[photo.original_sha256]) > 1
        bits = _bits(photo.likeness)
        if bits is not None:
            is_same = is_same or any((bits ^ other).bit_count() <= SAME_PICTURE_BITS for other, _ in seen)
            seen.append((bits, photo.seq))
        if is_same:
            yield Gap(Lack.SAME_PHOTO, photo.step, photo.seq, {"caption": photo.caption})
        if not photo.caption.strip():
            yield Gap(Lack.PHOTO_WITHOUT_CAPTION, photo.step, photo.seq)


def _bits(likeness: str) -> int | None:
    try:
        return int(likeness, 16)
    except ValueError:
        return None


def _unchecked(walkthrough: Walkthrough) -> Iterator[Gap]:
    """What a photo or voice note still needs before it may leave the laptop (个人信息保护法 28–31, 民法典 1019)."""
    for photo, want in unchecked(walkthrough):
        details: dict[str, str | int] = {
            "evidence": photo.id,
            "want": want.value,
            "caption": photo.caption,
        }
        yield Gap(Lack.PHOTO_NOT_CHECKED, photo.step, photo.seq, details)


def _papers(walkthrough: Walkthrough) -> Iterator[Gap]:
    for paper in walkthrough.materials:
        if paper.deferred is not None and paper.is_met is None:
            yield Gap(Lack.OVERDUE_PAPER, None, paper.deferred, {"title": paper.title.zh, "due": paper.due})


_LOOKS = (_recorded, _open, _readings, _steps, _findings, _order, _entered, _photos, _unchecked, _papers)
