"""The body of a request as it comes in: gathered into blocks of bounded size, and over when nothing comes any more."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.types import Receive

from cxo_core.problems import Code, Problem

BLOCK: Final = 1 << 19
FEW: Final = 8
"""As long as no more bodies come in at once, blocks are given by twos: what is done for each costs less then."""
LEAST: Final = 1 << 10
"""What the smallest piece counts for: a body that comes byte by byte takes no more memory than any other."""
PATIENCE_S: Final = 120.0
"""How long the next block may take: below 4.4 KB/s a laptop does better to begin another request where this one got to."""
LONGEST_S: Final = 6 * 3600.0
"""How long one body may take in all. Far below the day after which files that no row names are swept away."""

Block = list[bytes]

_coming: set[object] = set()


class BodyCut(Exception):
    """The connection broke, or was too slow, before the body was over."""


async def blocks(receive: Receive) -> AsyncIterator[tuple[Block, bool]]:
    """The body in blocks of `BLOCK` bytes and a little more, or by two of them; and whether it is over with these.

    Each as the pieces in which it came, the last one smaller. Raises BodyCut, after what came so far.
    """
    clock = asyncio.get_running_loop().time
    ends = clock() + LONGEST_S
    this = object()
    _coming.add(this)
    try:
        is_over = False
        while not is_over:
            held: Block = []
            try:
                for _ in range(2):
                    async with asyncio.timeout_at(min(ends, clock() + PATIENCE_S)):
                        is_over = await _gather(receive, held)
                    if is_over or len(_coming) > FEW:
                        break
            except (TimeoutError, BodyCut) as cut:
                yield held, False
                raise BodyCut from cut
            yield held, is_over
    finally:
        _coming.discard(this)


async def _gather(receive: Receive, held: Block) -> bool:
    """Adds the pieces of a block; whether the body is over with them. Raises BodyCut."""
    size = 0
    while size < BLOCK:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyCut
        if piece := message.get("body"):
            held.append(piece)
            size += max(len(piece), LEAST)
        if not message.get("more_body", False):
            return True
    return False


async def small(receive: Receive, most: int) -> bytes | None:
    """The whole of a small body; None where it is larger than `most` bytes.

    Raises Problem `request-malformed` where it was cut short, though hardly anybody is left to hear it.
    """
    held = bytearray()
    try:
        async for block, _ in blocks(receive):
            held += b"".join(block)
            if len(held) > most:
                return None
    except BodyCut as cut:
        raise Problem(Code.REQUEST_MALFORMED, field="body") from cut
    return bytes(held)
