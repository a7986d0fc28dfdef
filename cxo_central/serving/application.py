"""One process of the running office: the house opened, the application around it, and its sweep on a timer."""

import asyncio
import contextlib
import logging
import os
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from cxo_central.api.app import make_app
from cxo_central.api.metrics import forget_ended_processes
from cxo_central.house import House
from cxo_central.receiving.sweeping import sweep
from cxo_core.problems import Problem

_log = logging.getLogger(__name__)


def application(folder: Path) -> "Served":
    """What uvicorn runs in each process."""
    forget_ended_processes()
    house = House.open(folder, os.environ)
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
        sweeping = asyncio.create_task(self._keep_sweeping(_in_thread))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping
        self._house.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_sweeping(self, run: Callable[[House], Awaitable[object]]) -> None:
        """At random around the set time, so that processes started together do not sweep together."""
        while True:
            await asyncio.sleep(self._house.settings.sweep_minutes * 60 * random.uniform(0.5, 1.5))
            try:
                await run(self._house)
            except Problem as problem:
                _log.error("could not sweep", extra={"code": problem.code.value})


async def _in_thread(house: House) -> None:
    await asyncio.to_thread(sweep, house)
