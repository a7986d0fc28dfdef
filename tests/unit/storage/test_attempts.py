"""Wrong passphrases slow down, whoever ends the program or sets the clock meanwhile."""

from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.storage.attempts import WAITS_S, Attempts
from helpers.problems_raised import raises


class Uptime:
    """Seconds since the machine was started, as a test lets them pass."""

    def __init__(self) -> None:
        self.now = 500.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "attempts"


def test_two_slips_cost_nothing_and_each_further_one_waits_longer(path: Path) -> None:
    uptime = Uptime()
    waited = []
    for _ in range(12):
        attempts = Attempts(path, uptime)
        waited.append(attempts.wait_s)
        uptime.now += attempts.wait_s
        attempts.begin()
    assert tuple(waited[: len(WAITS_S)]) == WAITS_S
    assert waited[-1] == 60


def test_who_does_not_wait_is_told_how_long_and_a_restart_changes_nothing(path: Path) -> None:
    uptime = Uptime()
    for wait in WAITS_S[:6]:
        uptime.now += wait
        Attempts(path, uptime).begin()
    with raises(Code.PASSPHRASE_TOO_SOON) as told:
        Attempts(path, uptime).begin()
    assert told.details["seconds"] == 10
    uptime.now += 9.5
    assert Attempts(path, uptime).wait_s == pytest.approx(0.5)


def test_after_a_reboot_only_the_time_since_then_counts(path: Path) -> None:
    uptime = Uptime()
    for wait in WAITS_S[:7]:
        uptime.now += wait
        Attempts(path, uptime).begin()
    uptime.now = 4
    assert Attempts(path, uptime).wait_s == 26


def test_the_right_one_lets_the_count_begin_anew(path: Path) -> None:
    attempts = Attempts(path)
    attempts.begin()
    attempts.succeed()
    assert not path.exists()
    attempts.begin()
    assert attempts.wait_s == 0


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"wrong": "many", "at": null}', b"\xff"])
def test_a_count_that_cannot_be_read_locks_nobody_out(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert Attempts(path).wait_s == 0


def test_the_count_holds_a_number_and_a_time_and_is_private(path: Path) -> None:
    Attempts(path, Uptime()).begin()
    assert path.read_bytes() == b'{"wrong": 1, "at": 500.0}'
    assert path.stat().st_mode & 0o077 == 0
