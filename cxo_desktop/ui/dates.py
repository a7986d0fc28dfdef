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
