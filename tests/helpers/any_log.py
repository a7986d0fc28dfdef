"""Hypothesis strategies: any log at all, however senseless, that is rightly chained."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from cxo_core.bodies import FIELDS
from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from helpers.tapping import Hand

_WORDS = st.sampled_from(
    ["form", "identity", "extra-1", "queue", "window", "e1", "f1", "n1", "greeted", "service", "109", ""]
)
_VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: _WORDS,
    int: st.integers(-3, 12),
    bool: st.booleans(),
    list: st.lists(_WORDS, max_size=3),
    dict: st.just({}),
    (int, str, bool): st.one_of(st.integers(-3, 5), _WORDS, st.booleans()),
}


@st.composite
def bodies(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for name, wanted in FIELDS[kind].items():
        if name.endswith("?") and not draw(st.booleans()):
            continue
        body[name.removesuffix("?")] = draw(_VALUES[wanted])
    return body


KINDS = sorted(set(Kind) - {Kind.STARTED})


@st.composite
def logs(draw: st.DrawFn, kinds: list[Kind] = KINDS, max_size: int = 25) -> list[Event]:
    """A started record, then anything: live taps, late entries, reboots, wall clocks set by hand."""
    hand = Hand()
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=max_size)):
        hand.wait(seconds=draw(st.integers(0, 4_000)))
        match draw(st.integers(0, 9)):
            case 0:
                hand.reboot()
            case 1:
                hand.set_wall(hand.wall + timedelta(seconds=draw(st.integers(-9_000, 9_000))))
        body = draw(bodies(kind))
        if draw(st.integers(0, 4)) == 0:
            late = hand.wall - timedelta(seconds=draw(st.integers(0, 90_000)))
            hand.enter(kind, late, draw(st.sampled_from([Entered.TYPED, Entered.RECALLED])), **body)
        else:
            hand.tap_as(draw(st.sampled_from(["o1", "o2"])), kind, **body)
    return hand.events
