"""How often one address may be wrong: a count for each, in this process only, forgotten after a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from cxo_core.problems import Code, Problem


class Attempts:
    """At most `allowed` wrong tries of one address within `seconds`; `remembered` addresses at a time, the oldest go first.

    This spares work and keeps logs short. What keeps guessers out is that tokens and codes are 192 bits and more.
    """

    def __init__(
        self,
        *,
        allowed: int,
        seconds: float,
        remembered: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._remembered = remembered
        self._clock = clock
        self._tried: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._turn = threading.Lock()

    def ask(self, address: str) -> None:
        """Raises Problem `office-busy` with `wait_s` where this address was wrong too often."""
        with self._turn:
            began, count = self._tried.get(address, (0.0, 0))
            left = began + self._seconds - self._clock()
        if count >= self._allowed and left > 0:
            raise Problem(Code.OFFICE_BUSY, wait_s=int(left) + 1)

    def was_wrong(self, address: str) -> None:
        now = self._clock()
        with self._turn:
            began, count = self._tried.pop(address, (now, 0))
            if began + self._seconds <= now:
                began, count = now, 0
            self._tried[address] = (began, count + 1)
            while len(self._tried) > self._remembered:
                self._tried.popitem(last=False)
