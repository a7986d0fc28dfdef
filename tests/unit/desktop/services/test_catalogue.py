"""The office's own schemes and items stand before the program's, and a broken file stops nothing."""

import os
from pathlib import Path

import pytest

from cxo_core.documents import MOST_BYTES
from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel, Role
from cxo_desktop.services.catalogue import Catalogue, office_folders
from helpers.documents import ITEM, SCHEME, spoilt


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for name in ("schemes", "catalogue"):
        (tmp_path / "office" / name).mkdir(parents=True)
    return tmp_path / "office"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "catalogue.json"


def test_the_program_comes_with_a_scheme_for_each_channel_and_at_least_ten_items(cache: Path) -> None:
    catalogue = Catalogue(cache=cache)
    for channel in Channel:
        assert catalogue.scheme_for(channel.role, channel).channel is channel
    assert len(catalogue.items()) >= 10
    assert catalogue.problems() == ()
    assert not any(each.is_own for each in (*catalogue.schemes(), *catalogue.items()))


def test_the_offices_own_scheme_wins_whatever_its_version(office: Path, cache: Path) -> None:
    shipped = Catalogue(cache=cache).scheme_for(Role.APPLICANT, Channel.HALL)
    (office / "schemes" / "own.yaml").write_text(SCHEME, encoding="utf-8")
    catalogue = Catalogue([office], cache=cache)
    assert catalogue.scheme_for(Role.APPLICANT, Channel.HALL).id == "small"
    assert catalogue.scheme(shipped.id) == shipped
    assert [each.is_own for each in catalogue.schemes()] == [True] + [False] * 5


def test_a_local_guide_replaces_the_item_that_comes_with_the_program(office: Path, cache: Path) -> None:
    own, _line = spoilt(ITEM, "id: permit", "id: construction-permit")
    (office / "catalogue" / "permit.yaml").write_text(own, encoding="utf-8")
    catalogue = Catalogue([office], cache=cache)
    assert catalogue.item("construction-permit").title.zh == "许可"
    assert len(catalogue.items()) == len(Catalogue(cache=cache).items())


def test_of_two_versions_in_one_folder_the_higher_is_used(office: Path, cache: Path) -> None:
    for version in (2, 11, 3):
        text, _line = spoilt(ITEM, "version: 1", f"version: {version}")
        (office / "catalogue" / f"permit-{version}.yaml").write_text(text, encoding="utf-8")
    assert Catalogue([office], cache=cache).item("permit").version == 11


def test_a_broken_file_is_told_and_the_rest_is_there(office: Path, cache: Path) -> None:
    text, line = spoilt(SCHEME, "stage: apply", "stage: begin")
    (office / "schemes" / "own.yaml").write_text(text, encoding="utf-8")
    (office / "schemes" / "gone.yaml").symlink_to(office / "nowhere.yaml")
    (office / "catalogue" / "huge.yml").write_bytes(b"a: " + b"x" * (2 * MOST_BYTES))
    (office / "catalogue" / "remarks.txt").write_text("not a document")
    for _ in range(2):
        catalogue = Catalogue([office], cache=cache)
        told = {(str(each.details["name"]), each.details["line"], each.code) for each in catalogue.problems()}
        assert told == {
            ("own.yaml", line, Code.DOCUMENT_HAS_MISTAKES),
            ("huge.yml", 1, Code.DOCUMENT_HAS_MISTAKES),
        }
        assert len(catalogue.schemes()) == 5


def test_a_corrected_file_is_seen_after_refreshing(office: Path, cache: Path) -> None:
    path = office / "catalogue" / "permit.yaml"
    path.write_text(ITEM.replace("days: 20", "days: x"), encoding="utf-8")
    catalogue = Catalogue([office], cache=cache)
    assert len(catalogue.problems()) == 1
    path.write_text(ITEM, encoding="utf-8")
    catalogue.refresh()
    assert catalogue.problems() == ()
    assert catalogue.item("permit").limits[0].days == 20


def test_what_was_remembered_is_the_same_as_what_was_read(office: Path, cache: Path) -> None:
    (office / "schemes" / "own.yaml").write_text(SCHEME, encoding="utf-8")
    first = Catalogue([office], cache=cache)
    read = (
        [first.scheme(each.id) for each in first.schemes()],
        [first.item(each.id) for each in first.items()],
    )
    again = Catalogue([office], cache=cache)
    assert cache.is_file()
    assert read == (
        [again.scheme(each.id) for each in again.schemes()],
        [again.item(each.id) for each in again.items()],
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"edition": "0-old", "files": {"a": 1}}']
)
def test_a_memory_that_cannot_be_used_is_made_anew(cache: Path, content: bytes) -> None:
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert len(Catalogue(cache=cache).schemes()) == 5
    assert cache.read_bytes() != content


def test_nothing_is_lost_where_nothing_can_be_remembered(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(Catalogue(cache=tmp_path / "cache" / "catalogue.json").schemes()) == 5


def test_what_is_not_there_is_a_problem(cache: Path) -> None:
    catalogue = Catalogue(cache=cache)
    with pytest.raises(Problem) as no_scheme:
        catalogue.scheme("nothing")
    with pytest.raises(Problem) as no_item:
        catalogue.item("nothing")
    assert (no_scheme.value.code, no_item.value.code) == (Code.SCHEME_NOT_FOUND, Code.ITEM_NOT_FOUND)


def test_an_office_keeps_its_documents_beside_the_vault_and_in_the_programs_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXO_HOME", os.fspath(tmp_path / "home"))
    assert office_folders(tmp_path / "vault") == (tmp_path / "vault" / "office", tmp_path / "home" / "office")
