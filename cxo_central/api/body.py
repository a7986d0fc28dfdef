"""The body of a request as it comes in: gathered into blocks of bounded size, and over when nothing comes any more."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.types import Receive

BLOCK: Final = 512 << 10
PATIENCE_S: Final = 60.0
"""How long a connection may be silent in mid-body."""
LONGEST_S: Final = 6 * 3600.0
"""How long one body may take in all. Far below the day after which files that no row names are swept away."""


class BodyCut(Exception):
    """The connection broke, or was too slow, before the body was over."""


async def blocks(receive: Receive) -> AsyncIterator[bytes]:
    """The body in blocks of at least `BLOCK` bytes, the last one smaller. Raises BodyCut, after what came so far."""
    ends = asyncio.get_running_loop().time() + LONGEST_S
    held: list[bytes] = []
    size = 0
    is_over = is_cut = False
    while not (is_over or is_cut):
        try:
            async with asyncio.timeout_at(min(ends, asyncio.get_running_loop().time() + PATIENCE_S)):
                message = await receive()
        except TimeoutError:
            is_cut = True
            break
        is_cut = message["type"] != "http.request"
        if piece := message.get("body", b""):
            held.append(piece)
            size += len(piece)
        is_over = not message.get("more_body", False)
        if size >= BLOCK and not is_cut:
            yield b"".join(held) if len(held) > 1 else held[0]
            held, size = [], 0
    if held:
        yield b"".join(held)
    if is_cut:
        raise BodyCut


async def small(receive: Receive, most: int) -> bytes | None:
    """The whole of a small body; None where it is larger than `most` bytes. Raises BodyCut."""
    held = bytearray()
    async for block in blocks(receive):
        held += block
        if len(held) > most:
            return None
    return bytes(held)
