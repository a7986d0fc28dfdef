"""How everything in this report was come by: definitions, entry, officers, clocks of the computer, burden, digests, proof."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from cxo_core.computed import Computed
from cxo_core.gaps import gaps
from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.moment import Entered
from cxo_core.spans import spans, time_in
from cxo_core.walkthrough import Status
from cxo_desktop.gap_words import gap_sentence
from cxo_desktop.kind_words import anomaly_sentence, burdened_name, duty_name, kind_name, name_of, span_name
from cxo_desktop.measure_words import duration_text, measure_name, time_text
from cxo_desktop.report import palette
from cxo_desktop.report.flow import BOLD, LABEL, PLAIN, SMALL, Face
from cxo_desktop.report.matter import Matter, listed, moment_text, noted
from cxo_desktop.report.ruled_table import Cell, Column, Table
from cxo_desktop.words import N_, _, ngettext

_DIGEST = Face(palette.TINY, palette.TEXT)

_DEFINITIONS: tuple[tuple[Computed, str], ...] = (
    (
        Computed.QUEUE_TIME,
        N_(
            "From the ticket to the last call. Without a ticket, from joining the line to the start of service, and marked."
        ),
    ),
    (Computed.CALL_RESPONSE, N_("From the last call to the start of service.")),
    (
        Computed.SERVICE_TIME,
        N_("From the start to the end of service, interruptions included; these are shown beside it."),
    ),
    (
        Computed.LIVED_WAIT,
        N_(
            "From arriving to the first start of service on that visit, less the applicant's own preparation. Never added to the queue time."
        ),
    ),
    (
        Computed.TURNAROUND,
        N_("From the first submission to delivery, in minutes, calendar days and working days."),
    ),
    (
        Computed.LEGAL_CLOCK,
        N_(
            "Working days from acceptance to decision by the State Council's calendar; the start day and special procedures do not count (Administrative Licensing Law 42, 45; Civil Code 201, 203)."
        ),
    ),
    (Computed.EXTRA_RATE, N_("Papers demanded outside the guide's list, out of all papers demanded.")),
    (Computed.GUIDE_ACCURACY, N_("Papers both listed and demanded, out of all papers listed or demanded.")),
)


def method(matter: Matter) -> None:
    matter.flow.section(_("Method and proof"))
    _definitions(matter)
    _entered(matter)
    _officers(matter)
    _remarks(matter)
    _missing(matter)
    _digests(matter)
    _proof(matter)


def _definitions(matter: Matter) -> None:
    matter.flow.heading(_("Definitions"), keep=90)
    table = Table(matter.flow, [Column("", 5), Column("", 21), Column("", 74)])
    for measure, words in _DEFINITIONS:
        letter = measure.value if len(measure.value) == 1 else ""
        table.row(
            [
                Cell(letter, Face(palette.SMALL, palette.ACCENT, True)),
                Cell(measure_name(measure), SMALL),
                Cell(_(words), SMALL),
            ]
        )
    matter.flow.y += 4
    matter.flow.paragraph(
        _(
            "A duration is taken from the computer's running clock when both its ends were tapped live and the computer was not restarted in between; otherwise from the time of day. Each figure says which, and is only as direct as its weaker end."
        ),
        SMALL,
    )


def _entered(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    happened = [entry for entry in walkthrough.counting if entry.kind in HAPPENINGS]
    counts = Counter(entry.entered for entry in happened)
    flow.heading(_("How the events were entered"), keep=40)
    told = listed(f"{name_of(how)} {counts[how]}" for how in Entered)
    flow.paragraph(
        ngettext(
            "{count} event of the walk: {ways}.", "{count} events of the walk: {ways}.", len(happened)
        ).format(count=len(happened), ways=told),
        PLAIN,
    )
    late = [
        noted(f"{kind_name(entry.kind)} {entry.wall:%m-%d %H:%M}", name_of(entry.entered))
        for entry in happened
        if entry.entered is not Entered.LIVE
    ]
    if late:
        flow.paragraph(_("Not live: {events}.").format(events=listed(late)), SMALL)


def _officers(matter: Matter) -> None:
    """Who entered how much: two officers may have recorded side by side."""
    walkthrough, flow = matter.walkthrough, matter.flow
    counts = Counter(entry.by for entry in walkthrough.entries)
    flow.heading(_("Who recorded"), keep=70)
    table = Table(
        flow,
        [Column(_("Officer"), 30), Column(_("Duty"), 30), Column(_("Entries"), 20), Column(_("Share"), 20)],
    )
    people = {officer.id: officer for officer in walkthrough.officers}
    for officer in dict.fromkeys([*people, *counts]):
        known = people.get(officer)
        share = f"{counts[officer] * 100 / max(1, len(walkthrough.entries)):.0f} %"
        table.row(
            [
                known.name if known else officer,
                Cell(duty_name(known.duty) if known else "–", SMALL),
                str(counts[officer]),
                share,
            ]
        )
    flow.y += 4


def _remarks(matter: Matter) -> None:
    """Clock jumps, burden, pauses, events without effect and, in a draft, what is still missing."""
    told = [*_clock_jumps(matter), *_burden(matter), *_stretches(matter), *_anomalies(matter)]
    matter.flow.heading(_("What else to know"), keep=40)
    for sentence in told or [_("Nothing else.")]:
        matter.flow.paragraph(sentence, SMALL, after=2)
    walkthrough = matter.walkthrough
    if walkthrough.status is not Status.SEALED and matter.seal is None and (missing := gaps(walkthrough)):
        matter.flow.heading(_("Still missing before sealing"), keep=40)
        for gap in missing:
            matter.flow.paragraph("· " + gap_sentence(gap, walkthrough), SMALL, after=2)


def _clock_jumps(matter: Matter) -> Iterator[str]:
    jumps = matter.walkthrough.of_kind(Kind.CLOCK_JUMPED)
    if not jumps:
        yield _("The computer's time of day did not jump while recording.")
    for jump in jumps:
        yield _("The computer's time of day moved by {time} at {moment}; durations are not affected.").format(
            time=time_text(jump.body["jump_ms"]), moment=moment_text(jump)
        )


def _burden(matter: Matter) -> Iterator[str]:
    minutes: Counter[str] = Counter()
    for burden in matter.walkthrough.burden:
        minutes[burden.who] += burden.minutes
    if not minutes:
        yield _("No burden on the hall was logged.")
    for who, count in minutes.items():
        yield ngettext(
            "This walkthrough itself took {count} minute of the time of: {who}.",
            "This walkthrough itself took {count} minutes of the time of: {who}.",
            count,
        ).format(count=count, who=burdened_name(who))


def _stretches(matter: Matter) -> Iterator[str]:
    for started in (Kind.PAUSED, Kind.INTERVENTION_STARTED, Kind.INTERRUPTION_STARTED, Kind.FAILURE_STARTED):
        found = spans(matter.walkthrough, started)
        if found:
            causes = listed(
                dict.fromkeys(str(s.start.body["cause"]) for s in found if s.start.body.get("cause"))
            )
            told = (
                _("{name}: {count} times, {time} in all.") if len(found) > 1 else _("{name}: once, {time}.")
            )
            sentence = told.format(
                name=span_name(started), count=len(found), time=duration_text(time_in(found))
            )
            yield f"{sentence} {causes}".strip()


def _anomalies(matter: Matter) -> Iterator[str]:
    walkthrough = matter.walkthrough
    for anomaly in walkthrough.anomalies:
        entry = walkthrough.entry(anomaly.seq)
        yield _("Entry {number} ({event}) has no effect. {why}").format(
            number=anomaly.seq, event=kind_name(entry.kind), why=anomaly_sentence(anomaly.why)
        )


def _missing(matter: Matter) -> None:
    """Characters drawn as a box, by number and name; copied from the report they are the real ones."""
    flow, missing = matter.flow, matter.flow.book.missing
    if not missing:
        return
    flow.heading(_("Characters the typeface lacks"), keep=40)
    named = [f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in missing]
    flow.paragraph(
        _("Drawn as a box: {characters}. Copied, they are the real ones, except control characters.").format(
            characters=listed(named)
        ),
        SMALL,
    )


def _digests(matter: Matter) -> None:
    walkthrough, flow = matter.walkthrough, matter.flow
    if not walkthrough.evidence:
        return
    flow.heading(_("Digests of the evidence (SHA-256)"), keep=90)
    table = Table(
        flow,
        [
            Column(_("Evidence"), 13),
            Column(_("Taken in"), 20),
            Column(_("Copy in the bundle, below it the original file"), 67),
        ],
    )
    for photo in walkthrough.evidence:
        name = matter.figure(photo.id) if photo.is_kept else _("removed")
        table.row(
            [
                Cell(name, SMALL, note="" if photo.is_kept else photo.removed),
                Cell(f"{photo.wall:%Y-%m-%d %H:%M:%S}", SMALL),
                Cell(f"{photo.sha256}\n{photo.original_sha256}", _DIGEST),
            ]
        )
    flow.y += 4


def _proof(matter: Matter) -> None:
    walkthrough, flow, seal = matter.walkthrough, matter.flow, matter.seal
    flow.heading(_("Proof"), keep=100)
    pairs = [
        (
            _("Record"),
            _("{id}, revision {revision}, {count} entries").format(
                id=walkthrough.id, revision=walkthrough.revision, count=len(walkthrough.entries)
            ),
        ),
        (_("Head of the chain"), walkthrough.chain_head),
    ]
    if walkthrough.previous:
        pairs.append((_("Revision before"), walkthrough.previous))
    if seal:
        pairs.append((_("Sealed"), f"{seal.sealed_at:%Y-%m-%d %H:%M:%S %z}"))
        pairs.append((_("Digest of the bundle"), seal.digest))
    table = Table(flow, [Column("", 20), Column("", 80)])
    for label, text in pairs:
        table.row([Cell(label, LABEL), Cell(text, SMALL)])
    flow.y += 6
    flow.paragraph(
        _(
            "Every entry carries the digest of the one before it, so that nothing can be changed, left out or reordered without breaking the chain."
        ),
        SMALL,
    )
    if seal:
        name = seal.file_name or "FILE.cxo"
        flow.paragraph(
            _("To verify the bundle, on any computer with this program and the office's key:"), SMALL, after=1
        )
        flow.paragraph(f"cxo verify {name} --identity KEY", BOLD)
        flow.paragraph(
            _(
                "It checks the signature, the chain and every digest, and names what fails. The digest of the file must be the one above."
            ),
            SMALL,
        )
    else:
        flow.paragraph(_("This record is not sealed, so there is no bundle to verify yet."), SMALL)
