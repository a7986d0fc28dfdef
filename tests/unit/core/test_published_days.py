"""The table of working days against the package it was taken from."""

from datetime import date, timedelta

from holidays.countries.china import China, ChinaStaticHolidays

from cxo_core.working_days import FIRST_YEAR, is_working_day, last_published_year


def test_every_day_of_every_published_year_is_as_the_package_says() -> None:
    china = China()
    day, last = date(FIRST_YEAR, 1, 1), date(last_published_year(), 12, 31)
    while day <= last:
        assert is_working_day(day) == china.is_working_day(day), day
        day += timedelta(days=1)


def test_a_newly_published_year_has_to_be_taken_over() -> None:
    assert last_published_year() == max(ChinaStaticHolidays.special_public_holidays)
