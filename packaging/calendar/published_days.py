"""Writes cxo_core/published_days.py anew from the package `holidays`: run it when a new year's arrangement is in the package."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from holidays.countries.china import China, ChinaStaticHolidays

TARGET = Path(__file__).resolve().parents[2] / "cxo_core" / "published_days.py"
FIRST_YEAR = 2012
HEAD = '''"""The State Council's published arrangements, taken from the package `holidays`, whose import costs a second.

Written by `packaging/calendar/published_days.py`; a test holds these days equal to the package's. `FREE` are weekdays
off, `WORKED` weekends worked (调休), both as month and day.
"""
'''


def last_published_year() -> int:
    return max(ChinaStaticHolidays.special_public_holidays)


def table(name: str, belongs: Callable[[date], bool]) -> str:
    lines = [f"{name}: dict[int, str] = {{"]
    for year in range(FIRST_YEAR, last_published_year() + 1):
        days = (date(year, 1, 1) + timedelta(days=place) for place in range(366))
        told = " ".join(f"{day:%m%d}" for day in days if day.year == year and belongs(day))
        lines.append(f'    {year}: "{told}",')
    return "\n".join([*lines, "}"])


def main() -> None:
    china = China()
    free = table("FREE", lambda day: day.weekday() < 5 and not china.is_working_day(day))
    worked = table("WORKED", lambda day: day.weekday() >= 5 and china.is_working_day(day))
    TARGET.write_text(f"{HEAD}\n{free}\n{worked}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
