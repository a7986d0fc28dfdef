"""Edits go into an event and come back the same; what is none is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

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
    from_json,
    scaled,
    to_json,
)

_side = some.integers(-1_000_000, 1_000_000 - 1)
_place = some.tuples(_side, _side)
_boxes = some.builds(
    lambda one, other: Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]) + 1, max(one[1], other[1]) + 1
    ),
    _place,
    _place,
)
_polygons = some.lists(_place, min_size=3, max_size=20).map(lambda points: Polygon(tuple(points)))
_inks = some.sampled_from(Ink)
_texts = some.text(min_size=1, max_size=200).filter(str.isprintable)
_edits: some.SearchStrategy[Edit] = some.one_of(
    some.builds(Mask, _boxes | _polygons, some.sampled_from(MaskKind)),
    some.builds(Crop, _boxes),
    some.builds(Turn, some.integers(1, 3)),
    some.builds(Arrow, _place, _place, _inks),
    some.builds(Circle, _boxes, _inks),
    some.builds(Label, _place, _texts, some.integers(4, 4_000), _inks),
)


@given(some.lists(_edits, max_size=20))
def test_edits_come_back_from_json_as_they_were(wanted: list[Edit]) -> None:
    assert from_json(json.loads(json.dumps(to_json(wanted)))) == tuple(wanted)


@given(wanted=some.lists(_edits, max_size=5), part=some.integers(1, 4_000), whole=some.integers(1, 4_000))
def test_edits_of_a_smaller_copy_are_edits_too_and_masks_cover_what_they_covered(
    wanted: list[Edit], part: int, whole: int
) -> None:
    part, whole = min(part, whole), max(part, whole)
    for before, after in zip(wanted, scaled(wanted, part, whole), strict=True):
        assert from_json(to_json([after])) == (after,)
        if isinstance(before, Mask) and isinstance(before.area, Box) and isinstance(after, Mask):
            assert isinstance(after.area, Box)
            assert after.area.left * whole <= before.area.left * part
            assert after.area.bottom * whole >= before.area.bottom * part


_BOX = [1, 1, 5, 5]


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        [[]],
        [{}],
        [{"do": "erase"}],
        [{"do": "mask", "kind": "blur", "box": _BOX}],
        [{"do": "mask", "kind": "solid"}],
        [{"do": "mask", "kind": "solid", "box": [5, 1, 1, 5]}],
        [{"do": "mask", "kind": "solid", "box": [1, 1, 5]}],
        [{"do": "mask", "kind": "solid", "box": [1, 1, 5, 5.5]}],
        [{"do": "mask", "kind": "solid", "box": [True, 1, 5, 5]}],
        [{"do": "mask", "kind": "solid", "points": [[1, 1], [2, 2]]}],
        [{"do": "crop", "box": [0, 0, 10**9, 5]}],
        [{"do": "turn", "quarters": 4}],
        [{"do": "turn", "quarters": "1"}],
        [{"do": "arrow", "start": [1, 1], "tip": [2], "ink": "red"}],
        [{"do": "circle", "box": _BOX, "ink": "green"}],
        [{"do": "label", "at": [1, 1], "text": "", "size": 20, "ink": "red"}],
        [{"do": "label", "at": [1, 1], "text": "two\nlines", "size": 20, "ink": "red"}],
        [{"do": "label", "at": [1, 1], "text": 5, "size": 20, "ink": "red"}],
        [{"do": "label", "at": [1, 1], "text": "x" * 201, "size": 20, "ink": "red"}],
        [{"do": "label", "at": [1, 1], "text": "x", "size": 10**7, "ink": "red"}],
        [{"do": "turn", "quarters": 1}] * 501,
    ],
)
def test_what_is_no_edit_is_refused(said: Any) -> None:
    with pytest.raises(ValueError):
        from_json(said)
