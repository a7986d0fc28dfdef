"""A stream of bytes as lines, none longer than allowed and none cut short."""

from collections.abc import Iterator

from cxo_core.problems import Code, Problem


class Lines:
    """Gives each line without its line feed. Raises Problem `event-malformed` for one too long or not ended."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._begun: list[bytes] = []
        self._length = 0

    def add(self, piece: bytes) -> Iterator[bytes]:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            self._hold(piece[start:end])
            yield b"".join(self._begun)
            self._begun, self._length, start = [], 0, end + 1
        self._hold(piece[start:])

    def end(self) -> None:
        if self._length:
            raise Problem(Code.EVENT_MALFORMED, kind="?", field="end")

    def _hold(self, part: bytes) -> None:
        self._begun.append(part)
        self._length += len(part)
        if self._length > self._limit:
            raise Problem(Code.EVENT_MALFORMED, kind="?", field="length")
