"""The server of one hand-over, in a thread of its own, on one address of the laptop; it ends with its session."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

import h11

from cxo_core.problems import Code, Problem
from cxo_desktop.handover.limits import LIMITS, HandoverLimits
from cxo_desktop.handover.session import Session
from cxo_desktop.handover.site import pages
from cxo_desktop.handover.wire import Asked, Nonsense, Reply, Wire

_log = logging.getLogger(__name__)
_LOOK_S = 5.0
_SEALED = "application/octet-stream"


class HandoverServer:
    """`address` is an IPv4 address of this laptop and the only one listened on. Off until `start`.

    `ended` is called, from the server's thread, when it stopped by itself because nobody spoke for so long.
    """

    def __init__(
        self,
        session: Session,
        address: str,
        *,
        limits: HandoverLimits = LIMITS,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._session = session
        self._address = address
        self._limits = limits
        self._ended = ended
        self._pages = pages()
        self._host = ""
        self._open: set[asyncio.StreamWriter] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._is_up = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="handover", daemon=True)

    @property
    def url(self) -> str:
        """What the phone opens; the key stands behind the #, which no browser sends."""
        return f"http://{self._host}/#{self._session.fragment}"

    def start(self) -> None:
        """Listens when it returns. Raises Problem `handover-no-network` where the address is not there any more."""
        self._thread.start()
        self._is_up.wait()
        if self._failure is not None:
            cause = self._failure.strerror or str(self._failure)
            raise Problem(Code.HANDOVER_NO_NETWORK, address=self._address, cause=cause) from self._failure

    def stop(self) -> None:
        """Closes every connection and waits for the thread. May be called twice, and from any other thread."""
        loop, stopping = self._loop, self._stopping
        if loop is not None and stopping is not None:
            with contextlib.suppress(RuntimeError):  # the loop ended by itself meanwhile
                loop.call_soon_threadsafe(stopping.set)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        try:
            is_idle = asyncio.run(self._serve())
        except OSError as error:
            self._failure = error
            self._is_up.set()
        else:
            if is_idle:
                self._ended()

    async def _serve(self) -> bool:
        """Until it is stopped; whether it stopped by itself."""
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._meet, self._address, 0, backlog=self._limits.connections)
        self._host = "{}:{}".format(*server.sockets[0].getsockname())
        self._is_up.set()
        try:
            while not self._stopping.is_set() and self._session.quiet_s < self._limits.idle_s:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(_LOOK_S, self._limits.idle_s)):
                        await self._stopping.wait()
            return not self._stopping.is_set()
        finally:
            await _settle()  # whoever is just being let in is among the open ones then
            server.close()
            for writer in tuple(self._open):
                writer.transport.abort()
            await _settle()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= self._limits.connections:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            await Wire(reader, writer, self._limits).converse(self._reply)
        except (TimeoutError, Nonsense, h11.ProtocolError, OSError) as error:
            _log.debug("a connection was ended: %s", type(error).__name__)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _reply(self, asked: Asked) -> Reply:
        """A file to whoever asks for it by its path, a sealed answer to a sealed question; else nothing but a number."""
        if asked.host != self._host:  # a page from elsewhere that calls this laptop by another name
            return Reply(421)
        if asked.method == "POST" and asked.path == "/say":
            answer = self._session.answer(asked.body)
            return Reply(403) if answer is None else Reply(200, _SEALED, answer)
        page = self._pages.get(asked.path)
        if page is None:
            return Reply(404)
        if asked.method not in ("GET", "HEAD"):
            return Reply(405)
        return Reply(200, page.media_type, page.content)


async def _settle() -> None:
    """Lets the loop do what it has begun: connections being accepted, and those being closed."""
    for _ in range(8):
        await asyncio.sleep(0)
