"""A stream of bytes as lines, none longer than allowed and none cut short."""

from collections.abc import Iterable, Iterator

from cxo_core.problems import Code, Problem


def lines(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Each line without its line feed. Raises Problem `event-malformed` for one longer than `limit` or not ended."""
    begun: list[bytes] = []
    length = 0
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            begun.append(piece[start:end])
            if length + end - start > limit:
                raise Problem(Code.EVENT_MALFORMED, kind="?", field="length")
            yield b"".join(begun)
            begun, length, start = [], 0, end + 1
        if start < len(piece):
            begun.append(piece[start:])
            length += len(piece) - start
        if length > limit:
            raise Problem(Code.EVENT_MALFORMED, kind="?", field="length")
    if begun:
        raise Problem(Code.EVENT_MALFORMED, kind="?", field="end")
