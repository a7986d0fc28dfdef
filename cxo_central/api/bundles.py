"""Handing in a bundle and getting the receipt; for admins, the sealed file itself."""

import os
from collections.abc import Iterator
from functools import partial
from typing import Final

import anyio.to_thread
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cxo_central.api.access import admin_of, device_of, house_of
from cxo_central.api.body import small
from cxo_central.api.metrics import ANSWERS
from cxo_central.api.problems import answer, malformed
from cxo_central.house import House
from cxo_central.receiving.examining import MAX_COUNT
from cxo_central.receiving.ingest import Announced, Answer, Status, receive
from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.audit import note_alone
from cxo_central.storage.ledger import Ledger
from cxo_central.storage.uploads import UploadStore
from cxo_core.problems import Code, Problem

MAX_BODY: Final = 4096
MEDIA_TYPE: Final = "application/json"

_AT_ONCE: Final = max(1, min(4, os.cpu_count() or 1))
"""How many bundles one process decrypts and verifies at the same time; the others wait and hold no thread."""

router = APIRouter()


class HandIn(BaseModel):
    """What a laptop says of the bundle it hands in. `upload`: the last part of the upload's `Location`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    upload: str = Field(pattern="^[0-9a-f]{32}$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    walkthrough: str = Field(pattern="^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")
    revision: int = Field(ge=1, le=MAX_COUNT)
    manifest_digest: str = Field(pattern="^[0-9a-f]{64}$")

    @classmethod
    def read(cls, content: bytes | None) -> "HandIn":
        """Raises Problem `request-malformed` naming the field."""
        if content is None:
            raise Problem(Code.REQUEST_MALFORMED, field="body", limit=MAX_BODY)
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise malformed(
                error.errors(include_url=False, include_context=False, include_input=False)
            ) from error


RECEIPT_SCHEMA: Final = {
    "type": "object",
    "required": ["said", "signature"],
    "properties": {
        "said": {"type": "object", "description": "The receipt (docs/sync.md, section 1)."},
        "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"},
    },
}
_RECEIPT: Final = {"content": {MEDIA_TYPE: {"schema": RECEIPT_SCHEMA}}}


@router.post(
    "/api/v1/bundles",
    summary="Hands in a bundle that was uploaded; the receipt says that the office has it",
    status_code=201,
    response_class=Response,
    responses={
        201: {"description": "New and sound: the signed receipt.", **_RECEIPT},
        200: {"description": "Here already: the same receipt, byte by byte.", **_RECEIPT},
        404: {"description": "There is no such upload."},
        409: {
            "description": "Another content is here under this identity (kept in quarantine); or the upload is not whole."
        },
        410: {"description": "The upload's time was over."},
        422: {
            "description": "The bundle is refused and kept in quarantine; or the file is not the one announced."
        },
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {MEDIA_TYPE: {"schema": HandIn.model_json_schema()}},
        }
    },
)
async def hand_in(request: Request) -> Response:
    device = await run_in_threadpool(device_of, request)
    said = HandIn.read(await small(request.receive, MAX_BODY))
    announced = Announced(said.sha256, said.walkthrough, said.revision, said.manifest_digest)
    work = partial(
        receive, house_of(request), said.upload, arrived_by="network", device=device, announced=announced
    )
    given = await anyio.to_thread.run_sync(work, limiter=_limiter(request))
    ANSWERS.labels(given.status.value).inc()
    return told(given)


@router.get(
    "/api/v1/bundles/{walkthrough}/{revision}",
    summary="The sealed file of a bundle (for admins)",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file as it was sealed.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        404: {"description": "There is no such bundle."},
    },
)
def download(request: Request, walkthrough: str, revision: str) -> Response:
    admin, house = admin_of(request), house_of(request)
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
    stored = Ledger(house.engine).stored(walkthrough, number)
    if stored is None:
        raise Problem(Code.BUNDLE_GONE, walkthrough=walkthrough, revision=revision)
    owner, sha256, size = stored
    note_alone(house.engine, f"admin:{admin}", "bundle.read", sha256, "read")
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="cxo-{walkthrough}-r{number}.cxo"',
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_pieces(house, owner), media_type="application/octet-stream", headers=headers)


def told(given: Answer) -> Response:
    """The answer over HTTP: a receipt with 201 or 200, a conflict with 409, any other refusal with 422."""
    match given.status:
        case Status.NEW | Status.SAME:
            return Response(given.receipt, 201 if given.status is Status.NEW else 200, media_type=MEDIA_TYPE)
        case _:
            problem = given.problem or Problem(Code.BUNDLE_DAMAGED)
            return answer(problem, status=409 if given.status is Status.CONFLICT else 422)


def _pieces(house: House, owner: str) -> Iterator[bytes]:
    parts = UploadStore(house.engine, house.now).parts(owner)
    with WholeFile(house.files, parts) as file:
        yield from file.pieces()


def _limiter(request: Request) -> anyio.CapacityLimiter:
    state = request.app.state
    if not hasattr(state, "verifying"):
        state.verifying = anyio.CapacityLimiter(_AT_ONCE)
    limiter: anyio.CapacityLimiter = state.verifying
    return limiter
