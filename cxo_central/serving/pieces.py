"""A request's body as the pieces in which it came: uvicorn itself copies them together, and out again."""

from collections import deque
from typing import Any, Final

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MOST: Final = 1 << 18
"""With so many bytes waiting to be fetched, no more is read from the connection."""


class Pieces:
    """Stands before a request's own `receive`, which goes on telling of the body's end and of a connection that broke.

    What came before the connection broke is given first.
    """

    def __init__(self, cycle: RequestResponseCycle, flow: FlowControl) -> None:
        self._cycle = cycle
        self._flow = flow
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._receive = cycle.receive
        cycle.receive = self.receive  # type: ignore[method-assign]

    def add(self, piece: bytes) -> None:
        if self._cycle.response_complete:
            return
        self._waiting.append(piece)
        self._bytes += len(piece)
        if self._bytes >= MOST:
            self._flow.pause_reading()
        self._cycle.message_event.set()

    async def receive(self) -> Any:
        """The next ASGI message, of one piece."""
        if not self._waiting:
            message = await self._receive()
            if not self._waiting:
                return message
        piece = self._waiting.popleft()
        self._bytes -= len(piece)
        is_more = bool(self._waiting) or self._cycle.more_body
        return {"type": "http.request", "body": piece, "more_body": is_more}
