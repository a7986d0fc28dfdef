"""tus 1.0.0: creation, creation-with-upload, checksum, expiration, termination. Any process takes the next piece of any file.

Thin routes, since all bytes pass through here: what blocks runs in worker threads, and no more than a block of a
body is held in memory.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeVar

from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cxo_central.api import tus_headers as tus
from cxo_central.api.access import device_of, house_of
from cxo_central.api.body import Block, BodyCut, blocks
from cxo_central.api.problems import CHECKSUM_MISMATCH, answer
from cxo_central.house import House
from cxo_central.receiving.incoming import Incoming, remove_quietly
from cxo_central.storage.uploads import Upload, UploadStore
from cxo_core.problems import Code, Problem

PATH: Final = "/api/v1/uploads"
HANDS: Final = 24
"""How many of these requests one process looks up, or hashes and writes a block of, at the same time."""
FLUSHERS: Final = 8
"""How many full parts one process makes durable while the next ones come in."""

_SPOKEN: Final = {"Tus-Resumable": tus.VERSION}

Method = Callable[[Any, Request], Awaitable[Response]]
Done = TypeVar("Done")


def _spoken(method: Method) -> Method:
    """Answers as tus wants it: only to its own version, and with its header on every answer."""

    async def answered(endpoint: Any, request: Request) -> Response:
        if request.headers.get("Tus-Resumable") != tus.VERSION:
            problem = Problem(Code.REQUEST_MALFORMED, field="Tus-Resumable")
            return answer(problem, status=412, headers={**_SPOKEN, "Tus-Version": tus.VERSION})
        try:
            return await method(endpoint, request)
        except tus.ForeignContent:
            problem = Problem(Code.REQUEST_MALFORMED, field="Content-Type")
            return answer(problem, status=415, headers=_SPOKEN)
        except BodyCut:
            problem = Problem(Code.REQUEST_MALFORMED, field="body")
            return answer(problem, status=408, headers={**_SPOKEN, "Connection": "close"})
        except Problem as problem:
            status = CHECKSUM_MISMATCH if problem.code is Code.UPLOAD_DIGEST_DIFFERS else None
            return answer(problem, status=status, headers=_SPOKEN)

    return answered


class Offering(HTTPEndpoint):
    """`OPTIONS`: what this server can."""

    async def options(self, request: Request) -> Response:
        headers = {
            **_SPOKEN,
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(house_of(request).settings.max_upload_bytes),
            "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
        }
        return Response(status_code=204, headers=headers)


class Uploads(Offering):
    """Where uploads begin."""

    @_spoken
    async def post(self, request: Request) -> Response:
        """Room for a file, and its first bytes where they come along."""
        headers, house = request.headers, house_of(request)
        device = await _in_thread(request, device_of, request)
        if "upload-defer-length" in headers:
            raise tus.malformed("Upload-Defer-Length")
        size, limit = tus.number(headers, "Upload-Length"), house.settings.max_upload_bytes
        if size > limit:
            raise Problem(Code.UPLOAD_TOO_LARGE, bytes=size, limit=limit)
        upload = Upload.new(
            device=device.id,
            size=size,
            sha256=tus.announced_sha256(headers),
            days=house.settings.upload_days,
            now=house.now(),
        )
        quota = house.settings.quota_bytes if device.quota_bytes is None else device.quota_bytes
        if tus.has_body(headers):
            begun = await _take(request, upload, quota_bytes=quota)
        else:
            store = UploadStore(house.engine, house.now)
            begun = await _in_thread(request, partial(store.begin, upload, quota_bytes=quota))
        place = f"{request.scope.get('root_path', '')}{PATH}/{begun.id}"
        return Response(status_code=201, headers={**_standing(begun), "Location": place})


class OneUpload(Offering):
    """A file on its way in."""

    @_spoken
    async def head(self, request: Request) -> Response:
        """How much of it is durable."""
        upload = await _found(request)
        headers = {
            **_standing(upload),
            "Upload-Length": str(upload.bytes),
            "Upload-Metadata": tus.metadata(upload.sha256),
            "Cache-Control": "no-store",
        }
        return Response(status_code=200, headers=headers)

    @_spoken
    async def patch(self, request: Request) -> Response:
        """The next bytes, durable before they are counted in the answer."""
        upload = await _found(request)
        if tus.number(request.headers, "Upload-Offset") != upload.offset:
            raise Problem(Code.UPLOAD_OFFSET_DIFFERS, offset=upload.offset)
        return Response(status_code=204, headers=_standing(await _take(request, upload)))

    @_spoken
    async def delete(self, request: Request) -> Response:
        """It is not wanted any more."""
        await _in_thread(request, _drop, house_of(request), await _found(request))
        return Response(status_code=204, headers=_SPOKEN)


async def _found(request: Request) -> Upload:
    """The upload the path names, if it is this laptop's."""

    def find() -> Upload:
        device, house = device_of(request), house_of(request)
        return UploadStore(house.engine, house.now).find(request.path_params["upload"], device.id)

    return await _in_thread(request, find)


def _drop(house: House, upload: Upload) -> None:
    """Raises Problem `upload-gone` where it was answered for, or ended, in the meantime."""
    names = UploadStore(house.engine, house.now).drop(upload.id)
    if names is None:
        raise Problem(Code.UPLOAD_GONE, upload=upload.id)
    remove_quietly(house.files, names)


async def _take(request: Request, upload: Upload, *, quota_bytes: int | None = None) -> Upload:
    """Stores the body, durable on return. A connection that breaks leaves what came, and ends in BodyCut."""
    headers, house = request.headers, house_of(request)
    if headers.get("Content-Type") != tus.CONTENT_TYPE:
        raise tus.ForeignContent
    length = tus.content_length(headers)
    if length is not None and upload.offset + length > upload.bytes:
        raise Problem(Code.UPLOAD_TOO_LARGE, bytes=upload.offset + length, limit=upload.bytes)
    incoming = Incoming(
        UploadStore(house.engine, house.now),
        house.files,
        upload,
        quota_bytes=quota_bytes,
        checksum=tus.checksum(headers),
        is_all=length == upload.bytes,
        flusher=request.app.state.flusher,
    )
    try:
        return await _stored(request, incoming)
    except BaseException:
        await _in_thread(request, incoming.abandon)
        raise


async def _stored(request: Request, incoming: Incoming) -> Upload:
    """While one block is hashed and written, the next comes in; with the last one all of it is made durable."""
    storing: asyncio.Future[None] | None = None
    last: Block = []
    try:
        async for block, is_last in blocks(request.receive):
            if storing:
                await storing
            if is_last:
                last = block
            else:
                storing = _in_thread(request, incoming.take, block)
    except BodyCut:
        if storing:
            await storing
        await _in_thread(request, incoming.cut)
        raise
    return await _in_thread(request, incoming.finish, last)


def _in_thread(request: Request, do: Callable[..., Done], *told: object) -> "asyncio.Future[Done]":
    """What blocks, in one of this process's `HANDS`: a thread of Starlette's own pool costs twice as much to reach."""
    return asyncio.get_running_loop().run_in_executor(request.app.state.hands, do, *told)


def _standing(upload: Upload) -> dict[str, str]:
    return {
        **_SPOKEN,
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": tus.http_date(upload.ends),
    }


routes = [Route(PATH, Uploads), Route(PATH + "/{upload}", OneUpload)]
