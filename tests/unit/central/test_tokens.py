"""However late and often a line repeats enrolment and the change of a token, a laptop always holds one that the office knows."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from cxo_central.storage.devices import DeviceStore
from cxo_core.problems import Code, Problem
from cxo_core.signing import key_id, new_seed, public_key
from helpers.enrolled import enrolled
from helpers.office_house import open_house

LATE = st.integers(0, 5)


class Interrupted(DeviceStore):
    """Somebody else's request comes in between a new token's being found and the end of the one before it."""

    between: Callable[[], None] | None = None

    def _end_former(self, device: str, digest: str) -> None:
        if self.between:
            self.between()
        super()._end_former(device, digest)


@dataclass
class Laptop:
    """Changes its token and settles it as `Visit` does."""

    office: Interrupted
    id: str
    shown: str
    former: str | None = None
    asked: list[str] = field(default_factory=list)

    def change(self, *, hears: bool) -> None:
        token = secrets.token_urlsafe(16)
        self.office.by_token(self.shown)
        self.office.rotate(self.id, presented=self.shown, token=token)
        self.asked.append(self.shown)
        if hears:
            self.shown, self.former = token, self.shown

    def repeat(self, which: int) -> None:
        """An earlier request again, whose token was known when it came in."""
        if self.asked:
            presented = self.asked[-1 - which % len(self.asked)]
            try:
                self.office.rotate(self.id, presented=presented, token=secrets.token_urlsafe(16))
            except Problem as problem:
                assert problem.code is Code.TOKEN_UNKNOWN

    def settle(self, late: int | None) -> None:
        if self.former is None:
            return
        self.office.between = None if late is None else lambda: self.repeat(late)
        try:
            self.office.by_token(self.shown)
        except Problem as problem:
            assert problem.code is Code.TOKEN_UNKNOWN
            self.shown = self.former
        self.office.between = None
        self.former = None


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    database = request.getfixturevalue("postgres").fresh() if request.param == "postgres" else ""
    settings = {"database": database} if database else {}
    with open_house(tmp_path_factory.mktemp("tokens") / "office", **settings) as house:
        yield house.engine


STEPS = st.one_of(
    st.tuples(st.just("change"), st.booleans()),
    st.tuples(st.just("repeat"), LATE),
    st.tuples(st.just("settle"), st.none() | LATE),
)


@given(steps=st.lists(STEPS, max_size=8), is_enrolled_late=st.booleans())
def test_a_laptop_always_holds_a_token_that_opens(
    engine: Engine, steps: list[tuple[str, int | None]], is_enrolled_late: bool
) -> None:
    seed, first = new_seed(), secrets.token_urlsafe(16)
    enrolled(engine, seed, first)
    laptop = Laptop(Interrupted(engine), key_id(public_key(seed)), first)
    for step, how in steps:
        match step:
            case "change":
                laptop.settle(None)
                laptop.change(hears=bool(how))
            case "repeat":
                laptop.repeat(how or 0)
            case _:
                laptop.settle(how)
    if is_enrolled_late:  # the first request of all, once more: one code gives one token
        enrolled(engine, seed, first)
    laptop.settle(None)
    assert laptop.office.by_token(laptop.shown).id == laptop.id
