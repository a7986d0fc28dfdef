"""Packs: whatever a laptop missed, after the next one it has exactly what holds for it."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_central.house import House
from cxo_central.packing import Packing, packed
from cxo_central.storage.devices import Device
from cxo_central.storage.engine import writing
from cxo_central.storage.matters import MatterStore, Meaning, kind_of
from cxo_central.storage.matters_audience import Audience, remember
from cxo_core.protocol.matters import MatterKind, Task
from cxo_core.protocol.pack import Pack
from helpers.office_house import answer, decision, hall, laptop, open_house, task, with_empty_database

OFFICERS, HALLS = ("", "李娜", "王强"), ("", "市大厅", "区大厅")
LAPTOPS = ("a" * 16, "b" * 16, "c" * 16)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_house(tmp_path_factory.mktemp("office") / "office")


@dataclass
class LaptopAtWork:
    """A laptop that takes packs by the rule: whole, signed, and only a higher version than it has."""

    device: Device
    etag: str = ""
    version: int = -1
    has: dict[tuple[MatterKind, str], object] = field(default_factory=dict)

    def ask(self, packing: Packing, receipt_key: str) -> None:
        now = packing.etag(self.device)
        if now == self.etag:
            return
        answer = packing.pack(self.device, now)
        assert answer.etag == now
        pack = Pack.read(answer.content, receipt_key, self.device.id)
        assert pack.version > self.version
        self.etag, self.version = answer.etag, pack.version
        self.has |= {matter.place: matter.content for matter in pack.matters}
        for gone in pack.removed:
            self.has.pop((gone.kind, gone.id), None)


@dataclass(frozen=True)
class Told:
    meaning: Meaning
    device: str = ""


@dataclass(frozen=True)
class Gone:
    kind: MatterKind
    id: str


@dataclass(frozen=True)
class Moved:
    laptop: int
    officer: str
    hall: str


@dataclass(frozen=True)
class Asked:
    laptop: int


_who = st.integers(0, len(LAPTOPS) - 1)
_texts = st.sampled_from(["", "甲", "乙"])
_told = st.one_of(
    st.builds(
        lambda id, officer, place, reason: Told(task(id, officer, place, reason)),
        st.sampled_from(["t-1", "t-2"]),
        st.sampled_from(OFFICERS),
        st.sampled_from(HALLS),
        _texts,
    ),
    st.builds(lambda name: Told(hall("h-1", f"大厅{name}")), _texts),
    st.builds(lambda who, text: Told(decision(f"w-{who}", text=f"请改{text}"), LAPTOPS[who]), _who, _texts),
    st.builds(lambda who, text: Told(answer(f"w-{who}", f"已改{text}"), LAPTOPS[who]), _who, _texts),
)
_gone = st.sampled_from(
    [Gone(MatterKind.TASK, "t-1"), Gone(MatterKind.TASK, "t-2"), Gone(MatterKind.HALL, "h-1")]
    + [Gone(MatterKind.DECISION, f"w-{who}.1") for who in range(3)]
)
_moved = st.builds(Moved, _who, st.sampled_from(OFFICERS), st.sampled_from(HALLS))
_story = st.lists(st.one_of(_told, _told, _gone, _moved, st.builds(Asked, _who)), max_size=14)


@given(_story)
def test_after_any_story_every_laptop_has_what_holds_for_it(
    house: House, story: list[Told | Gone | Moved | Asked]
) -> None:
    with TemporaryDirectory() as folder:
        fresh = with_empty_database(house, Path(folder) / "office.db")
        try:
            tell(fresh, story)
        finally:
            fresh.close()


def tell(house: House, story: list[Told | Gone | Moved | Asked]) -> None:
    store, packing = MatterStore(house.engine), Packing(house)
    laptops = [LaptopAtWork(laptop(id, "李娜", "市大厅")) for id in LAPTOPS]
    holds: dict[tuple[MatterKind, str], Told] = {}
    for happened in story:
        match happened:
            case Told(meaning, device):
                store.put([meaning], device=device)
                holds[kind_of(meaning), meaning.id] = happened
            case Gone(kind, id):
                if holds.pop((kind, id), None):
                    store.remove(kind, id)
            case Moved(who, officer, place):
                with writing(house.engine) as connection:
                    remember(connection, laptops[who].device)
                laptops[who].device = laptop(LAPTOPS[who], officer, place)
            case Asked(who):
                laptops[who].ask(packing, house.keys.receipt_key)
    for each in laptops:
        each.ask(packing, house.keys.receipt_key)
        assert each.has == {
            place: told.meaning.to_json() for place, told in holds.items() if is_for(told, each.device)
        }


def is_for(told: Told, device: Device) -> bool:
    match told.meaning:
        case Task(officer=officer, hall=place):
            return Audience(officer=officer, hall=place).has(device)
        case _:
            return told.device in ("", device.id)


def test_the_same_version_is_the_same_bytes_in_every_process(house: House, tmp_path: Path) -> None:
    fresh = with_empty_database(house, tmp_path / "office.db")
    device = laptop("a" * 16)
    for _ in range(2):
        first, second = Packing(fresh).pack(device), Packing(fresh).pack(device)
        assert first == second
        MatterStore(fresh.engine).put([hall("h-1")])
    fresh.close()


def test_packs_kept_in_memory_never_take_more_than_allowed(house: House, tmp_path: Path) -> None:
    fresh = with_empty_database(house, tmp_path / "office.db")
    MatterStore(fresh.engine).put([hall("h-1")])
    size = len(Packing(fresh).pack(laptop("a" * 16)).content)
    packing = Packing(fresh, kept_bytes=2 * size)
    for number in range(5):
        device = laptop(f"{number:016}")
        packet = packing.pack(device)
        assert packing.pack(device, packet.etag) is packet
    assert packing.pack(laptop(f"{0:016}"), packing.etag(laptop(f"{0:016}"))).version == 1
    fresh.close()


def test_a_pack_with_nothing_in_it_can_be_read(house: House) -> None:
    content = packed(house.id, laptop("a" * 16), ()).signed(house.receipt_seed)
    pack = Pack.read(content, house.keys.receipt_key, "a" * 16)
    assert (pack.version, pack.matters, pack.removed) == (0, (), ())
