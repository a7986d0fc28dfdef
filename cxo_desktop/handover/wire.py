"""One connection of a phone: HTTP/1.1 as h11 reads it, within sizes and times; one answer after another."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import h11

from cxo_desktop.handover.limits import HandoverLimits
from cxo_desktop.handover.site import HEADERS

_HEAD_READ, _BODY_READ = 2_048, 65_536
_MOST_QUESTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    host: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)


class Nonsense(Exception):
    """What was sent is nothing this server reads; the connection ends without an answer."""


class Wire:
    """Raises TimeoutError when the other side is too slow, `Nonsense` or h11.RemoteProtocolError when it makes no sense."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: HandoverLimits
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.head_bytes)

    async def converse(self, reply: Callable[[Asked], Awaitable[Reply]]) -> None:
        """Until the other side goes, or may not go on."""
        for number in range(_MOST_QUESTIONS):
            asked = await self._asked(self._limits.rest_s if number else self._limits.head_s)
            if asked is None:
                return
            await self._tell(await reply(asked), is_head=asked.method == "HEAD")
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    async def _asked(self, patience_s: float) -> Asked | None:
        """The next request, whole; None at the end. The times hold for a head and for a body as wholes, however they drip."""
        async with asyncio.timeout(patience_s):
            event = await self._event(_HEAD_READ)
        if isinstance(event, h11.ConnectionClosed):
            return None
        if not isinstance(event, h11.Request):
            raise Nonsense
        headers = dict(event.headers)
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers or b"expect" in headers or int(length) > self._limits.body_bytes:
            raise Nonsense
        body = bytearray()
        async with asyncio.timeout(self._limits.body_s):
            while isinstance(part := await self._event(_BODY_READ), h11.Data):
                body += part.data
        if not isinstance(part, h11.EndOfMessage):
            raise Nonsense
        method, path, host = (
            each.decode("latin-1") for each in (event.method, event.target, headers.get(b"host", b""))
        )
        return Asked(method, path, host, bytes(body))

    async def _event(self, read: int) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await self._reader.read(read))
        return event

    async def _tell(self, reply: Reply, *, is_head: bool) -> None:
        headers = [*HEADERS, ("Content-Length", str(len(reply.content)))]
        if reply.media_type:
            headers.append(("Content-Type", reply.media_type))
        if reply.status >= 400:
            headers.append(("Connection", "close"))
        said = self._http.send(h11.Response(status_code=reply.status, headers=headers)) or b""
        if reply.content and not is_head:
            said += self._http.send(h11.Data(data=reply.content)) or b""
        self._writer.write(said + (self._http.send(h11.EndOfMessage()) or b""))
        async with asyncio.timeout(self._limits.body_s):
            await self._writer.drain()
