"""The tables of what the officer says about the walk: materials, readings, findings, evidence."""

from collections.abc import Iterator

from cxo_core.moment import wall_text
from cxo_core.walkthrough import Walkthrough

Cell = str | int | bool | None
Row = tuple[Cell, ...]

MATERIALS = (
    "walkthrough",
    "material",
    "title",
    "listed",
    "required",
    "demanded",
    "extra",
    "unneeded",
    "demanded_by",
    "grade",
    "copies_listed",
    "copies_demanded",
    "given",
    "repeated",
    "deferred",
    "due",
    "met",
    "waived",
    "note",
)


def materials(walk: Walkthrough) -> Iterator[Row]:
    for paper in walk.materials:
        yield (
            walk.id,
            paper.id,
            paper.title.zh,
            paper.is_listed,
            paper.is_required,
            len(paper.demanded),
            paper.is_extra,
            paper.is_unneeded,
            paper.demanded_by,
            paper.grade.value if paper.grade else "",
            paper.copies_listed,
            paper.copies_demanded,
            len(paper.given),
            len(paper.repeated),
            paper.deferred is not None,
            paper.due,
            paper.is_met,
            paper.waived,
            paper.note,
        )


READINGS = ("walkthrough", "step", "indicator", "title", "scale", "value", "seq", "entered", "by")


def readings(walk: Walkthrough) -> Iterator[Row]:
    for reading in walk.readings:
        indicator = walk.scheme.indicator(reading.indicator) if walk.scheme else None
        entry = walk.entry(reading.seq)
        yield (
            walk.id,
            reading.step,
            reading.indicator,
            indicator.title.zh if indicator else "",
            indicator.scale.value if indicator else "",
            reading.value,
            reading.seq,
            entry.entered.value,
            entry.by,
        )


FINDINGS = (
    "walkthrough",
    "finding",
    "number",
    "step",
    "kind",
    "class",
    "domain",
    "grade",
    "confirmed",
    "severity",
    "urgent",
    "fact",
    "cause",
    "suggestion",
    "evidence",
    "by",
)


def findings(walk: Walkthrough) -> Iterator[Row]:
    for number, finding in enumerate(walk.findings, start=1):
        yield (
            walk.id,
            finding.id,
            number,
            finding.step,
            finding.kind.value,
            finding.klass.value,
            finding.domain.value if finding.domain else "",
            finding.grade.value,
            finding.is_confirmed,
            finding.severity,
            finding.is_urgent,
            finding.fact,
            finding.cause,
            finding.suggestion,
            " ".join(finding.evidence),
            finding.by,
        )


EVIDENCE = (
    "walkthrough",
    "evidence",
    "step",
    "seq",
    "at",
    "taken",
    "media_type",
    "bytes",
    "width",
    "height",
    "sha256",
    "original_sha256",
    "caption",
)


def evidence(walk: Walkthrough) -> Iterator[Row]:
    for photo in walk.kept:
        yield (
            walk.id,
            photo.id,
            photo.step,
            photo.seq,
            wall_text(photo.wall),
            photo.taken,
            photo.media_type,
            photo.bytes,
            photo.width,
            photo.height,
            photo.sha256,
            photo.original_sha256,
            photo.caption,
        )
