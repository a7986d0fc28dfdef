"""`POST /api/v1/enrolments`: a code becomes a token. `POST /api/v1/token`: a token becomes a new one."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cxo_central.api.access import address_of, attempts_of, device_of, house_of, token_of
from cxo_central.api.body import small
from cxo_central.enrolling import approve
from cxo_central.house import House
from cxo_central.storage.admins import new_token
from cxo_central.storage.audit import note_alone
from cxo_central.storage.devices import DeviceStore
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import MAX_BYTES, EnrolmentRequest

router = APIRouter()

_DOCUMENT = {"application/json": {"schema": {"type": "object"}}}
_SIGNED = {
    "type": "object",
    "required": ["said", "signature"],
    "properties": {
        "said": {"type": "object"},
        "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
    },
}


@router.post(
    "/api/v1/enrolments",
    summary="Enrols a laptop with a one-time code",
    status_code=201,
    response_class=Response,
    responses={
        201: {"description": "The signed approval, with the laptop's token.", "content": _DOCUMENT},
        400: {"description": "The request is larger than any can be."},
        403: {
            "description": "The code is unknown, used by another laptop or expired; or the laptop was revoked."
        },
        422: {"description": "The laptop's signature does not hold."},
        429: {"description": "Too many wrong codes came from this address."},
    },
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _SIGNED}}}},
)
async def enrol(request: Request) -> Response:
    address = address_of(request)
    wrong = attempts_of(request, "wrong_codes", allowed=20, seconds=600)
    wrong.ask(address)
    content = await small(request.receive, MAX_BYTES)
    if content is None:
        raise Problem(Code.REQUEST_MALFORMED, field="body", limit=MAX_BYTES)
    try:
        approval = await run_in_threadpool(_approved, house_of(request), content)
    except Problem as problem:
        if problem.code in (Code.ENROLMENT_CODE_UNKNOWN, Code.DOCUMENT_NOT_SIGNED):
            wrong.was_wrong(address)
        raise
    return Response(approval, status_code=201, media_type="application/json", headers=_NEVER_STORED)


@router.post(
    "/api/v1/token",
    summary="Gives the laptop a new token",
    status_code=201,
    response_class=JSONResponse,
    responses={
        201: {
            "description": "The new token. The one asked with holds until the new one is first used.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["token"],
                        "properties": {"token": {"type": "string"}},
                    }
                }
            },
        }
    },
)
def rotate(request: Request) -> Response:
    device, token = device_of(request), new_token()
    DeviceStore(house_of(request).engine).rotate(device.id, presented=token_of(request), token=token)
    return JSONResponse({"token": token}, status_code=201, headers=_NEVER_STORED)


_NEVER_STORED = {"Cache-Control": "no-store"}


def _approved(house: House, content: bytes) -> bytes:
    asked = EnrolmentRequest.read(content)
    try:
        return approve(house, asked)
    except Problem as problem:
        note_alone(house.engine, f"device:{asked.device}", "device.enrol", asked.device, problem.code.value)
        raise
