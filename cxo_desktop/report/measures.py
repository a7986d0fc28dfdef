"""What a channel asks for and nobody types in: minutes, counts and rates worked out from the events, in words.

Online: registration, login, uploads, first visible status. Window duty: cases, activities, interruptions. Inspection:
notice, waiting, staff. Grassroots: consultations. Clocks and paper sets have tables of their own and are not repeated.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from cxo_core.clocks import day
from cxo_core.computed import Computed
from cxo_core.duration import Duration, between
from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.limit import DayUnit
from cxo_core.spans import overlap_ms, spans, time_in
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.measure_words import days_text, duration_text, rate_text, size_text, time_text
from cxo_desktop.words import _, pick

INSPECTORS = 2
"""行政许可法 34: on-site verification by at least two staff."""

_HOUR_MS = 3_600_000


def measured(walkthrough: Walkthrough, measure: Computed) -> str:
    """The measure in words; empty where the record holds nothing to work it out from, or another table shows it."""
    work_out = _MEASURES.get(measure)
    return work_out(walkthrough) if work_out else ""


def _time(first: Entry | None, last: Entry | None) -> str:
    return duration_text(between(first, last)) if first and last else ""


def _after(walkthrough: Walkthrough, kind: Kind, earlier: Entry | None) -> Entry | None:
    """The first entry of a kind that comes after another."""
    if earlier is None:
        return None
    place = earlier.placed, earlier.seq
    return next((entry for entry in walkthrough.of_kind(kind) if (entry.placed, entry.seq) > place), None)


def _registration(walkthrough: Walkthrough) -> str:
    started = walkthrough.first(Kind.REGISTRATION_STARTED)
    return _time(started, _after(walkthrough, Kind.IDENTITY_VERIFIED, started))


def _login(walkthrough: Walkthrough) -> str:
    """From the verified identity, or for somebody already registered from opening the portal, to being logged in."""
    started = walkthrough.first(Kind.IDENTITY_VERIFIED) or walkthrough.first(Kind.PORTAL_OPENED)
    return _time(started, _after(walkthrough, Kind.LOGGED_IN, started))


def _first_status(walkthrough: Walkthrough) -> str:
    submitted = walkthrough.first(Kind.FORM_SUBMITTED)
    return _time(submitted, _after(walkthrough, Kind.PROGRESS_VISIBLE, submitted))


def _time_of(started: Kind) -> Callable[[Walkthrough], str]:
    def told(walkthrough: Walkthrough) -> str:
        whole = time_in(spans(walkthrough, started))
        return duration_text(whole) if whole else ""

    return told


def _count_of(*kinds: Kind) -> Callable[[Walkthrough], str]:
    def told(walkthrough: Walkthrough) -> str:
        count = len(walkthrough.of_kind(*kinds))
        return str(count) if count else ""

    return told


def _upload_size(walkthrough: Walkthrough) -> str:
    sizes = [entry.body["size"] for entry in walkthrough.of_kind(Kind.UPLOAD_ENDED) if "size" in entry.body]
    return size_text(sum(sizes)) if sizes else ""


def _upload_reasons(walkthrough: Walkthrough) -> str:
    results = Counter(
        str(e.body["result"]) for e in walkthrough.of_kind(Kind.UPLOAD_ENDED) if e.body.get("result")
    )
    return _(", ").join(f"{result} × {count}" if count > 1 else result for result, count in results.items())


def _duty(walkthrough: Walkthrough) -> Duration | None:
    """Time at the window: from the first case or activity to the last, less the pauses of recording."""
    marks = walkthrough.of_kind(
        Kind.CASE_OPENED, Kind.CASE_CLOSED, Kind.ACTIVITY_STARTED, Kind.ACTIVITY_ENDED
    )
    if len(marks) < 2:
        return None
    first, last = marks[0], marks[-1]
    return between(first, last).less(overlap_ms(spans(walkthrough, Kind.PAUSED), first, last))


def _per_hour(kind: Kind) -> Callable[[Walkthrough], str]:
    def told(walkthrough: Walkthrough) -> str:
        duty = _duty(walkthrough)
        if duty is None or duty.ms <= 0:
            return ""
        return f"{len(walkthrough.of_kind(kind)) * _HOUR_MS / duty.ms:.1f}"

    return told


def _minutes_per_case(walkthrough: Walkthrough) -> str:
    times = [span.duration.ms for span in spans(walkthrough, Kind.CASE_OPENED) if span.duration]
    return time_text(sum(times) // len(times)) if times else ""


def _activity_minutes(walkthrough: Walkthrough) -> str:
    minutes: Counter[str] = Counter()
    for span in spans(walkthrough, Kind.ACTIVITY_STARTED):
        if span.duration:
            minutes[str(span.start.body.get("activity", ""))] += span.duration.ms
    return _(", ").join(
        f"{_activity(walkthrough, each)} {time_text(ms)}" for each, ms in minutes.most_common()
    )


def _activity(walkthrough: Walkthrough, activity: str) -> str:
    known = walkthrough.scheme.activity(activity) if walkthrough.scheme else None
    return pick(known.title) if known else activity or _("not named")


def _share_of(kind: Kind, field: str) -> Callable[[Walkthrough], str]:
    """The part of the events that say yes, out of those that say."""

    def told(walkthrough: Walkthrough) -> str:
        said = [entry.body[field] is True for entry in walkthrough.of_kind(kind) if field in entry.body]
        if not said:
            return ""
        rate = rate_text(Fraction(sum(said), len(said)))
        return _("{rate} ({part} of {whole})").format(rate=rate, part=sum(said), whole=len(said))

    return told


def _days_between(first: Kind, last: Kind) -> Callable[[Walkthrough], str]:
    def told(walkthrough: Walkthrough) -> str:
        started = walkthrough.first(first)
        ended = _after(walkthrough, last, started)
        if started is None or ended is None:
            return ""
        return days_text((day(ended) - day(started)) // timedelta(days=1), DayUnit.CALENDAR)

    return told


def _site(walkthrough: Walkthrough) -> str:
    arrived = walkthrough.first(Kind.INSPECTION_ARRIVED)
    return _time(arrived, _after(walkthrough, Kind.INSPECTION_ENDED, arrived))


def _inspectors(walkthrough: Walkthrough) -> str:
    counts = [e.body["staff"] for e in walkthrough.of_kind(Kind.INSPECTION_ARRIVED) if "staff" in e.body]
    if not counts:
        return ""
    fewest = min(counts)
    words = _("{count}, as the law asks") if fewest >= INSPECTORS else _("{count}, fewer than the law asks")
    return words.format(count=fewest)


_MEASURES: dict[Computed, Callable[[Walkthrough], str]] = {
    Computed.HAND_OFFS: _count_of(Kind.TRANSFERRED),
    Computed.FAILURE_MINUTES: _time_of(Kind.FAILURE_STARTED),
    Computed.INTERVENTION_MINUTES: _time_of(Kind.INTERVENTION_STARTED),
    Computed.REGISTRATION_MINUTES: _registration,
    Computed.LOGIN_MINUTES: _login,
    Computed.ATTEMPTS_FAILED: _count_of(Kind.ATTEMPT_FAILED),
    Computed.UPLOADS: _count_of(Kind.UPLOAD_STARTED),
    Computed.UPLOAD_SIZE: _upload_size,
    Computed.UPLOAD_SECONDS: _time_of(Kind.UPLOAD_STARTED),
    Computed.UPLOAD_REASONS: _upload_reasons,
    Computed.FIRST_STATUS: _first_status,
    Computed.CASES: _count_of(Kind.CASE_CLOSED),
    Computed.CASES_PER_HOUR: _per_hour(Kind.CASE_CLOSED),
    Computed.MINUTES_PER_CASE: _minutes_per_case,
    Computed.ACTIVITY_MINUTES: _activity_minutes,
    Computed.INTERRUPTIONS: _count_of(Kind.INTERRUPTION_STARTED),
    Computed.INTERRUPTIONS_PER_HOUR: _per_hour(Kind.INTERRUPTION_STARTED),
    Computed.RETURNED_RATE: _share_of(Kind.CASE_CLOSED, "returned"),
    Computed.NOTICE_DAYS: _days_between(Kind.INSPECTION_NOTIFIED, Kind.INSPECTION_ARRIVED),
    Computed.INSPECTION_WAIT_DAYS: _days_between(Kind.ACCEPTED, Kind.INSPECTION_ARRIVED),
    Computed.SITE_MINUTES: _site,
    Computed.INSPECTION_STAFF: _inspectors,
    Computed.CONSULTATIONS: _count_of(Kind.CONSULTED),
    Computed.SOLVED_HERE_RATE: _share_of(Kind.CONSULTED, "solved"),
    Computed.SENT_UP: _count_of(Kind.SENT_UP),
}
