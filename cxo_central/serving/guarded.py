"""A connection that may not dawdle over its headers, nor send endless ones, and whose bodies are not copied.

uvicorn itself sets neither limit.
"""

from asyncio import TimerHandle, Transport
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cxo_central.serving.pieces import Pieces

HEADERS_S: Final = 20.0
"""How long the head of one request may take, from its first byte, or from the connection's start on."""
HEADERS_BYTES: Final = 32 << 10
GOODBYE_S: Final = 0.5


class GuardedProtocol(HttpToolsProtocol):
    _waiting: TimerHandle | None = None
    _head_bytes = 0
    _is_in_head = False
    _body: Pieces

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._go_on()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Counts the head as it comes in: the parser gives a header only when that is over."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if was_in_head and self._is_in_head:
            self._count(len(data), is_parsing=False)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        self._wait()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._go_on()
        super().on_headers_complete()
        self._body = Pieces(self.cycle, self.flow)

    def on_body(self, body: bytes) -> None:
        self._body.add(body)

    def shutdown(self) -> None:
        """TLS waits half a minute for the other side to say goodbye too, and an idle laptop does not listen."""
        is_idle = self.cycle is None or self.cycle.response_complete
        super().shutdown()
        if is_idle:
            self.loop.call_later(GOODBYE_S, self.transport.abort)

    def _count(self, size: int, *, is_parsing: bool = True) -> None:
        """Inside the parser an error is how it is told to stop; it answers 400 by itself."""
        self._head_bytes += size
        if self._head_bytes <= HEADERS_BYTES or self.transport.is_closing():
            return
        if is_parsing:
            raise ValueError("the head is too large")
        self.send_400_response("Invalid HTTP request received.")

    def _wait(self) -> None:
        self._go_on()
        self._waiting = self.loop.call_later(HEADERS_S, self._close)

    def _go_on(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
