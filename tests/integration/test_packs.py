"""An office pack comes into the vault as a whole or not at all, and the officer learns what it changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Hall, MatterKind
from cxo_core.protocol.pack import Matter, Removed
from cxo_core.roles import Channel, Role
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.packs import Change, halls_told, take_pack, told_by
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow
from helpers.own_office import OwnOffice, a_scheme, a_task, an_item, gone, stranger_seed, told
from helpers.recordings import vault_in

HALL = Hall("h-1", "市政务服务中心", "人民路 1 号", ("3 号窗",))


@pytest.fixture(scope="module")
def office() -> OwnOffice:
    return OwnOffice()


@pytest.fixture
def row(vault: Vault, office: OwnOffice) -> OfficeRow:
    return office.enrol(vault)


def kept(vault: Vault) -> tuple[object, ...]:
    """Everything a pack could change."""
    return (
        vault.offices.every(),
        tuple(row for office in vault.offices.every() for row in vault.matters.of(office.id)),
        vault.tasks.every(),
        vault.sync_log.latest(),
    )


def refused(vault: Vault, row: OfficeRow, content: bytes) -> Problem:
    before = kept(vault)
    with pytest.raises(Problem) as caught:
        take_pack(vault, row, content, '"new"')
    assert kept(vault) == before
    return caught.value


def test_a_first_pack_tells_everything_in_it_as_new(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    content = office.pack(vault, 7, told(a_task()), told(an_item()), told(HALL))
    news = take_pack(vault, row, content, '"v7"')
    assert [(each.change, each.kind, each.id) for each in news.news] == [
        (Change.ADDED, MatterKind.TASK, "t-1"),
        (Change.ADDED, MatterKind.ITEM, "local-permit"),
        (Change.ADDED, MatterKind.HALL, "h-1"),
    ]
    now = vault.offices.by_id(office.id)
    assert now is not None
    assert (now.pack_version, now.pack_etag, now.pack_bytes) == (7, '"v7"', len(content))


def test_what_a_pack_neither_holds_nor_removes_stays(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    take_pack(vault, row, office.pack(vault, 1, told(a_task("t-1")), told(HALL)), None)
    changed = a_task("t-1", reason="改到下周")
    content = office.pack(vault, 2, told(changed, 2), told(a_task("t-2")), removed=[gone(HALL)])
    news = take_pack(vault, row, content, None)
    assert [(each.change, each.id) for each in news.news] == [
        (Change.CHANGED, "t-1"),
        (Change.ADDED, "t-2"),
        (Change.REMOVED, "h-1"),
    ]
    assert news.of(MatterKind.HALL)[0].meaning == HALL
    take_pack(vault, row, office.pack(vault, 3), None)
    tasks = [each.matter.meaning() for each in vault.matters.standing(MatterKind.TASK)]
    assert tasks == [changed, a_task("t-2")]
    assert vault.matters.standing(MatterKind.HALL) == ()
    assert vault.matters.every(MatterKind.HALL)[0].removed_at is not None


def test_what_comes_back_is_new_again(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    take_pack(vault, row, office.pack(vault, 1, told(HALL)), None)
    take_pack(vault, row, office.pack(vault, 2, removed=[gone(HALL)]), None)
    news = take_pack(vault, row, office.pack(vault, 3, told(HALL)), None)
    assert [each.change for each in news.news] == [Change.ADDED]
    assert halls_told(vault) == (HALL,)


def test_the_removal_of_what_was_never_here_is_no_news(
    vault: Vault, office: OwnOffice, row: OfficeRow
) -> None:
    unknown = Removed(MatterKind.TASK, "never-told")
    assert take_pack(vault, row, office.pack(vault, 1, removed=[unknown]), None).is_empty


def test_the_same_pack_again_brings_nothing_but_its_name(
    vault: Vault, office: OwnOffice, row: OfficeRow
) -> None:
    content = office.pack(vault, 4, told(a_task()))
    take_pack(vault, row, content, None)
    before = vault.matters.of(office.id)
    assert take_pack(vault, row, content, '"v4"').is_empty
    now = vault.offices.by_id(office.id)
    assert now is not None and now.pack_etag == '"v4"'
    assert vault.matters.of(office.id) == before


def test_an_older_pack_changes_nothing(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    take_pack(vault, row, office.pack(vault, 5, told(a_task())), None)
    older = office.pack(vault, 4, told(a_task("t-9")), removed=[gone(a_task())])
    assert refused(vault, row, older).code is Code.PACK_OLDER


def test_a_pack_for_another_laptop_or_from_another_key_changes_nothing(
    vault: Vault, office: OwnOffice, row: OfficeRow
) -> None:
    other = office.pack(vault, 1, told(a_task()), device="f" * 16)
    forged = office.pack(vault, 1, told(a_task()), seed=stranger_seed())
    for content in (other, forged, OwnOffice().pack(vault, 1), b"", b"{}"):
        assert refused(vault, row, content).code is Code.PACK_NOT_SOUND


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, office: OwnOffice) -> Iterator[tuple[Vault, bytes]]:
    """A vault with a pack, and a later one it might take."""
    import keyring

    from helpers.memory_keyring import MemoryKeyring

    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    with vault_in(tmp_path_factory.mktemp("shared")) as vault:
        row = office.enrol(vault)
        take_pack(vault, row, office.pack(vault, 1, told(a_task()), told(HALL)), '"v1"')
        yield vault, office.pack(vault, 2, told(a_task("t-2")), removed=[gone(HALL)])
    keyring.set_keyring(before)


@given(place=st.integers(0, 10_000), bits=st.integers(1, 255))
def test_any_changed_byte_leaves_everything_as_it_was(
    shared: tuple[Vault, bytes], place: int, bits: int
) -> None:
    vault, content = shared
    broken = bytearray(content)
    broken[place % len(content)] ^= bits
    assert refused(vault, vault.offices.every()[0], bytes(broken)).code is Code.PACK_NOT_SOUND


@given(length=st.integers(0, 10_000))
def test_any_cut_leaves_everything_as_it_was(shared: tuple[Vault, bytes], length: int) -> None:
    vault, content = shared
    cut = content[: length % len(content)]
    assert refused(vault, vault.offices.every()[0], cut).code is Code.PACK_NOT_SOUND


@pytest.mark.parametrize(
    "spoilt",
    [
        {"version": "eins"},
        {"read_on": "yesterday"},
        {"materials": [{"id": "form", "title": "甲"}, {"id": "form", "title": "乙"}]},
        {"colour": "red"},
        {"source": ""},
    ],
)
def test_an_item_with_a_mistake_makes_the_whole_pack_unsound(
    vault: Vault, office: OwnOffice, row: OfficeRow, spoilt: dict[str, object]
) -> None:
    good = told(an_item())
    bad = replace(good, content={**good.content, **spoilt})
    assert refused(vault, row, office.pack(vault, 1, told(a_task()), bad)).code is Code.PACK_NOT_SOUND


def test_a_matter_under_another_name_than_its_own_makes_the_pack_unsound(
    vault: Vault, office: OwnOffice, row: OfficeRow
) -> None:
    renamed = replace(told(a_task("t-1")), id="t-2")
    assert refused(vault, row, office.pack(vault, 1, renamed)).code is Code.PACK_NOT_SOUND


def test_a_full_disk_leaves_the_earlier_pack(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    from helpers.failing_calls import can_fail_calls, while_failing

    if not can_fail_calls():
        pytest.skip("this machine lets no thread refuse its own system calls")
    import errno

    take_pack(vault, row, office.pack(vault, 1, told(HALL)), '"v1"')
    before = kept(vault)
    content = office.pack(vault, 2, told(a_task()), removed=[gone(HALL)])
    with pytest.raises(Problem):
        while_failing(["fdatasync", "fsync"], errno.EIO, lambda: take_pack(vault, row, content, '"v2"'))
    assert kept(vault) == before
    assert len(take_pack(vault, row, content, '"v2"').news) == 2


def test_items_and_schemes_of_the_office_stand_before_those_of_the_program(
    vault: Vault, office: OwnOffice, row: OfficeRow, tmp_path: Path
) -> None:
    catalogue = Catalogue(cache=tmp_path / "catalogue.json")
    catalogue.hear(told_by(vault))
    shipped = catalogue.item("food-licence-renewal")
    catalogue.scheme_for(Role.APPLICANT, Channel.HALL)
    own = an_item("food-licence-renewal", "本市食品经营许可延续")
    take_pack(vault, row, office.pack(vault, 1, told(own), told(a_scheme())), None)
    assert catalogue.item("food-licence-renewal") == shipped
    catalogue.refresh()
    assert catalogue.item("food-licence-renewal") == own
    assert catalogue.scheme_for(Role.APPLICANT, Channel.HALL).id == "local-hall"
    assert {each.id for each in catalogue.items() if each.is_own} == {"food-licence-renewal"}
    take_pack(vault, row, office.pack(vault, 2, removed=[gone(own), gone(a_scheme())]), None)
    catalogue.refresh()
    assert catalogue.item("food-licence-renewal") == shipped


def test_of_two_offices_the_current_one_is_heard_first(
    vault: Vault, office: OwnOffice, row: OfficeRow, tmp_path: Path
) -> None:
    other = OwnOffice("区体验办")
    second = other.enrol(vault)
    take_pack(vault, row, office.pack(vault, 1, told(an_item("permit", "市的"))), None)
    take_pack(vault, second, other.pack(vault, 1, told(an_item("permit", "区的"))), None)
    catalogue = Catalogue(cache=tmp_path / "catalogue.json")
    catalogue.hear(told_by(vault))
    assert catalogue.item("permit").title.zh == "市的"
    vault.offices.make_current(other.id)
    catalogue.refresh()
    assert catalogue.item("permit").title.zh == "区的"


def test_a_matter_is_kept_word_for_word(vault: Vault, office: OwnOffice, row: OfficeRow) -> None:
    matter = Matter(MatterKind.TASK, "t-1", 3, a_task("t-1", reason="“引号”、\\n、𠮷").to_json())
    take_pack(vault, row, office.pack(vault, 1, matter), None)
    found = vault.matters.one(office.id, MatterKind.TASK, "t-1")
    assert found is not None and found.matter == matter
    assert json.dumps(dict(found.matter.content), sort_keys=True) == json.dumps(
        dict(matter.content), sort_keys=True
    )
