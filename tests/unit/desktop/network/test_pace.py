"""The bandwidth limit: over any stretch of time, no more than so much."""

from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.network.pace import LONGEST_NAP_S, Pace


class Time:
    def __init__(self) -> None:
        self.s = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.s += seconds
        self.naps.append(seconds)

    def pace(self, rate: int | None) -> Pace:
        return Pace(rate, now_s=lambda: self.s, sleep=self.sleep)


def test_without_a_limit_nobody_waits() -> None:
    time = Time()
    pace = time.pace(None)
    for _ in range(100):
        pace.take(pace.block(65536))
    assert (time.s, pace.block(65536)) == (0.0, 65536)


@given(
    st.integers(1024, 10 << 20),
    st.lists(st.tuples(st.integers(1, 65536), st.floats(0, 30)), min_size=1, max_size=30),
)
def test_never_more_than_the_limit_and_one_second_ahead(rate: int, taken: list[tuple[int, float]]) -> None:
    time = Time()
    pace = time.pace(rate)
    sent = 0
    for wanted, rest_s in taken:
        count = min(wanted, pace.block(65536))
        pace.take(count)
        sent += count
        assert sent <= rate * time.s + max(rate, 65536) + 1
        time.s += rest_s
    assert all(0 < nap <= LONGEST_NAP_S for nap in time.naps)


def test_a_rest_gives_no_more_than_a_second_in_advance() -> None:
    time = Time()
    pace = time.pace(8192)
    time.s += 3600
    for _ in range(16):
        pace.take(1024)
    assert time.s - 3600 >= 0.99


def test_whoever_is_told_to_stop_waits_no_longer() -> None:
    time = Time()
    time.pace(1).take(1_000_000, lambda: time.s > 1)
    assert time.s <= 1 + LONGEST_NAP_S
