"""What was masked is gone: the bytes that leave do not depend on it, whatever else was done to the photo."""

import io
from collections.abc import Iterable, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageDraw

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import developing, rendering
from cxo_desktop.imaging.covering import SOLID, Frame, covered
from cxo_desktop.imaging.edits import (
    Arrow,
    Box,
    Circle,
    Crop,
    Edit,
    Ink,
    Label,
    Mask,
    MaskKind,
    Polygon,
    Turn,
    to_json,
)
from cxo_desktop.imaging.limits import LIMITS
from cxo_desktop.imaging.masking import render
from helpers.draw import SECRET, encoded, exif, picture, stored, tagged_jpeg

_SIZE = (203, 131)
_BUSY = [HealthCheck.too_slow]  # each example codes and decodes several pictures
_side = some.integers(-30, 240)
_place = some.tuples(_side, _side)


def _ordered(one: tuple[int, int], other: tuple[int, int]) -> Box:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return Box(left, top, right + 1, bottom + 1)


_boxes = some.builds(_ordered, _place, _place)
_areas = _boxes | some.lists(_place, min_size=3, max_size=9).map(lambda points: Polygon(tuple(points)))
_inks = some.sampled_from(Ink)
_others = some.one_of(
    some.builds(Crop, _boxes),
    some.builds(Turn, some.integers(1, 3)),
    some.builds(Arrow, _place, _place, _inks),
    some.builds(Circle, _boxes, _inks),
    some.builds(Label, _place, some.sampled_from(["3 号窗", "A"]), some.integers(8, 30), _inks),
)
_solid = some.builds(Mask, _areas, some.just(MaskKind.SOLID))
_mosaic = some.builds(Mask, _areas, some.just(MaskKind.MOSAIC))


def _rendered(original: bytes, wanted: Sequence[Edit]) -> list[bytes]:
    """As `render`, in this process: one example is then a matter of milliseconds. What is refused leaves nothing."""
    try:
        answer, small = rendering.rendered(original, to_json(wanted), LIMITS)
    except Problem as problem:
        assert problem.code is Code.PHOTO_MASK_BESIDE
        return []
    return [*answer.contents, small.report_copy()]


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("RGB", size, Random(seed).randbytes(3 * size[0] * size[1]))


def _painted(image: Image.Image, masks: Iterable[Mask], other: Image.Image) -> Image.Image:
    """The picture with what lies inside the masks (as they were drawn) taken from another one."""
    inside = Image.new("L", image.size)
    pen = ImageDraw.Draw(inside)
    for mask in masks:
        match mask.area:
            case Box(left, top, right, bottom):
                pen.rectangle((left, top, right - 1, bottom - 1), fill=255)
            case Polygon(points):
                pen.polygon(points, fill=255, outline=255)
    return Image.composite(other, image, inside)


@given(
    masks=some.lists(_solid, min_size=1, max_size=3),
    others=some.lists(_others, max_size=4),
    mixed=some.randoms(),
)
@settings(suppress_health_check=_BUSY)
def test_nothing_under_a_solid_mask_has_any_influence_on_what_leaves(
    masks: list[Mask], others: list[Edit], mixed: Random
) -> None:
    wanted = [*masks, *others]
    mixed.shuffle(wanted)
    one, other = picture(_SIZE), _painted(picture(_SIZE), masks, _noise(_SIZE, 1))

    assert _rendered(encoded(one, "PNG"), wanted) == _rendered(encoded(other, "PNG"), wanted)


@given(
    masks=some.lists(_solid, min_size=1, max_size=3),
    mosaics=some.lists(_mosaic, max_size=2),
    orientation=some.integers(1, 8),
    subsampling=some.integers(0, 2),
    others=some.lists(_others, max_size=2),
)
@settings(max_examples=80, suppress_health_check=_BUSY)
def test_not_even_through_the_ripples_that_jpeg_leaves_around_it(
    masks: list[Mask], mosaics: list[Mask], orientation: int, subsampling: int, others: list[Edit]
) -> None:
    """The camera's own JPEG codes blocks of pixels together, so that what was masked shows beside it, too."""
    both = []
    for content in (picture(_SIZE), _noise(_SIZE, 2)):
        upright = _painted(picture(_SIZE), masks, content)
        turned = stored(upright, orientation)
        both.append(encoded(turned, "JPEG", quality=40, subsampling=subsampling, exif=exif(orientation)))

    assert _rendered(both[0], [*mosaics, *masks, *others]) == _rendered(both[1], [*mosaics, *masks, *others])


@given(mosaic=_mosaic, others=some.lists(_others, max_size=3), seed=some.integers(0, 99))
@settings(suppress_health_check=_BUSY)
def test_of_a_mosaic_only_the_mean_of_each_block_is_left(mosaic: Mask, others: list[Edit], seed: int) -> None:
    """Pixels that change places within their block change nothing."""
    one, chance = _noise(_SIZE, seed), Random(seed)
    other = one.copy()
    for box in covered(mosaic, Frame(*_SIZE)):
        block = one.crop(box.corners)
        raw = block.tobytes()
        pixels = [raw[at : at + 3] for at in range(0, len(raw), 3)]
        chance.shuffle(pixels)
        other.paste(Image.frombytes("RGB", block.size, b"".join(pixels)), box.corners)

    assert _rendered(encoded(one, "PNG"), [mosaic, *others]) == _rendered(
        encoded(other, "PNG"), [mosaic, *others]
    )


@given(mosaic=_mosaic, seed=some.integers(0, 99))
@settings(suppress_health_check=_BUSY)
def test_nothing_beside_a_mosaic_runs_into_it(mosaic: Mask, seed: int) -> None:
    boxes = covered(mosaic, Frame(*_SIZE))
    assume(boxes)
    one, other = _noise(_SIZE, seed), _noise(_SIZE, seed + 1)
    for box in boxes:
        other.paste(one.crop(box.corners), box.corners)
    shown = [
        rendering.edited(developing.cleaned(encoded(image, "PNG"), LIMITS), [mosaic])
        for image in (one, other)
    ]

    assert all(shown[0].crop(box.corners).tobytes() == shown[1].crop(box.corners).tobytes() for box in boxes)


@given(
    area=_areas,
    orientation=some.integers(1, 8),
    cell=some.sampled_from([(1, 1), (8, 8), (16, 8), (16, 16), (32, 8)]),
)
@settings(suppress_health_check=_BUSY)
def test_a_mask_covers_at_least_what_was_drawn(
    area: Box | Polygon, orientation: int, cell: tuple[int, int]
) -> None:
    frame = Frame(*_SIZE, orientation, cell)
    for kind in MaskKind:
        left = _painted(Image.new("RGB", _SIZE), [Mask(area)], Image.new("RGB", _SIZE, "white")).convert("L")
        for box in covered(Mask(area, kind), frame):
            assert box.left >= 0 and box.top >= 0 and box.right <= _SIZE[0] and box.bottom <= _SIZE[1]
            left.paste(0, box.corners)
        assert left.getbbox() is None


@given(area=_boxes, width=some.integers(1, 5000), height=some.integers(1, 5000))
def test_blocks_of_a_mosaic_are_large_and_few_and_do_not_overlap(area: Box, width: int, height: int) -> None:
    blocks = covered(Mask(area, MaskKind.MOSAIC), Frame(width, height, cell=(16, 16)))
    if not blocks:
        return
    across, down = (
        max(b.right for b in blocks) - min(b.left for b in blocks),
        max(b.bottom for b in blocks) - min(b.top for b in blocks),
    )

    assert sum(block.size[0] * block.size[1] for block in blocks) == across * down
    assert all(
        12 * block.size[0] >= min(across, max(across, down)) and block.size[0] >= min(16, across)
        for block in blocks
    )
    assert all(12 * block.size[1] >= down and block.size[1] >= min(16, down) for block in blocks)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_marks_and_turns_land_where_they_were_put(quarters: int) -> None:
    """A mask and a mark over the same corner stay over it however the picture is turned."""
    turn = [Turn(quarters)] if quarters else []
    clean = developing.cleaned(encoded(Image.new("RGB", (200, 100), "white"), "PNG"), LIMITS)
    image = rendering.edited(clean, [*turn, Mask(Box(0, 0, 40, 20)), Circle(Box(120, 40, 180, 80), Ink.BLUE)])
    back = image.transpose({1: 2, 2: 3, 3: 4}[quarters]) if quarters else image  # anticlockwise

    assert back.getpixel((5, 5)) == back.getpixel((39, 19)) == SOLID
    assert back.getpixel((41, 5)) == (255, 255, 255)
    assert ImageChops.invert(back).crop((60, 30, 200, 100)).getbbox() is not None
    assert back.getpixel((150, 60)) == (255, 255, 255)


def test_a_mask_drawn_after_a_label_covers_it_and_one_drawn_before_does_not() -> None:
    clean = developing.cleaned(encoded(Image.new("RGB", (200, 100), "white"), "PNG"), LIMITS)
    mask, label = Mask(Box(0, 0, 200, 100)), Label((100, 50), "李敏", 40)

    assert rendering.edited(clean, [label, mask]).getextrema() == ((24, 24),) * 3
    assert rendering.edited(clean, [mask, label]).getextrema() != ((24, 24),) * 3


def test_a_crop_leaves_only_what_is_inside_and_one_beside_the_picture_next_to_nothing() -> None:
    clean = developing.cleaned(encoded(picture((200, 100)), "PNG"), LIMITS)

    assert rendering.edited(clean, [Crop(Box(10, 20, 60, 50))]).size == (50, 30)
    assert rendering.edited(clean, [Crop(Box(10, 20, 60, 50)), Turn(1)]).size == (30, 50)
    assert rendering.edited(clean, [Crop(Box(500, 20, 600, 50))]).size == (1, 30)


@pytest.mark.parametrize("make", [tagged_jpeg, lambda: encoded(picture(), "WEBP", exif=exif(6), xmp=SECRET)])
def test_what_leaves_is_a_plain_jpeg_with_nothing_of_the_original_in_it(make) -> None:
    original = make()
    done = render(original, [Mask(Box(10, 10, 40, 30), MaskKind.MOSAIC)])

    for copy in (done.content, done.thumbnail, done.report_copy):
        image = Image.open(io.BytesIO(copy))
        assert image.format == "JPEG"
        assert (
            not image.getexif()
            and "icc_profile" not in image.info
            and image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        )
        assert SECRET not in copy and copy.endswith(b"\xff\xd9") and copy.count(b"\xff\xd8\xff") == 1
    assert not any(piece in done.content for piece in _pieces(original))


def _pieces(original: bytes) -> list[bytes]:
    """Coded pixels of the original, 24 bytes at a time."""
    start = original.find(b"\xff\xda") if original.startswith(b"\xff\xd8") else 0
    return [original[at : at + 24] for at in range(start, len(original) - 24, 24)]


def test_same_photo_and_edits_give_the_same_bytes_in_the_decoder_as_here() -> None:
    original = tagged_jpeg(orientation=6)
    wanted = [Mask(Box(10, 10, 40, 30)), Label((60, 40), "3 号窗", 20), Turn(1)]
    done = render(original, wanted)

    assert [done.content, done.thumbnail, done.report_copy] == _rendered(original, wanted)
    assert (done.width, done.height) == (80, 120)


def test_a_photo_too_large_to_edit_whole_is_edited_at_half_its_size() -> None:
    large = encoded(Image.new("RGB", (8_000, 6_000), "white"), "JPEG")
    done = render(large, [Mask(Box(4_000, 0, 8_000, 6_000))])

    assert (done.width, done.height) == (4_000, 3_000)
    shown = Image.open(io.BytesIO(done.report_copy))
    assert shown.getpixel((780, 600)) != shown.getpixel((820, 600)) == SOLID
