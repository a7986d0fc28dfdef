"""When a round is held back or slowed down because a person said so."""

import pytest

from cxo_desktop.services import sync_settings
from cxo_desktop.services.syncing import Held
from helpers.office_line import Desk


def test_pause_holds_everything_over_restarts_until_it_is_taken_back(at: Desk) -> None:
    row = at.seal()
    at.syncing().pause()
    done = at.syncing().drain(is_asked=True)
    assert (done.held, done.waiting, at.line.asked) == (Held.PAUSED, 1, [])
    at.syncing().resume()
    at.syncing().drain()
    assert at.is_delivered(row)


def test_only_in_the_chosen_network(at: Desk) -> None:
    row = at.seal()
    assert not sync_settings.send_only_here(at.vault, lambda: None)
    assert sync_settings.send_only_here(at.vault, lambda: "office")
    for elsewhere in (lambda: "hall", lambda: None):
        done = at.syncing(where=elsewhere).drain()
        assert (done.held, at.line.asked) == (Held.OTHER_NETWORK, [])
    assert at.syncing(where=lambda: "office").drain().delivered == 1
    assert at.is_delivered(row)
    sync_settings.send_anywhere(at.vault)
    assert at.syncing(where=lambda: None).drain().held is None


def test_a_second_round_at_the_same_time_is_not_begun(at: Desk) -> None:
    at.seal()
    held: list[Held | None] = []
    syncing = at.syncing()
    syncing.drain(watch=lambda progress: held.append(at.syncing().drain().held))
    assert set(held) == {Held.RUNNING}
    assert syncing.drain().held is None


def test_the_bandwidth_limit_is_kept(at: Desk) -> None:
    from cxo_desktop.network.pace import Pace

    row = at.seal(300)
    sync_settings.set_limit_kib(at.vault, 16)
    time = [0.0]

    def nap(seconds: float) -> None:
        time[0] += seconds

    at.syncing(pace=lambda rate: Pace(rate, now_s=lambda: time[0], sleep=nap)).drain()
    assert at.is_delivered(row)
    assert time[0] == pytest.approx(row.bytes / (16 * 1024), rel=0.05)
