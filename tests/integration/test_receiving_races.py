"""Several processes at once, on both databases: whoever is late finds the answer that was given."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import Connection

from cxo_central.house import House
from cxo_central.storage import uploads
from cxo_central.storage.uploads import Part, UploadStore
from cxo_core.problems import Code
from helpers.central_office import CentralOffice, Sealed, SpeakingLaptop, is_problem, stored
from helpers.hostile_bundles import hostile
from helpers.office_house import open_house
from helpers.problems_raised import raises

AT_ONCE = 6


@pytest.fixture(params=["sqlite", "postgres"])
def houses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[House]]:
    """One office, as three processes have it."""
    settings = {"quota_bytes": "10 MiB"}
    if request.param == "postgres":
        settings["database"] = request.getfixturevalue("postgres").fresh()
    first = open_house(tmp_path / "office", **settings)
    environ = {f"CXO_CENTRAL_{name.upper()}": value for name, value in settings.items()}
    opened = [first, *(House.open(tmp_path / "office", environ) for _ in range(2))]
    yield opened
    for house in opened:
        house.close()


@pytest.fixture
def office(houses: list[House]) -> CentralOffice:
    return CentralOffice(houses[0])


@pytest.fixture
def processes(houses: list[House], office: CentralOffice) -> list[SpeakingLaptop]:
    """The same laptop, as it speaks to several processes of the office."""
    laptop = office.laptop()
    return [
        SpeakingLaptop(CentralOffice(houses[1 + number % 2]), laptop.seed, laptop.token)
        for number in range(AT_ONCE)
    ]


def at_once(laptops: list[SpeakingLaptop], ask: Callable[[SpeakingLaptop], Response]) -> list[Response]:
    with ThreadPoolExecutor(len(laptops)) as pool:
        return list(pool.map(ask, laptops))


def held(office: CentralOffice, **counts: int) -> bool:
    return office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0} | counts


@pytest.mark.parametrize("is_one_upload", [True, False], ids=["one upload", "many uploads"])
def test_one_bundle_handed_in_many_times_is_one_bundle(
    office: CentralOffice, processes: list[SpeakingLaptop], tmp_path: Path, is_one_upload: bool
) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    place = laptop.upload(bundle.content) if is_one_upload else ""
    answers = at_once(processes, lambda each: each.hand_in(place or each.upload(bundle.content), bundle))
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    assert held(office, parts=1, bundles=1, files=1)


def test_of_many_contents_under_one_identity_one_counts(
    office: CentralOffice, processes: list[SpeakingLaptop], tmp_path: Path
) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    forged = Sealed(bundle.content + b"\0", bundle.walkthrough, 1, bundle.manifest_digest)
    sent = [bundle, forged] * (AT_ONCE // 2)
    turn = iter(sent)
    answers = at_once(processes, lambda each: each.deliver(next(turn)))
    assert {answer.status_code for answer in answers} == {200, 201, 422}
    assert held(office, parts=2, bundles=1, quarantine=1, files=2)


def test_one_stretch_sent_many_times_counts_once(
    office: CentralOffice, processes: list[SpeakingLaptop]
) -> None:
    laptop, content = office.laptop(), bytes(range(256)) * 1000
    place = laptop.begin(content)
    answers = at_once(processes, lambda each: each.send(place, 0, content))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * (AT_ONCE - 1)
    assert stored(office, place) == content
    assert held(office, uploads=1, parts=1, files=1)


def test_no_quota_is_exceeded_by_being_quick(office: CentralOffice, processes: list[SpeakingLaptop]) -> None:
    answers = at_once(processes, lambda each: each.create(4 << 20, "0" * 64))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [413] * (AT_ONCE - 2)


def test_ending_and_handing_in_at_once_is_one_or_the_other(
    office: CentralOffice, processes: list[SpeakingLaptop], tmp_path: Path
) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    place = laptop.upload(bundle.content)
    one, other, *_ = processes

    def ask(each: SpeakingLaptop) -> Response:
        if each is one:
            return each.hand_in(place, bundle)
        return each.ask("DELETE", place, headers={"Tus-Resumable": "1.0.0"})

    taken, ended = at_once([one, other], ask)
    if taken.status_code == 201:
        assert is_problem(ended, 404, "upload-gone")
        assert held(office, parts=1, bundles=1, files=1)
    else:
        assert ended.status_code == 204
        assert is_problem(taken, 404, "upload-gone")
        assert held(office)


def test_a_file_is_found_with_all_of_its_parts_though_it_ends_at_that_moment(
    houses: list[House], office: CentralOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, content = office.laptop(), bytes(range(256)) * 1000
    upload = laptop.upload(content).rpartition("/")[2]
    one, other = (UploadStore(house.engine, house.now) for house in houses[:2])
    look = uploads._parts

    def late(connection: Connection, owner: str) -> tuple[Part, ...]:
        assert other.drop(owner)
        return look(connection, owner)

    monkeypatch.setattr(uploads, "_parts", late)
    found, parts = one.whole(upload, laptop.id)
    assert sum(part.bytes for part in parts) == found.bytes == len(content)
    with raises(Code.UPLOAD_GONE):
        one.whole(upload, laptop.id)


@pytest.mark.parametrize("kind", ["an odd manifest", "an odd record"])
def test_odd_texts_are_kept_by_either_database(office: CentralOffice, kind: str) -> None:
    laptop = office.laptop()
    for seed in range(12):
        made = hostile(random.Random(seed), office.house.keys.recipients[0], kind)
        answer = laptop.deliver(Sealed(made.content, "w-1", 1, "0" * 64))
        assert answer.status_code in (409, 422), answer.text
