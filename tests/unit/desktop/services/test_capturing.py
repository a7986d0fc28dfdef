"""To which step a picture belongs, by its own time."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.handover.camera_clock import CameraClock
from cxo_desktop.services.capturing import step_at, written_time
from cxo_desktop.services.recording import Recording
from helpers.recordings import MovingClock, begun, vault_in
from helpers.tapping import SCHEME

FIRST, SECOND = (str(step["id"]) for step in SCHEME["steps"][:2])


@pytest.fixture
def walked(tmp_path: Path, clock: MovingClock) -> Walkthrough:
    """Ten minutes in the first step, five between two steps, ten in the second and still there."""
    vault = vault_in(tmp_path)
    recording: Recording = begun(vault, clock)
    clock.wait(minutes=1)
    recording.tap(Kind.STEP_ENTERED, {"step": FIRST})
    clock.wait(minutes=10)
    recording.tap(Kind.STEP_LEFT, {"step": FIRST})
    clock.wait(minutes=5)
    recording.tap(Kind.STEP_ENTERED, {"step": SECOND})
    clock.wait(minutes=10)
    state = recording.state
    vault.close()
    return state


def at(
    walked: Walkthrough, clock: MovingClock, minutes_ago: float, camera: CameraClock | None = None
) -> str | None:
    camera = camera or CameraClock.of_laptop(clock.now())
    return step_at(walked, camera, (camera.shows - timedelta(minutes=minutes_ago),), clock.now())


def test_the_step_is_the_one_of_the_pictures_own_time(walked: Walkthrough, clock: MovingClock) -> None:
    assert at(walked, clock, 20) == FIRST
    assert at(walked, clock, 12) == ""
    assert at(walked, clock, 5) == SECOND
    assert at(walked, clock, 0) == SECOND


def test_a_time_outside_the_walk_says_nothing(walked: Walkthrough, clock: MovingClock) -> None:
    assert at(walked, clock, 60) is None
    assert at(walked, clock, -5) is None
    assert step_at(walked, CameraClock.of_laptop(clock.now()), (None,), clock.now()) is None


def test_the_second_time_counts_where_the_first_says_nothing(walked: Walkthrough, clock: MovingClock) -> None:
    camera, now = CameraClock.of_laptop(clock.now()), clock.now().wall
    assert step_at(walked, camera, (now.replace(year=2001), now), clock.now()) == SECOND


def test_a_camera_years_wrong_in_another_zone_is_read_rightly(
    walked: Walkthrough, clock: MovingClock
) -> None:
    wrong = datetime(2003, 5, 1, 0, 10, tzinfo=timezone(timedelta(hours=-7)))
    camera = CameraClock(wrong, clock.now())
    assert at(walked, clock, 20, camera) == FIRST
    naive = (wrong - timedelta(minutes=20)).replace(tzinfo=None)
    assert step_at(walked, camera, (naive,), clock.now()) == FIRST
    elsewhere = (wrong - timedelta(minutes=20)).astimezone(UTC)
    assert step_at(walked, camera, (elsewhere,), clock.now()) == FIRST


def test_a_laptop_clock_that_was_moved_bends_nothing(walked: Walkthrough, clock: MovingClock) -> None:
    camera = CameraClock(datetime(2026, 1, 1, 12, tzinfo=UTC), clock.now())
    clock.set_wall(clock.wall + timedelta(hours=3))
    assert at(walked, clock, 20, camera) == FIRST


def test_a_photo_in_the_second_the_step_was_entered_belongs_to_it(
    walked: Walkthrough, clock: MovingClock
) -> None:
    entered = walked.entry(walked.step_record(SECOND).stays[0][0]).placed
    cut = entered.replace(microsecond=0)
    assert step_at(walked, CameraClock.of_laptop(clock.now()), (cut,), clock.now()) == SECOND


def test_the_time_of_an_event_is_read_whatever_it_says() -> None:
    assert written_time("") is None
    assert written_time("yesterday") is None
    assert written_time("2026-11-22T10:00:05") == datetime(2026, 11, 22, 10, 0, 5)
