"""`/health/live`: the process answers. `/health/ready`: its database and its files do, really asked."""

import threading
import time
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from cxo_central.api.access import house_of
from cxo_central.house import House
from cxo_central.storage.holdings import answers
from cxo_core.problems import Code, Problem

FRESH_S: Final = 1.0
"""How long an answer about readiness stands, so that asking often costs nothing."""

router = APIRouter()
_OK = {"content": {"application/json": {"schema": {"type": "object"}}}}


@router.get("/health/live", summary="Whether the process answers", responses={200: _OK})
async def live() -> JSONResponse:
    return JSONResponse({"status": "live"})


@router.get(
    "/health/ready",
    summary="Whether bundles can be taken: database and files are asked",
    responses={200: _OK, 503: {"description": "The database or the files do not answer."}},
)
def ready(request: Request) -> JSONResponse:
    state = request.app.state
    if not hasattr(state, "readiness"):
        state.readiness = Readiness(house_of(request))
    state.readiness.ask()
    return JSONResponse({"status": "ready"})


class Readiness:
    """Asks the database for a row, and the files to keep and give back one."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._turn = threading.Lock()
        self._asked = float("-inf")
        self._problem: Problem | None = None

    def ask(self) -> None:
        """Raises the Problem that keeps the office from taking bundles."""
        with self._turn:
            if time.monotonic() - self._asked > FRESH_S:
                self._problem = self._look()
                self._asked = time.monotonic()
        if self._problem is not None:
            raise Problem(self._problem.code, **self._problem.details)

    def _look(self) -> Problem | None:
        try:
            if not answers(self._house.engine):
                return Problem(Code.OFFICE_DATABASE_FAILING, cause="not up to date")
            self._house.files.check()
        except Problem as problem:
            return problem
        return None
