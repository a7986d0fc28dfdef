"""A task of the office in words: what, where, until when, how far; and which badge says so. Pure."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cxo_desktop.kind_words import name_of
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.tasks import TaskOnHand


class Badge(NamedTuple):
    """`tone` is late, soon, done or empty; the words say it without any colour."""

    words: str
    tone: str = ""


def where_words(each: "TaskOnHand", office: str = "") -> str:
    """Round and module, role and channel, hall and officer, and who asks."""
    task = each.task
    parts = (
        task.round,
        task.module,
        f"{name_of(task.role)} · {name_of(task.channel)}",
        task.hall,
        task.officer,
    )
    return " · ".join(part for part in (*parts, office) if part)


def when_words(each: "TaskOnHand") -> str:
    """The window of dates, both counted in, and the reason."""
    window = _("{first} to {last}").format(first=_day(each.task.first_day), last=_day(each.task.due_day))
    return " · ".join(part for part in (window, each.task.reason) if part)


def badge_of(each: "TaskOnHand") -> Badge:
    """The one thing about a task that must be seen first."""
    if each.is_withdrawn:
        return Badge("✕ " + _("withdrawn by the office"))
    if each.standing.value == "done":
        return _done(each)
    if each.days_overdue:
        words = ngettext("overdue by {count} day", "overdue by {count} days", each.days_overdue)
        return Badge("⚠ " + words.format(count=each.days_overdue), "late")
    if each.is_due_soon:
        if each.days_left == 0:
            return Badge("▲ " + _("due today"), "soon")
        words = ngettext("{count} day left", "{count} days left", each.days_left)
        return Badge("▲ " + words.format(count=each.days_left), "soon")
    if each.standing.value == "started":
        return Badge("● " + _("being walked"))
    if each.standing.value == "claimed":
        return Badge("◆ " + _("taken by you"))
    if each.is_early:
        return Badge("○ " + _("begins {day}").format(day=_day(each.task.first_day)))
    return Badge("○ " + _("not taken yet"))


def _done(each: "TaskOnHand") -> Badge:
    match each.reached.value:
        case "accepted":
            return Badge("✓ " + _("accepted by the office"), "done")
        case "delivered":
            return Badge("✓ " + _("done and delivered"), "done")
        case "returned":
            return Badge("◆ " + _("returned by the office"), "soon")
        case "refused":
            return Badge("⚠ " + _("done, refused by the office"), "late")
    return Badge("■ " + _("done, not delivered yet"))


def _day(day: date) -> str:
    return day.isoformat()
