"""A central office to try things in: real keys, a real database that is copied instead of migrated each time."""

import dataclasses
import shutil
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cxo_central.house import House
from cxo_central.office import Office
from cxo_central.storage.devices import Device
from cxo_central.storage.engine import make_engine
from cxo_central.storage.migrating import migrate
from cxo_core.protocol.matters import Answer, Comment, Decision, Hall, Task, Verdict
from cxo_core.roles import Channel, Role

DECIDED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@cache
def _pattern() -> Path:
    """A database brought up to date once for the whole run, with nothing in it."""
    path = Path(mkdtemp(prefix="cxo-office-")) / "office.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


def open_house(folder: Path, **settings: str) -> House:
    """A new office in `folder`. `settings` as in the environment, without their prefix."""
    Office.make(folder, "体验办")
    shutil.copy(_pattern(), folder / "office.db")
    environ = {f"CXO_CENTRAL_{name.upper()}": value for name, value in settings.items()}
    return House.open(folder, environ)


def with_empty_database(house: House, path: Path) -> House:
    """The same office with nothing in it."""
    shutil.copy(_pattern(), path)
    return dataclasses.replace(house, engine=make_engine(f"sqlite:///{path}"))


def laptop(id: str, officer: str = "", hall: str = "") -> Device:
    return Device(id, "", "", officer, hall, "")


def task(id: str, officer: str = "", hall: str = "", reason: str = "", due: date = date(2026, 12, 1)) -> Task:
    return Task(
        id=id,
        round="2026-4",
        module="企业开办",
        item="company-registration",
        scheme="hall",
        role=Role.APPLICANT,
        channel=Channel.HALL,
        hall=hall,
        officer=officer,
        first_day=date(2026, 11, 1),
        due_day=due,
        reason=reason,
    )


def decision(
    walkthrough: str, verdict: Verdict = Verdict.RETURNED, text: str = "请补一张清单照片"
) -> Decision:
    return Decision(walkthrough, 1, verdict, (Comment("queue", text),), DECIDED)


def answer(walkthrough: str, text: str = "已整改") -> Answer:
    return Answer(walkthrough, "f-1", "市场监管局", text, True, DECIDED)


def hall(id: str, name: str = "市政务服务大厅") -> Hall:
    return Hall(id, name, "人民路1号", ("1", "2"))
