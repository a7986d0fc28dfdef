"""How photos come in: beside other work, with one decode, and without Pillow in the program's start."""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.imaging.photo import Working, report_copy_of, take_in
from helpers.draw import encoded, picture, tagged_jpeg
from helpers.draw_heic import heic


@pytest.mark.parametrize(
    "original", [tagged_jpeg(orientation=6), heic(picture((64, 64)))], ids=["jpeg", "heic"]
)
def test_working_copy_is_at_hand_beside_the_decoding(original: bytes) -> None:
    seen: list[tuple[Working, int]] = []
    photo = take_in(original, beside=lambda working: seen.append((working, threading.get_ident())))

    [(working, thread)] = seen
    assert (working.content, working.media_type, working.sha256) == (
        photo.working,
        photo.working_media_type,
        photo.working_sha256,
    )
    assert thread != threading.get_ident()


def test_what_goes_wrong_beside_is_heard_of() -> None:
    def full_disk(working: Working) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        take_in(tagged_jpeg(), beside=full_disk)


def test_work_beside_has_ended_when_the_photo_turns_out_broken() -> None:
    noisy = picture((320, 240)).effect_spread(9)
    whole = encoded(noisy, "JPEG")
    ended: list[Working] = []

    with pytest.raises(Problem) as caught:
        take_in(whole[: len(whole) // 2] + b"\xff\xd9", beside=ended.append)

    assert caught.value.code == Code.PHOTO_BROKEN
    assert len(ended) == 1


def test_nothing_is_begun_beside_for_what_is_refused_by_its_head() -> None:
    begun: list[Working] = []
    with pytest.raises(Problem):
        take_in(b"GIF89a", beside=begun.append)
    assert begun == []


def test_report_copy_is_made_once_and_is_the_same_when_other_photos_came_between() -> None:
    photo, again = take_in(tagged_jpeg()), take_in(tagged_jpeg())

    assert photo.report_copy is photo.report_copy
    assert photo.report_copy == again.report_copy == report_copy_of(photo.working)


def test_same_original_gives_the_same_copies_to_the_byte() -> None:
    original = photograph(Scene.NOTICE, size=(2000, 1500))
    one, other = take_in(original), take_in(original)

    assert (one, one.report_copy) == (other, other.report_copy)


def test_photo_does_not_print_its_pixels() -> None:
    assert len(repr(take_in(tagged_jpeg()))) < 900


def test_program_starts_without_loading_pillow() -> None:
    program = (
        "import sys, cxo_desktop.imaging.photo; sys.exit('PIL' in sys.modules or 'pi_heif' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=Path.cwd(), check=False).returncode == 0


@pytest.mark.parametrize("scene", Scene)
def test_drawn_photographs_differ_by_seed_and_never_by_chance(scene: Scene) -> None:
    one, again, other = (photograph(scene, seed=seed, size=(640, 480)) for seed in (1, 1, 2))

    assert one == again
    assert one != other
    assert take_in(one).width == 640


def test_drawn_photograph_knows_its_time() -> None:
    moment = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    taken = take_in(photograph(Scene.TICKET, size=(320, 240), taken=moment)).taken

    assert taken is not None
    assert taken.at == moment
