"""The findings, each with its facts, how it is known, and the photos that show it; then the photos of no finding."""

from cxo_core.findings import Finding, FindingKind
from cxo_core.walkthrough import Evidence
from cxo_desktop.kind_words import name_of, severity_name
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, PLAIN, SMALL, Face
from cxo_desktop.report.matter import PICTURE_TYPES, Matter, listed
from cxo_desktop.report.palette import LEFT, RIGHT, WIDTH, Ink
from cxo_desktop.report.parts.plates import plates
from cxo_desktop.words import _

_NUMBER = Face(palette.HEADING, palette.PAPER, True)
_TAG = Face(palette.TINY, palette.TEXT)
_LABELS = 52.0


def findings(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    flow.section(_("Findings"), keep=80 if walkthrough.findings else 20)
    if not walkthrough.findings:
        flow.paragraph(_("Nothing was found, good or bad."), SMALL)
    for number, finding in enumerate(walkthrough.findings, 1):
        _finding(matter, number, finding)


def _finding(matter: Matter, number: int, finding: Finding) -> None:
    flow, pen = matter.flow, matter.flow.pen
    flow.gap(10)
    pictures, others = _evidence(matter, finding)
    flow.need(300 if pictures else 92)
    title = f"{number} {finding.fact}"
    flow.book.mark(2, title if len(title) <= 40 else title[:39] + "…", flow.y - 4)
    colour = _colour(finding)
    pen.box(LEFT, flow.y, 18, 18, colour)
    flow.put_middle(LEFT + 9, flow.y + 1, str(number), _NUMBER)
    x = LEFT + 26
    for text, ink, ground in _tags(finding):
        width = flow.width(text, _TAG) + 9
        pen.box(x, flow.y + 3, width, 12.5, ground)
        flow.put(x + 4.5, flow.y + 4.2, text, Face(palette.TINY, ink))
        x += width + 5
    entry = matter.walkthrough.entry(finding.seq)
    flow.put_right(RIGHT, flow.y + 3, f"{entry.wall:%Y-%m-%d %H:%M}", LABEL)
    flow.y += 24
    flow.paragraph(
        finding.fact or _("(no fact was written down)"), Face(palette.HEADING, palette.TEXT), after=4
    )
    for label, text in _facts(matter, finding):
        _labelled(matter, label, text)
    if others:
        _labelled(matter, _("Evidence"), listed(others))
    flow.y += 4
    plates(matter, pictures)
    pen.line(LEFT, flow.y + 4, RIGHT, flow.y + 4)
    flow.y += 6


def _colour(finding: Finding) -> Ink:
    if finding.is_urgent:
        return palette.DANGER
    return palette.GOOD if finding.kind is FindingKind.GOOD_PRACTICE else palette.ACCENT


def _tags(finding: Finding) -> list[tuple[str, Ink, Ink]]:
    """Short words in boxes: urgent first, then what it is, then how far it can be relied on."""
    tags = [(_("Urgent"), palette.PAPER, palette.DANGER)] if finding.is_urgent else []
    tags += [
        (name_of(finding.kind), palette.TEXT, palette.SOFT),
        (name_of(finding.klass), palette.TEXT, palette.GROUND),
    ]
    if finding.domain:
        tags.append((name_of(finding.domain), palette.TEXT, palette.GROUND))
    tags.append((severity_name(finding.severity), palette.TEXT, palette.GROUND))
    if finding.is_confirmed:
        tags.append((name_of(finding.grade), palette.GOOD, palette.GOOD_SOFT))
    else:
        told = _("Not confirmed: {grade}").format(grade=name_of(finding.grade))
        tags.append((told, palette.WARNING, palette.WARNING_SOFT))
    return tags


def _facts(matter: Matter, finding: Finding) -> list[tuple[str, str]]:
    told = [
        (_("Step"), matter.step(finding.step)),
        (_("Cause"), finding.cause),
        (_("Suggestion"), finding.suggestion),
        (_("Noted by"), matter.walkthrough.officer_name(finding.by)),
    ]
    return [(label, text) for label, text in told if text]


def _labelled(matter: Matter, label: str, text: str) -> None:
    flow = matter.flow
    flow.need(PLAIN.leading)
    flow.put(LEFT, flow.y + 1, label, LABEL)
    flow.paragraph(text, PLAIN, x=LEFT + _LABELS, width=WIDTH - _LABELS, after=1.5)


def _evidence(matter: Matter, finding: Finding) -> tuple[list[Evidence], list[str]]:
    """The pictures to show here, and words for the rest: shown already, removed, or no pictures at all."""
    pictures, others = [], []
    kept = matter.exhibits
    for evidence in finding.evidence:
        if evidence not in kept:
            others.append(_("removed from the record"))
        elif evidence in matter.shown:
            others.append(_("see figure {number}").format(number=matter.figures[evidence]))
        elif kept[evidence].media_type.startswith(PICTURE_TYPES):
            pictures.append(kept[evidence])
        else:
            others.append(f"{matter.figure(evidence)} {kept[evidence].caption}".strip())
    if not finding.evidence:
        others.append(_("none"))
    return pictures, others


def evidence(matter: Matter) -> None:
    """Pictures that belong to no finding, in the order of the record."""
    left: list[Evidence] = [
        photo
        for photo in matter.walkthrough.photos
        if photo.id not in matter.shown and photo.media_type.startswith(PICTURE_TYPES)
    ]
    if not left:
        return
    matter.flow.section(_("Further evidence"), keep=180)
    plates(matter, left)
