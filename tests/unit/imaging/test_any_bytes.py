"""Law: any bytes whatever become a photo or a problem, and nothing else ever happens."""

import functools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cxo_core.problems import Problem
from cxo_desktop.imaging import developing, renditions
from cxo_desktop.imaging import exif as reading
from cxo_desktop.imaging.limits import LIMITS
from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, exchanging_profile, exif, picture, tagged_jpeg, tagged_png, tagged_webp
from helpers.draw_heic import heic

_SMALL = picture((40, 24))
_KINDS: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: tagged_jpeg(_SMALL, 6),
    "progressive": lambda: tagged_jpeg(_SMALL, progressive=True, icc_profile=exchanging_profile()),
    "png": lambda: tagged_png(_SMALL, 3),
    "palette": lambda: encoded(_SMALL.convert("P"), "PNG", transparency=1),
    "webp": lambda: tagged_webp(_SMALL, 8),
    "lossy-webp": lambda: encoded(
        _SMALL.convert("RGBA"), "WEBP", exif=exif(), icc_profile=exchanging_profile()
    ),
}


@functools.cache
def _whole(kind: str) -> bytes:
    return _KINDS[kind]()


@functools.cache
def _heic() -> bytes:
    return heic(picture((64, 32)), tiff=exif().tobytes(), quarter_turns=1)


def _photo_or_problem(content: bytes) -> None:
    """Here in this process, so that what is neither is seen and not taken for a dead decoder."""
    try:
        clean = developing.cleaned(content, LIMITS)
        reading.taken(clean.exif)
        decoded = renditions.decoded(clean)
        assert decoded.thumbnail()[0] and decoded.report_copy()
    except Problem as problem:
        assert problem.code.startswith("photo-")


@pytest.mark.parametrize("kind", _KINDS)
@given(at=some.integers(0, 40_000))
def test_cut_off_anywhere(kind: str, at: int) -> None:
    whole = _whole(kind)
    _photo_or_problem(whole[: at % len(whole)])


@pytest.mark.parametrize("kind", _KINDS)
@given(
    changes=some.lists(some.tuples(some.integers(0, 40_000), some.integers(0, 255)), min_size=1, max_size=12),
    in_head=some.booleans(),
)
@settings(max_examples=80)
def test_bytes_changed_anywhere(kind: str, changes: list[tuple[int, int]], *, in_head: bool) -> None:
    content = bytearray(_whole(kind))
    for at, value in changes:
        content[at % (min(len(content), 700) if in_head else len(content))] = value
    _photo_or_problem(bytes(content))


@pytest.mark.parametrize("kind", _KINDS)
@given(start=some.integers(0, 40_000), length=some.integers(1, 3000), put=some.binary(max_size=40))
def test_piece_lost_or_put_in_anywhere(kind: str, start: int, length: int, put: bytes) -> None:
    whole = _whole(kind)
    start %= len(whole)
    _photo_or_problem(whole[:start] + put + whole[start + length :])


@given(
    some.binary(max_size=400),
    some.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x80\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypheic"]
    ),
)
def test_noise_behind_any_signature(noise: bytes, signature: bytes) -> None:
    _photo_or_problem(signature + noise)


@given(some.binary(max_size=300), some.sampled_from([b"II*\x00", b"MM\x00*", b""]))
def test_noise_instead_of_what_a_camera_writes(noise: bytes, order: bytes) -> None:
    assert reading.orientation(order + noise) in range(1, 9)
    reading.taken(order + noise)


@given(changes=some.lists(some.tuples(some.integers(0, 500), some.integers(0, 255)), max_size=8))
def test_damaged_tables_of_a_camera(changes: list[tuple[int, int]]) -> None:
    tiff = bytearray(exif().tobytes().removeprefix(reading.PREFIX))
    for at, value in changes:
        tiff[at % len(tiff)] = value
    reading.taken(bytes(tiff))


@given(start=some.integers(0, 700), length=some.integers(0, 60), put=some.binary(max_size=40))
@settings(max_examples=8)
def test_heic_with_a_damaged_head(start: int, length: int, put: bytes) -> None:
    whole = _heic()
    try:
        assert take_in(whole[:start] + put + whole[start + length :]).report_copy
    except Problem as problem:
        assert problem.code.startswith("photo-")
