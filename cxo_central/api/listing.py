"""What an admin looks through: pages of bundles and of quarantine, and all bundles as a table."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from cxo_central import bundle_table
from cxo_central.api.access import admin_of, house_of
from cxo_central.storage.audit import note_alone
from cxo_central.storage.listing import (
    MOST_ROWS,
    UNDECIDED,
    Listed,
    Only,
    Refused,
    bundle_page,
    quarantine_page,
)
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Verdict

router = APIRouter()


@dataclass(frozen=True, slots=True)
class BundlePage:
    """`next` is the cursor of the page behind this one, null on the last."""

    bundles: tuple[Listed, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """As `BundlePage`."""

    quarantine: tuple[Refused, ...]
    next: str | None


_VERDICTS: Final = [*(verdict.value for verdict in Verdict), UNDECIDED]
_MOST_TEXT: Final = 400


def _asked_for(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **schema}}


_PAGE: Final = [
    _asked_for("after", "The cursor of an earlier page; without it the newest come."),
    _asked_for("limit", "How many.", type="integer", minimum=1, maximum=MOST_ROWS, default=50),
]
_ONLY: Final = [
    _asked_for("verdict", "Only with this decision, or with none yet.", enum=_VERDICTS),
    *(
        _asked_for(name, f"Only of this {name}.", maxLength=_MOST_TEXT)
        for name in ("hall", "item", "device", "walkthrough")
    ),
]
_WRONG: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "A parameter is not as it must be; `field` names it."}
}


@router.get(
    "/api/v1/bundles",
    summary="A page of bundles, newest first",
    response_model=BundlePage,
    responses={**_WRONG},
    openapi_extra={"parameters": [*_PAGE, *_ONLY]},
)
def bundles(request: Request) -> Response:
    engine, only = _seen(request, "bundles.read"), _only(request)
    found, further = bundle_page(engine, only=only, after=_text(request, "after"), limit=_limit(request))
    return _never_stored({"bundles": [_plain(each) for each in found], "next": further or None})


@router.get(
    "/api/v1/quarantine",
    summary="A page of what was refused, newest first, with its Problem",
    response_model=QuarantinePage,
    responses={**_WRONG},
    openapi_extra={"parameters": _PAGE},
)
def quarantine(request: Request) -> Response:
    engine = _seen(request, "quarantine.read")
    found, further = quarantine_page(engine, after=_text(request, "after"), limit=_limit(request))
    return _never_stored({"quarantine": [_plain(each) for each in found], "next": further or None})


@router.get(
    "/api/v1/bundles.csv",
    summary="All bundles as a table, oldest first",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "CSV in UTF-8 with a byte order mark, ready for a spreadsheet.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
        **_WRONG,
    },
    openapi_extra={"parameters": _ONLY},
)
def table(request: Request) -> Response:
    engine, only = _seen(request, "bundles.csv"), _only(request)
    return StreamingResponse(
        bundle_table.pieces(engine, only),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bundles.csv"', "Cache-Control": "no-store"},
    )


def _seen(request: Request, what: str) -> Any:
    """Only an admin looks, and it is noted; returns the database."""
    admin, engine = admin_of(request), house_of(request).engine
    note_alone(engine, f"admin:{admin}", what, request.url.query, "read")
    return engine


def _only(request: Request) -> Only:
    only = Only(**{name: _text(request, name) for name in Only.__dataclass_fields__})
    if only.verdict and only.verdict not in _VERDICTS:
        raise Problem(Code.REQUEST_MALFORMED, field="verdict")
    return only


def _limit(request: Request) -> int:
    said = _text(request, "limit") or "50"
    if not (said.isascii() and said.isdecimal() and len(said) <= 4):
        raise Problem(Code.REQUEST_MALFORMED, field="limit")
    return int(said)


def _text(request: Request, name: str) -> str:
    """One parameter; control characters are in no name, and a database may choke on them."""
    said = request.query_params.get(name, "")
    if len(said) > _MOST_TEXT or any(character < " " for character in said):
        raise Problem(Code.REQUEST_MALFORMED, field=name)
    return said


def _plain(listed: Listed | Refused) -> dict[str, Any]:
    """As `asdict`, which copies each text and takes longer than the database for the whole page."""
    return {name: getattr(listed, name) for name in listed.__dataclass_fields__}


def _never_stored(page: dict[str, Any]) -> Response:
    return JSONResponse(page, headers={"Cache-Control": "no-store"})
