"""One process of the running office: the house opened, the application around it, and its sweep on a timer."""

import asyncio
import logging
import os
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from cxo_central.api.app import make_app
from cxo_central.api.metrics import forget_ended_processes
from cxo_central.house import House, utc_now
from cxo_central.receiving.sweeping import STRAY_AFTER, sweep
from cxo_core.problems import Problem

_log = logging.getLogger(__name__)


def application(folder: Path, *, now: Callable[[], datetime] = utc_now) -> "Served":
    """What uvicorn runs in each process."""
    forget_ended_processes()
    house = House.open(folder, os.environ, now=now)
    return Served(make_app(house), house)


class Served:
    """The application, and what has to run beside it from its start to its end."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        sweeping = asyncio.create_task(self._keep_sweeping())
        sweeping.add_done_callback(_tell_failure)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        sweeping.cancel()
        await asyncio.wait([sweeping])
        self._house.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_sweeping(self) -> None:
        """At random around the set time, so that processes started together do not sweep together; for strays daily."""
        looked = self._house.now() - STRAY_AFTER * random.random()
        while True:
            await asyncio.sleep(self._house.settings.sweep_minutes * 60 * random.uniform(0.5, 1.5))
            is_time = self._house.now() - looked >= STRAY_AFTER
            try:
                await asyncio.to_thread(sweep, self._house, for_strays=is_time)
                looked = self._house.now() if is_time else looked
            except Problem as problem:
                _log.error("could not sweep", extra={"code": problem.code.value})


def _tell_failure(task: "asyncio.Task[None]") -> None:
    """A bug in the sweep does not stop the office, but somebody has to hear of it."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("sweeping ended", exc_info=error)
