"""Edits that go on from a picture already edited: where they start, and what no edit list makes fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.renditions import Start, before_start, since_start, start_of

MASK = {"do": "mask", "kind": "solid", "box": [0, 0, 5, 5]}
START = Start("ab" * 32, 40, 30)
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("from"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["do", "sha256", "x"]), inner)
    ),
    max_leaves=6,
)


def test_without_a_start_every_edit_is_of_the_picture_that_came_in() -> None:
    edits = (MASK, MASK)
    assert (start_of(edits), before_start(edits), since_start(edits)) == (None, (), edits)


def test_the_last_start_counts() -> None:
    first = Start("cd" * 32, 80, 60).to_json()
    edits = (MASK, first, MASK, START.to_json(), MASK, MASK)
    assert start_of(edits) == START
    assert before_start(edits) == (MASK, first, MASK) and since_start(edits) == (MASK, MASK)


@pytest.mark.parametrize("said", [{"do": "from"}, {"do": "from", "sha256": 7}, "from", None, ["from"]])
def test_what_names_no_picture_is_no_start(said: object) -> None:
    assert start_of([MASK, said]) is None


def test_a_size_that_no_picture_has_is_none() -> None:
    assert start_of([{**START.to_json(), "width": -1, "height": True}]) == Start(START.sha256, 0, 0)


@given(edits=st.lists(PLAIN | st.just(MASK) | st.just(START.to_json()), max_size=6))
def test_nothing_is_lost_whatever_a_record_says(edits: list[Any]) -> None:
    start = start_of(edits)
    whole = (*before_start(edits), *since_start(edits))
    assert len(whole) == len(edits) - (start is not None)
