"""A bandwidth limit: a bucket that fills with so many bytes a second, and whoever sends takes from it."""

import time
from collections.abc import Callable
from typing import Final

LONGEST_NAP_S: Final = 0.2
"""After so long a sleeper looks whether it is to stop."""

SHORTEST_NAP_S: Final = 0.001
"""A shorter one would not move the clock."""


class Pace:
    """`bytes_per_s` None: as fast as the network goes. Holds at most one second's worth, so that no burst follows a rest."""

    def __init__(
        self,
        bytes_per_s: int | None = None,
        *,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.bytes_per_s = bytes_per_s
        self._now_s = now_s
        self._sleep = sleep
        self._held = 0.0
        self._filled_at = now_s()

    def block(self, most: int) -> int:
        """How much to send at a time: an eighth of a second's worth, between 2 KiB and `most`."""
        return most if self.bytes_per_s is None else max(2048, min(most, self.bytes_per_s // 8))

    def take(self, count: int, is_stopped: Callable[[], bool] = lambda: False) -> None:
        """Returns when so many bytes may go, or at once when stopped."""
        if self.bytes_per_s is None:
            return
        while not is_stopped():
            now = self._now_s()
            self._held = min(
                float(max(self.bytes_per_s, count)),
                self._held + (now - self._filled_at) * self.bytes_per_s,
            )
            self._filled_at = now
            if self._held >= count:
                self._held -= count
                return
            missing_s = (count - self._held) / self.bytes_per_s
            self._sleep(min(LONGEST_NAP_S, max(SHORTEST_NAP_S, missing_s)))
