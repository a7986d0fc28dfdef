"""`GET /api/v1/pack`: what the office has to tell the laptop that asks, or that there is nothing new."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cxo_central.api.access import device_of, house_of
from cxo_central.packing import Packing
from cxo_central.storage.audit import note_alone

router = APIRouter()


@router.get(
    "/api/v1/pack",
    summary="The office pack of the laptop that asks",
    response_class=Response,
    responses={
        200: {
            "description": "The signed pack.",
            "content": {"application/json": {"schema": {"type": "object"}}},
            "headers": {"ETag": {"schema": {"type": "string"}}},
        },
        304: {"description": "`If-None-Match` names the pack as it still is."},
    },
)
def pack(request: Request) -> Response:
    """A question with nothing new is answered from an index, makes no pack, and reads nothing that would be noted."""
    laptop, packing = device_of(request), _packing(request)
    etag = packing.etag(laptop)
    if _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    packed = packing.pack(laptop, etag)
    note_alone(house_of(request).engine, f"device:{laptop.id}", "pack.read", str(packed.version), "read")
    headers = {"ETag": packed.etag, "Cache-Control": "private, no-cache"}
    return Response(packed.content, media_type="application/json", headers=headers)


def _names(known: str, etag: str) -> bool:
    """`If-None-Match` compares weakly (RFC 9110, 13.1.2)."""
    named = [each.strip().removeprefix("W/") for each in known.split(",")]
    return etag in named or named == ["*"]


def _packing(request: Request) -> Packing:
    """One for each application, made with the first question."""
    state = request.app.state
    if not hasattr(state, "packing"):
        state.packing = Packing(house_of(request))
    packing: Packing = state.packing
    return packing
