"""The latest day an office is known to have signed something: what a clock set forward by hand cannot move."""

from datetime import UTC, date, datetime
from typing import Final

from cxo_desktop.services.vault import Vault

_OFFICE_DAY: Final = "office-day"


def hear_office(vault: Vault, at: datetime) -> None:
    """A signature of an office over this time was verified, under a receipt or a pack. Only the latest day is remembered."""
    day, known = at.astimezone(UTC).date(), office_day(vault)
    if known is None or known < day:
        vault.settings.put(_OFFICE_DAY, day.isoformat())


def office_day(vault: Vault) -> date | None:
    kept = vault.settings.get(_OFFICE_DAY)
    return date.fromisoformat(kept) if kept else None
