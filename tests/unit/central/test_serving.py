"""One process of the running office: what it does beside answering."""

import asyncio
import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cxo_central.house import House
from cxo_central.serving.application import Served, application
from cxo_central.serving.listening import listening, place
from cxo_core.problems import Code
from helpers.central_office import CentralOffice
from helpers.office_house import open_house
from helpers.problems_raised import raises


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "office") as opened:
        yield opened


async def _while_running(served: Served, until: Any) -> list[str]:
    """Starts it as uvicorn does, waits for `until`, stops it; what it answered."""
    asked: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    answered: list[str] = []

    async def send(message: Any) -> None:
        answered.append(message["type"])

    living = asyncio.create_task(served({"type": "lifespan"}, asked.get, send))  # type: ignore[arg-type]
    await asked.put({"type": "lifespan.startup"})
    async with asyncio.timeout(20):
        while not until():
            await asyncio.sleep(0)
    await asked.put({"type": "lifespan.shutdown"})
    await living
    return answered


def test_uploads_whose_time_is_over_go_while_it_serves(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    office = CentralOffice(house)
    laptop = office.laptop()
    laptop.send(laptop.begin(b"x" * 200_000), 0, b"x" * 100_000)
    assert office.counts()["files"] == 1
    monkeypatch.setattr(random, "uniform", lambda *_: 0.0)
    later = house.now() + timedelta(days=30)
    served = application(house.settings.folder, now=lambda: later)
    told = asyncio.run(_while_running(served, lambda: office.counts()["uploads"] == 0))
    assert told == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert office.counts()["files"] == 0


@pytest.mark.expects_warning
def test_a_sweep_that_fails_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(random, "uniform", lambda *_: 0.0)
    monkeypatch.setattr(random, "random", lambda: 1.0)  # strays were last looked for a day ago
    served = application(house.settings.folder)
    shutil.rmtree(house.settings.files)
    asyncio.run(_while_running(served, lambda: len(caplog.records) > 1))
    assert {record.getMessage() for record in caplog.records} == {"could not sweep"}


def test_a_place_is_taken_once() -> None:
    with listening("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with raises(Code.PLACE_TAKEN) as caught:
            listening("127.0.0.1", port)
    assert caught.details == {"place": f"127.0.0.1:{port}"}
    with raises(Code.OFFICE_SETTING_WRONG):
        listening("no-such-host.invalid", 1)
    assert place("::1", 8443) == "[::1]:8443"
