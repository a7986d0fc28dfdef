"""The office's web application: every route, and one way of answering what goes wrong."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from cxo_central.api import (
    bundles,
    enrolments,
    greeting,
    health,
    listing,
    metrics,
    packs,
    problems,
    receipts,
    uploads,
    withdrawals,
)
from cxo_central.api.describing import describe
from cxo_central.api.watching import Watching
from cxo_central.house import House
from cxo_core.problems import Problem


def make_app(house: House) -> FastAPI:
    """One process's application. It keeps nothing between requests that another process would have to know."""
    app = FastAPI(
        title="CXO central office",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
    )
    app.state.house = house
    app.state.hands = ThreadPoolExecutor(uploads.HANDS, thread_name_prefix="files")
    app.state.flusher = ThreadPoolExecutor(uploads.FLUSHERS, thread_name_prefix="flush")
    app.router.routes.extend(uploads.routes)
    for module in (greeting, enrolments, receipts, bundles, withdrawals, listing, packs, health, metrics):
        # As they are: `include_router` would build each anew at the first request that asks for it.
        app.router.routes.extend(module.router.routes)
    app.add_middleware(Watching)
    app.add_exception_handler(Problem, problems.of_problem)
    app.add_exception_handler(HTTPException, problems.of_http)
    app.add_exception_handler(RequestValidationError, problems.of_validation)
    app.add_exception_handler(Exception, problems.of_bug)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app
