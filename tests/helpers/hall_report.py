"""The report of a walk through a hall, printed once for every test that reads it."""

from datetime import datetime
from functools import cache

from cxo_desktop.report.pdf import SealFacts, render
from helpers.printed import Printed
from helpers.records import Record, a_hall_walk
from helpers.tapping import CHINA, Hand

SEAL = SealFacts("ab" * 32, 1, datetime(2026, 3, 12, 11, 0, tzinfo=CHINA), "walk-r1.cxo")


@cache
def record() -> Record:
    return a_hall_walk()


@cache
def printed(language: str = "zh_CN") -> Printed:
    return Printed(render(record().walk(), photo=record().photo, language=language, seal=SEAL))


def of(hand: Hand, language: str = "en") -> Printed:
    return Printed(render(hand.walk(), photo=record().photo, language=language))
