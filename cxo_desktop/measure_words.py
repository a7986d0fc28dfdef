"""The words of what is measured: names of clocks, counts and rates, and how a value of each scale reads."""

from datetime import date
from fractions import Fraction

from cxo_core.computed import Computed
from cxo_core.duration import Duration
from cxo_core.indicator import Indicator, Scale
from cxo_core.limit import DayUnit
from cxo_desktop.words import N_, _, language, ngettext, pick

COMPUTED: dict[Computed, str] = {
    Computed.QUEUE_TIME: N_("Queue time"),
    Computed.CALL_RESPONSE: N_("Call response"),
    Computed.SERVICE_TIME: N_("Service time"),
    Computed.LIVED_WAIT: N_("Wait as lived"),
    Computed.TURNAROUND: N_("Turnaround"),
    Computed.LEGAL_CLOCK: N_("Legal clock"),
    Computed.STEP_MINUTES: N_("Time in the step"),
    Computed.INTERVENTION_MINUTES: N_("Minutes of intervention"),
    Computed.FAILURE_MINUTES: N_("Minutes of system failure"),
    Computed.EVIDENCE_GRADE: N_("Evidence grade"),
    Computed.TRIPS: N_("Trips"),
    Computed.MATERIALS_LISTED: N_("Papers listed"),
    Computed.MATERIALS_DEMANDED: N_("Papers demanded"),
    Computed.MATERIALS_EXTRA: N_("Papers outside the list"),
    Computed.MATERIALS_UNNEEDED: N_("Papers listed and never asked for"),
    Computed.MATERIALS_REPEATED: N_("Papers asked for again"),
    Computed.MATERIALS_DEFERRED: N_("Papers deferred"),
    Computed.EXTRA_RATE: N_("Rate of papers outside the list"),
    Computed.GUIDE_ACCURACY: N_("Accuracy of the guide"),
    Computed.FIRST_TIME_RIGHT: N_("First time right"),
    Computed.MISSING_NOTICES: N_("Notices of what is missing"),
    Computed.HAND_OFFS: N_("Hand-offs"),
    Computed.REGISTRATION_MINUTES: N_("Registration time"),
    Computed.LOGIN_MINUTES: N_("Login time"),
    Computed.ATTEMPTS_FAILED: N_("Failed attempts"),
    Computed.UPLOADS: N_("Uploads"),
    Computed.UPLOAD_SIZE: N_("Size uploaded"),
    Computed.UPLOAD_SECONDS: N_("Upload time"),
    Computed.UPLOAD_REASONS: N_("Why uploads were rejected"),
    Computed.FIRST_STATUS: N_("From submission to first visible status"),
    Computed.CASES: N_("Cases handled"),
    Computed.CASES_PER_HOUR: N_("Cases per hour"),
    Computed.MINUTES_PER_CASE: N_("Minutes per case"),
    Computed.ACTIVITY_MINUTES: N_("Minutes by activity"),
    Computed.INTERRUPTIONS: N_("Interruptions"),
    Computed.INTERRUPTIONS_PER_HOUR: N_("Interruptions per hour"),
    Computed.RETURNED_RATE: N_("Rate of returned cases"),
    Computed.NOTICE_DAYS: N_("Days of notice"),
    Computed.INSPECTION_WAIT_DAYS: N_("Days waited for the inspection"),
    Computed.SITE_MINUTES: N_("Minutes on site"),
    Computed.INSPECTION_STAFF: N_("Staff at the inspection"),
    Computed.CONSULTATIONS: N_("Consultations"),
    Computed.SOLVED_HERE_RATE: N_("Solved here"),
    Computed.SENT_UP: N_("Cases sent up"),
}

_O5 = {
    5: N_("Very satisfied"),
    4: N_("Satisfied"),
    3: N_("Mostly satisfied"),
    2: N_("Dissatisfied"),
    1: N_("Very dissatisfied"),
}
_CURVE = {2: N_("Much better"), 1: N_("Better"), 0: N_("The same"), -1: N_("Worse"), -2: N_("Much worse")}


def measure_name(measure: Computed) -> str:
    """The name of a clock, count or rate that is worked out from the events."""
    return _(COMPUTED[measure])


def o5_name(level: int) -> str:
    """The official five levels, 5 the best."""
    return _(_O5[level]) if level in _O5 else str(level)


def curve_name(value: int) -> str:
    """The experience curve, −2 … +2."""
    return _(_CURVE[value]) if value in _CURVE else str(value)


def value_text(indicator: Indicator, value: int | str | bool) -> str:
    """A reading as people say it: the words of its scale, or the number with its unit."""
    match indicator.scale, value:
        case Scale.YES_NO, bool():
            return yes_no(value)
        case Scale.O5, int():
            return f"{o5_name(value)} {value}"
        case Scale.CURVE, int():
            return f"{curve_name(value)} {signed(value)}"
        case Scale.SECONDS, int():
            return time_text(value * 1000)
        case Scale.BYTES, int():
            return size_text(value)
        case Scale.MONEY, int():
            return _("{yuan} yuan").format(yuan=f"{value // 100}.{value % 100:02d}")
        case Scale.PERCENT, int():
            return f"{value} %"
        case Scale.CHOICE, str():
            choice = indicator.choice(value)
            return pick(choice.title) if choice else value
        case _, _:
            unit = pick(indicator.unit)
            return f"{value} {unit}" if unit else str(value)


def yes_no(answer: bool) -> str:
    return _("Yes") if answer else _("No")


def signed(value: int) -> str:
    """A number of the curve with its sign: −2, 0, +1."""
    return f"+{value}" if value > 0 else f"\u2212{-value}" if value < 0 else "0"


def duration_text(duration: Duration | None) -> str:
    """A duration to the second; a dash where an end is missing."""
    return time_text(duration.ms) if duration else "\u2014"


def time_text(ms: int) -> str:
    """Milliseconds as days, hours, minutes and seconds; a negative time (out of order) keeps its sign."""
    sign = "\u2212" if ms < 0 else ""
    seconds = abs(ms) // 1000
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    if days:
        return sign + _("{days} d {hours} h {minutes} min").format(days=days, hours=hours, minutes=minutes)
    if hours:
        return sign + _("{hours} h {minutes:02d} min").format(hours=hours, minutes=minutes)
    if minutes:
        return sign + _("{minutes} min {seconds:02d} s").format(minutes=minutes, seconds=seconds)
    return sign + _("{seconds} s").format(seconds=seconds)


def length_text(ms: int) -> str:
    """How long a sound lasts, as players show it: “0:42”."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def voice_text(ms: int) -> str:
    """A voice note by its length."""
    return _("voice note, {length}").format(length=length_text(ms))


def size_text(count: int) -> str:
    """Bytes in the largest decimal unit that keeps one digit before the point."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"


def rate_text(rate: Fraction | None) -> str:
    """A rate as per cent with the two counts it comes from; a dash where it means nothing."""
    if rate is None:
        return "\u2014"
    return f"{float(rate) * 100:.0f} %"


def days_text(days: int, unit: DayUnit) -> str:
    """A number of days in the unit a law or guide counts in: 工作日 or 日."""
    if unit is DayUnit.WORKING:
        return ngettext("{count} working day", "{count} working days", days).format(count=days)
    return ngettext("{count} calendar day", "{count} calendar days", days).format(count=days)


def day_text(day: date) -> str:
    """A date as people write it in the language in use."""
    if language() == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
