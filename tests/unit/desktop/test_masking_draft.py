"""What is drawn on a photo before it is kept: every change can be undone, nothing leaves the picture, turns add up."""

from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.imaging.edits import (
    Arrow,
    Box,
    Circle,
    Crop,
    Edit,
    Label,
    Mask,
    MaskKind,
    Polygon,
    Turn,
    from_json,
    to_json,
)
from cxo_desktop.ui.masking import shapes
from cxo_desktop.ui.masking.draft import Draft

PICTURE = Box(0, 0, 400, 300)
SHAPES: tuple[Edit, ...] = (
    Mask(Box(10, 10, 60, 40)),
    Mask(Polygon(((10, 10), (60, 15), (30, 70))), MaskKind.MOSAIC),
    Crop(Box(5, 5, 200, 200)),
    Arrow((20, 20), (90, 60)),
    Circle(Box(30, 30, 80, 70)),
    Label((100, 100), "窗口", 14),
)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(0, len(SHAPES) - 1), st.just(0)),
    st.tuples(st.sampled_from(["move", "enlarge"]), st.integers(-500, 500), st.integers(-500, 500)),
    st.tuples(st.sampled_from(["turn", "fill", "drop", "next", "undo", "redo"]), st.just(0), st.just(0)),
)


def after(draft: Draft, step: tuple[str, int, int]) -> Draft:
    act, one, other = step
    match act:
        case "add":
            return draft.with_edit(SHAPES[one])
        case "move":
            return draft.moved(one, other)
        case "enlarge":
            return draft.resized(one, other)
        case "turn":
            return draft.turned()
        case "fill":
            return draft.filled_otherwise()
        case "drop":
            return draft.without_chosen()
        case "next":
            return draft.choosing(1)
        case "undo":
            return draft.undone()
    return draft.redone()


@given(st.lists(STEPS, max_size=12))
def test_whatever_is_drawn_can_be_undone_kept_and_lies_in_the_picture(
    steps: list[tuple[str, int, int]],
) -> None:
    draft = Draft(400, 300)
    for step in steps:
        before, draft = draft, after(draft, step)
        if step[0] not in ("undo", "redo") and draft.edits != before.edits:
            assert draft.undone().edits == before.edits
            assert draft.undone().redone().edits == draft.edits
    assert from_json(to_json(draft.edits)) == draft.edits
    assert sum(isinstance(edit, Crop) for edit in draft.edits) <= 1
    assert sum(isinstance(edit, Turn) for edit in draft.edits) <= 1
    for edit in draft.edits:
        area = shapes.bounds(edit)
        assert area is None or area.meets(PICTURE)


def test_four_quarters_are_none() -> None:
    draft = Draft(400, 300)
    for quarters in (1, 2, 3, 0):
        draft = draft.turned()
        assert draft.quarters == quarters
    assert draft.edits == ()


def test_accepted_proposals_become_mosaic_and_the_others_stay_proposed() -> None:
    first, second = Box(1, 1, 20, 20), Box(50, 50, 70, 70)
    draft = Draft(400, 300, proposed=(first, second)).accepting((first,))
    assert draft.edits == (Mask(first, MaskKind.MOSAIC),) and draft.proposed == (second,)


def test_the_topmost_shape_under_a_point_is_the_one_meant() -> None:
    draft = Draft(400, 300).with_edit(SHAPES[0]).with_edit(SHAPES[4])
    assert draft.at(35, 35) == 1 and draft.at(12, 12) == 0 and draft.at(300, 200) is None
