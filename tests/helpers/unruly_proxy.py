"""A proxy as a bad line is: it drops, delays, truncates, repeats and reorders, from a seed, and deals requests out in turn."""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from helpers import http_wire
from helpers.http_wire import NotWhole

_BROKEN = (NotWhole, OSError, EOFError, asyncio.IncompleteReadError)
_PORTAL = b"<html><title>Sign in</title><p>Welcome to the free network of this hall.</p></html>"
_GATEWAY = b"<html><h1>502 Bad Gateway</h1></html>"
_MOST_HELD = 1 << 26


ORDINARY = {
    "dropped": 3.0,
    "request cut": 5.0,
    "answer lost": 4.0,
    "answer cut": 2.0,
    "delayed": 6.0,
    "stalled": 3.0,
    "repeated": 4.0,
    "repeated late": 4.0,
    "overtaken": 3.0,
    "portal page": 1.0,
    "gateway page": 1.0,
}
"""How often, in a hundred requests, each thing happens; whatever is left passes unharmed."""


class UnrulyProxy:
    """Listens on `port` of this machine from `with` on. `backends` are ports; change them whenever servers change.

    `counts` says what was done; `requests` is how many were asked in all. Its random choices come from the seed; which
    request meets which of them depends on who asks first. `heard` is told each request with a server's whole answer.
    """

    def __init__(
        self,
        backends: Sequence[int],
        *,
        seed: int = 0,
        unruliness: Mapping[str, float] = ORDINARY,
        heard: Callable[[bytes, bytes], None] = lambda asked, told: None,
    ) -> None:
        self.backends = list(backends)
        self.unruliness = dict(unruliness)
        self._heard = heard
        self.counts: Counter[str] = Counter()
        self.port = 0
        self._chance = random.Random(seed)
        self._turn = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._passed = asyncio.Event()
        self._late: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._stopping: asyncio.Event | None = None
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="unruly-proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._listening.wait(10)
        assert self.port, "the proxy does not listen"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._stopping is not None
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(20)
        self._loop.close()

    def cut_everything(self) -> None:
        """Ends every connection at this moment."""
        self._loop.call_soon_threadsafe(self._cut_everything)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=_MOST_HELD)
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._stopping.wait()
        server.close()
        self._cut_everything()
        waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def _cut_everything(self) -> None:
        for writer in list(self._open):
            self.counts["connections cut"] += 1
            writer.transport.abort()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts["connections"] += 1
        self._open.add(writer)
        try:
            while (asked := await http_wire.request(reader)) is not None:
                self.counts["requests"] += 1
                told = await self._fate()(self, asked)
                if told is None:
                    self.counts["connections cut"] += 1
                    writer.transport.abort()
                    return
                content, is_whole = told
                writer.write(content)
                await writer.drain()
                self._passed.set()
                if not is_whole:
                    self.counts["connections cut"] += 1
                    writer.transport.abort()
                    return
        except (*_BROKEN, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._open.discard(writer)
            writer.close()

    def _fate(self) -> "Callable[[UnrulyProxy, bytes], Awaitable[tuple[bytes, bool] | None]]":
        at = self._chance.random() * 100
        for name, share in self.unruliness.items():
            if at < share:
                self.counts[name] += 1
                return _FATES[name]
            at -= share
        return UnrulyProxy._pass

    async def _pass(self, asked: bytes) -> tuple[bytes, bool] | None:
        try:
            return await self._asked(asked), True
        except _BROKEN:
            return _page(b"502 Bad Gateway", _GATEWAY), True

    async def _asked(self, asked: bytes, *, first: int = 0, stall_s: float = 0) -> bytes:
        """Hands a request to the server whose turn it is; with `first` it rests after so many bytes."""
        self._turn += 1
        port = self.backends[self._turn % len(self.backends)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=_MOST_HELD)
        self._open.add(writer)
        try:
            writer.write(asked[: first or len(asked)])
            await writer.drain()
            if first:
                await asyncio.sleep(stall_s)
                writer.write(asked[first:])
                await writer.drain()
            told = await http_wire.answer(reader, asked)
            self._heard(asked, told)
            return told
        finally:
            self._open.discard(writer)
            writer.close()

    async def _drop(self, asked: bytes) -> None:
        return None

    async def _cut_request(self, asked: bytes) -> None:
        """The server sees the beginning of a request, and then nobody is there any more."""
        self._turn += 1
        port = self.backends[self._turn % len(self.backends)]
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked[: self._chance.randrange(1, len(asked))])
        await writer.drain()
        await asyncio.sleep(self._chance.random() * 0.05)
        if self._chance.random() < 0.5:
            writer.transport.abort()
        else:
            writer.close()

    async def _lose_answer(self, asked: bytes) -> None:
        await self._asked(asked)

    async def _cut_answer(self, asked: bytes) -> tuple[bytes, bool]:
        told = await self._asked(asked)
        return told[: self._chance.randrange(1, len(told))], False

    async def _delay(self, asked: bytes) -> tuple[bytes, bool] | None:
        await asyncio.sleep(self._chance.random() * 0.4)
        return await self._pass(asked)

    async def _stall(self, asked: bytes) -> tuple[bytes, bool]:
        first = self._chance.randrange(1, len(asked))
        return await self._asked(asked, first=first, stall_s=self._chance.random()), True

    async def _repeat(self, asked: bytes) -> tuple[bytes, bool] | None:
        """The same request twice at once; the client hears whichever answer, or the first."""
        both = await asyncio.gather(self._asked(asked), self._asked(asked), return_exceptions=True)
        told = [each for each in both if isinstance(each, bytes)]
        return (self._chance.choice(told), True) if told else None

    async def _repeat_late(self, asked: bytes) -> tuple[bytes, bool] | None:
        """Answered now, and asked once more when much else has happened."""
        told = await self._pass(asked)
        late = self._loop.create_task(self._again(asked, 0.2 + self._chance.random() * 3))
        self._late.add(late)
        late.add_done_callback(self._late.discard)
        return told

    async def _again(self, asked: bytes, after_s: float) -> None:
        await asyncio.sleep(after_s)
        with contextlib.suppress(*_BROKEN):
            await self._asked(asked)

    async def _overtake(self, asked: bytes) -> tuple[bytes, bool] | None:
        """Held back until some other request was answered."""
        self._passed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._passed.wait(), 1)
        return await self._pass(asked)

    async def _portal(self, asked: bytes) -> tuple[bytes, bool]:
        return _page(b"200 OK", _PORTAL), True

    async def _gateway(self, asked: bytes) -> tuple[bytes, bool]:
        return _page(b"502 Bad Gateway", _GATEWAY), True


_FATES: dict[str, Callable[[UnrulyProxy, bytes], Awaitable[tuple[bytes, bool] | None]]] = {
    "dropped": UnrulyProxy._drop,
    "request cut": UnrulyProxy._cut_request,
    "answer lost": UnrulyProxy._lose_answer,
    "answer cut": UnrulyProxy._cut_answer,
    "delayed": UnrulyProxy._delay,
    "stalled": UnrulyProxy._stall,
    "repeated": UnrulyProxy._repeat,
    "repeated late": UnrulyProxy._repeat_late,
    "overtaken": UnrulyProxy._overtake,
    "portal page": UnrulyProxy._portal,
    "gateway page": UnrulyProxy._gateway,
}


def _page(status: bytes, body: bytes) -> bytes:
    length = str(len(body)).encode()
    return b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %s\r\n\r\n%s" % (status, length, body)
