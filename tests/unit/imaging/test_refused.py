"""What cannot become evidence is refused at once, with the reason; nothing comes in by halves."""

import os
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import developing
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.photo import take_in
from cxo_desktop.imaging.repairs import Repair
from cxo_desktop.problem_words import sentence
from helpers.draw import (
    encoded,
    jpeg_claiming,
    picture,
    png_chunk,
    png_claiming,
    segment,
    tagged_jpeg,
    tagged_webp,
)
from helpers.draw_heic import heic


def _refused(original: bytes | Path, **wishes: object) -> Problem:
    with pytest.raises(Problem) as caught:
        take_in(original, **wishes)  # type: ignore[arg-type]
    return caught.value


def _moving(form: str) -> bytes:
    frames = [picture(), picture().rotate(180)]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:])


def _without_pixels() -> bytes:
    whole = encoded(picture(), "PNG")
    return whole[:33] + whole[-12:]


def _with_flipped_bit(whole: bytes) -> bytes:
    at = len(whole) // 2
    return whole[:at] + bytes((whole[at] ^ 16,)) + whole[at + 1 :]


@pytest.mark.parametrize(
    ("original", "code"),
    [
        pytest.param(b"", Code.PHOTO_EMPTY, id="empty"),
        pytest.param(b"%PDF-1.7 not a photo", Code.PHOTO_UNKNOWN_FORMAT, id="pdf"),
        pytest.param(encoded(picture(), "GIF"), Code.PHOTO_UNKNOWN_FORMAT, id="gif"),
        pytest.param(encoded(picture(), "TIFF"), Code.PHOTO_UNKNOWN_FORMAT, id="tiff"),
        pytest.param(
            b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", Code.PHOTO_UNKNOWN_FORMAT, id="avif"
        ),
        pytest.param(
            b"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00msf1hevc", Code.PHOTO_ANIMATED, id="heif-sequence"
        ),
        pytest.param(_moving("PNG"), Code.PHOTO_ANIMATED, id="moving-png"),
        pytest.param(_moving("WEBP"), Code.PHOTO_ANIMATED, id="moving-webp"),
        pytest.param(png_claiming(40_000, 40_000), Code.PHOTO_TOO_MANY_PIXELS, id="png-bomb"),
        pytest.param(png_claiming(100_000, 1), Code.PHOTO_TOO_NARROW, id="line"),
        pytest.param(png_claiming(0, 5), Code.PHOTO_BROKEN, id="no-width"),
        pytest.param(png_claiming(5000, 5000), Code.PHOTO_BROKEN, id="png-lies"),
        pytest.param(jpeg_claiming(65_000, 65_000), Code.PHOTO_TOO_MANY_PIXELS, id="jpeg-bomb"),
        pytest.param(
            jpeg_claiming(9000, 9000, progressive=True), Code.PHOTO_TOO_MANY_PIXELS, id="progressive"
        ),
        pytest.param(jpeg_claiming(4000, 3000), Code.PHOTO_BROKEN, id="jpeg-lies"),
        pytest.param(b"\xff\xd8\xff" + b"\xff" * 5000, Code.PHOTO_BROKEN, id="only-fill"),
        pytest.param(b"\xff\xd8" + segment(0xFE, b"") * 9000, Code.PHOTO_BROKEN, id="only-comments"),
        pytest.param(_without_pixels(), Code.PHOTO_BROKEN, id="png-without-pixels"),
        pytest.param(_with_flipped_bit(encoded(picture(), "PNG")), Code.PHOTO_BROKEN, id="png-bit-rot"),
        pytest.param(heic(picture((64, 64)))[:-2000], Code.PHOTO_BROKEN, id="heic-cut-off"),
        pytest.param(tagged_webp()[:-400], Code.PHOTO_BROKEN, id="webp-cut-off"),
    ],
)
def test_what_is_no_whole_still_photo_is_refused_with_its_reason(original: bytes, code: Code) -> None:
    problem = _refused(original, name="IMG_1.JPG")

    assert problem.code == code
    assert "“IMG_1.JPG”" in sentence(problem)
    assert "…" not in sentence(problem)


@pytest.mark.parametrize("wishes", [{}, {"progressive": True}, {"restart_marker_blocks": 4}], ids=str)
@pytest.mark.parametrize("closed", [False, True], ids=["cut", "cut and closed"])
def test_half_a_jpeg_never_passes_for_a_whole_one(wishes: dict[str, object], *, closed: bool) -> None:
    noisy = picture((320, 240)).effect_spread(9)
    whole = encoded(noisy, "JPEG", **wishes)
    start = whole.index(b"\xff\xda")
    half = whole[: start + (len(whole) - start) // (6 if "progressive" in wishes else 2)]
    half = half.rstrip(b"\xff")

    assert _refused(half + b"\xff\xd9" if closed else half).code == Code.PHOTO_BROKEN
    assert take_in(whole).width == 320


@pytest.mark.parametrize("wishes", [{}, {"progressive": True}, {"restart_marker_blocks": 4}], ids=str)
def test_whole_photo_that_ends_in_middle_grey_is_not_taken_for_a_half_one(wishes: dict[str, object]) -> None:
    grey = picture((320, 240))
    grey.paste((128, 128, 128), (0, 120, 320, 240))

    assert take_in(encoded(grey, "JPEG", **wishes)).height == 240


def test_photo_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(900_000_000_000)

    problem = _refused(path)

    assert problem.code == Code.PHOTO_TOO_LARGE
    assert problem.details == {"file": "huge.jpg", "megabytes": 900_000, "limit_megabytes": 60}


def test_pasted_picture_meets_the_same_limit_as_a_file() -> None:
    assert _refused(tagged_jpeg(), limits=Limits(file_bytes=1000)).code == Code.PHOTO_TOO_LARGE


def test_content_decides_what_a_photo_is_and_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(encoded(picture(), "PNG"))

    assert take_in(path).media_type == "image/png"


def test_folder_missing_file_and_pipe_are_unreadable(tmp_path: Path) -> None:
    paths = [tmp_path, tmp_path / "gone.jpg", tmp_path / ("x" * 300)]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        paths.append(tmp_path / "pipe.jpg")

    assert {_refused(path).code for path in paths} == {Code.PHOTO_UNREADABLE}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a file that grows while it is read")
def test_file_whose_size_is_not_what_was_read_is_still_changing() -> None:
    assert _refused(Path("/proc/self/status")).code == Code.PHOTO_CHANGING


def test_profile_bomb_in_a_png_is_dropped_without_being_unpacked() -> None:
    bomb = zlib.compress(bytes(400_000_000), 1)
    whole = encoded(picture(), "PNG")
    armed = whole[:33] + png_chunk(b"iCCP", b"bomb\x00\x00" + bomb) + whole[33:]
    del bomb

    tracemalloc.start()
    clean = developing.cleaned(armed, LIMITS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 40_000_000
    assert len(clean.content) < 10_000
    assert take_in(armed).repairs == (Repair.PROFILE_DROPPED,)


def test_progressive_jpeg_with_a_thousand_scans_is_refused() -> None:
    whole = encoded(picture((1200, 800)), "JPEG", progressive=True)
    start = whole.rindex(b"\xff\xda")
    assert _refused(whole[:start] + whole[start:-2] * 1000 + b"\xff\xd9").code == Code.PHOTO_BROKEN


@pytest.mark.parametrize("marker", [0xC3, 0xC9])
def test_jpeg_that_only_few_programs_can_decode_is_an_unknown_format(marker: int) -> None:
    whole = encoded(picture(), "JPEG").replace(b"\xff\xc0", bytes((0xFF, marker)), 1)

    assert _refused(whole).code == Code.PHOTO_UNKNOWN_FORMAT


def test_photo_with_a_second_frame_of_another_size_is_refused() -> None:
    whole = encoded(picture(), "JPEG")
    frame = whole.index(b"\xff\xc0")
    length = struct.unpack_from(">H", whole, frame + 2)[0]
    second = bytearray(whole[frame : frame + 2 + length])
    second[5:9] = struct.pack(">HH", 60_000, 60_000)

    assert _refused(whole[:frame] + bytes(second) + whole[frame:]).code in {
        Code.PHOTO_BROKEN,
        Code.PHOTO_TOO_MANY_PIXELS,
    }
    second[5:9] = whole[frame + 5 : frame + 9]
    assert _refused(whole[:frame] + bytes(second) + whole[frame:]).code == Code.PHOTO_BROKEN


def test_webp_whose_canvas_is_not_its_picture_is_broken() -> None:
    lying = bytearray(tagged_webp())
    lying[24:27] = (5000).to_bytes(3, "little")

    assert _refused(bytes(lying)).code == Code.PHOTO_BROKEN


def test_one_pixel_is_a_photo_too() -> None:
    photo = take_in(encoded(Image.new("RGB", (1, 1), "red"), "JPEG"))

    assert (photo.width, photo.height) == (1, 1)
