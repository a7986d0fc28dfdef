"""`POST /api/v1/withdrawals`: consent was taken back, so the office destroys what it holds, and signs that it did."""

from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cxo_central.api.access import device_of, house_of
from cxo_central.api.body import small
from cxo_central.api.bundles import MEDIA_TYPE
from cxo_central.receiving.withdrawing import carry_out
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import MAX_BYTES

_SIGNED: Final = {
    "type": "object",
    "required": ["said", "signature"],
    "properties": {
        "said": {"type": "object", "description": "docs/sync.md, “Withdrawal”."},
        "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
    },
}
_CONTENT: Final = {"content": {MEDIA_TYPE: {"schema": _SIGNED}}}

router = APIRouter()


@router.post(
    "/api/v1/withdrawals",
    summary="Has the office destroy the revisions that show somebody who took consent back",
    status_code=201,
    response_class=Response,
    responses={
        201: {"description": "Everything is destroyed: the signed receipt.", **_CONTENT},
        200: {"description": "It was before: the same receipt, byte by byte.", **_CONTENT},
        400: {"description": "The body is larger than such a document may be."},
        409: {"description": "Another wish came under this id before."},
        422: {
            "description": "It is not signed by this laptop, or the walkthrough is another laptop's; nothing happened."
        },
    },
    openapi_extra={"requestBody": {"required": True, **_CONTENT}},
)
async def withdraw(request: Request) -> Response:
    device = await run_in_threadpool(device_of, request)
    document = await small(request.receive, MAX_BYTES)
    if document is None:
        raise Problem(Code.REQUEST_MALFORMED, field="body", limit=MAX_BYTES)
    carry = partial(carry_out, house_of(request), document, arrived_by="network", device=device)
    carried = await run_in_threadpool(carry)
    return Response(carried.receipt, 200 if carried.is_same else 201, media_type=MEDIA_TYPE)
