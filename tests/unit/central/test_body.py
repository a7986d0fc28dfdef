"""A body from a slow line: gathered as it comes for as long as it comes, and cut when too little does."""

import asyncio
from typing import Any

from starlette.types import Message, Receive

from cxo_central.api.body import BLOCK, FEW, LEAST, PATIENCE_S, BodyCut, blocks

PIECE = 10_000


class LeapingLoop(asyncio.SelectorEventLoop):
    """Where there is nothing to do but to wait, its clock leaps ahead."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        selector: Any = self.__dict__["_selector"]
        look = selector.select

        def leap(timeout: float | None = None) -> Any:
            self._now += timeout or 0.0
            return look(0)

        selector.select = leap

    def time(self) -> float:
        return self._now


def line(pieces: int, bytes_per_s: float) -> Receive:
    left = iter(range(pieces - 1, -1, -1))

    async def receive() -> Message:
        await asyncio.sleep(PIECE / bytes_per_s)
        return {"type": "http.request", "body": bytes(PIECE), "more_body": next(left) > 0}

    return receive


def gathered(receive: Receive) -> tuple[list[int], bool]:
    """The size of each block, and whether the body came to its end."""
    sizes: list[int] = []

    async def gather() -> None:
        async for block, _ in blocks(receive):
            sizes.append(sum(map(len, block)))

    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        try:
            runner.run(gather())
        except BodyCut:
            return sizes, False
    return sizes, True


def test_a_slow_line_is_never_cut_while_enough_comes() -> None:
    sizes, is_whole = gathered(line(300, 5_000))
    assert is_whole and sum(sizes) == 3_000_000
    assert all(2 * BLOCK <= size < 2 * (BLOCK + PIECE) for size in sizes[:-1])


def test_blocks_of_many_bodies_at_once_are_given_one_by_one() -> None:
    sizes: list[int] = []

    async def gather() -> None:
        async for block, _ in blocks(line(300, 50_000)):
            sizes.append(sum(map(len, block)))

    async def all_at_once() -> None:
        await asyncio.gather(*(gather() for _ in range(FEW + 1)))

    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        runner.run(all_at_once())
    assert sum(sizes) == (FEW + 1) * 3_000_000
    assert BLOCK <= max(sizes) < BLOCK + PIECE


def test_a_body_that_comes_byte_by_byte_is_given_before_there_are_too_many_pieces() -> None:
    left = iter(range(20_000 - 1, -1, -1))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x", "more_body": next(left) > 0}

    sizes, is_whole = gathered(receive)
    assert is_whole and sum(sizes) == 20_000
    assert max(sizes) <= 2 * BLOCK // LEAST


def test_a_line_with_too_little_is_cut_after_what_came() -> None:
    sizes, is_whole = gathered(line(300, 4_100))
    assert not is_whole
    assert sizes == [int(PATIENCE_S * 4_100) // PIECE * PIECE]
