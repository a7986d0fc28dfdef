"""A watched folder: what is new comes once, whole, and only pictures."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.services.capturing_folder import WatchedFolder, content_of, picture_files

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)


def photo(path: Path, content: bytes = b"photo", minutes: int = 5) -> Path:
    """Written so many minutes after the walk began."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    when = BEGAN.timestamp() + 60 * minutes
    os.utime(path, (when, when))
    return path


def names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def test_a_picture_is_taken_when_two_looks_find_it_the_same_and_then_never_again(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path, BEGAN)
    assert watched.look() == []
    photo(tmp_path / "DCIM" / "100" / "a.JPG")
    assert watched.look() == []
    assert names(watched.look()) == ["a.JPG"]
    assert watched.look() == []


def test_a_picture_still_being_copied_waits(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path, BEGAN)
    watched.look()
    for size in (1, 2, 3):
        photo(tmp_path / "a.jpg", b"x" * size, size)
        assert watched.look() == []
    assert names(watched.look()) == ["a.jpg"]


def test_last_years_photos_stay_on_the_card_and_todays_come_in_the_order_they_were_taken(
    tmp_path: Path,
) -> None:
    photo(tmp_path / "old.jpg", minutes=-60)
    photo(tmp_path / "z.jpg", minutes=1)
    photo(tmp_path / "a.jpg", minutes=2)
    watched = WatchedFolder(tmp_path, BEGAN)
    watched.look()
    assert names(watched.look()) == ["z.jpg", "a.jpg"]


def test_a_camera_whose_clock_is_wrong_still_brings_what_is_new(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path, BEGAN)
    watched.look()
    photo(tmp_path / "a.jpg", minutes=-1_000_000)
    watched.look()
    assert names(watched.look()) == ["a.jpg"]


def test_links_hidden_files_and_other_files_are_left_alone(tmp_path: Path) -> None:
    outside = photo(tmp_path / "outside" / "secret.jpg")
    card = tmp_path / "card"
    for name in ("notes.txt", ".hidden.jpg", "clip.mp4", "photo.heic"):
        photo(card / name)
    (card / "link.jpg").symlink_to(outside)
    (card / "folder").symlink_to(outside.parent)
    assert names(list(picture_files(card))) == ["photo.heic"]


def test_a_card_pulled_out_is_a_problem_with_its_name(tmp_path: Path) -> None:
    card = tmp_path / "card"
    photo(card / "a.jpg")
    watched = WatchedFolder(card, BEGAN)
    watched.look()
    (card / "a.jpg").unlink()
    card.rmdir()
    with pytest.raises(Problem) as gone:
        watched.look()
    assert gone.value.code is Code.WATCHED_FOLDER_GONE
    assert gone.value.details["folder"] == str(card)


def test_a_file_taken_away_between_look_and_reading_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        content_of(tmp_path / "a.jpg")
    assert refused.value.code is Code.PHOTO_UNREADABLE
    assert refused.value.details["file"] == "a.jpg"
