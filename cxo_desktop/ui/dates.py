"""Days and times as people read them, in this machine's time zone."""

from datetime import date, datetime, timedelta

from cxo_desktop.words import _


def day(moment: datetime, today: date | None = None) -> str:
    """Today and yesterday by name, other days by date."""
    there = moment.astimezone().date()
    here = today or datetime.now().astimezone().date()
    if there == here:
        return _("Today")
    if there == here - timedelta(days=1):
        return _("Yesterday")
    return there.isoformat()


def day_and_time(moment: datetime, today: date | None = None) -> str:
    return f"{day(moment, today)} {moment.astimezone():%H:%M}"


def clock_time(moment: datetime, now: datetime | None = None) -> str:
    """The time alone where it is today's, else with its day. `now`: None for this machine's clock."""
    today = (now or datetime.now()).astimezone().date()
    if moment.astimezone().date() == today:
        return f"{moment.astimezone():%H:%M}"
    return day_and_time(moment, today)
