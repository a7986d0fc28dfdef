"""What the office does not take of an upload, each with its Problem, and nothing of it is kept."""

import hashlib
from pathlib import Path

import pytest

from cxo_core.signing import new_seed
from helpers.central_office import (
    STRETCH,
    TUS,
    CentralOffice,
    SpeakingLaptop,
    is_problem,
    with_small_parts,
)
from helpers.office_house import open_house
from helpers.uploading import CONTENT, HALF, SHA256, checksum


@pytest.fixture
def office(tmp_path: Path) -> CentralOffice:
    return CentralOffice(open_house(tmp_path / "office", max_upload_bytes="4 MiB"))


def test_another_offset_than_the_offices_is_refused(laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    laptop.send(place, 0, CONTENT[:HALF])
    for offset in (0, HALF - 1, HALF + 1):
        answer = laptop.send(place, offset, CONTENT[offset:])
        assert is_problem(answer, 409, "upload-offset-differs")
        assert answer.json()["details"] == {"offset": str(HALF)}
    assert laptop.offset(place) == HALF


def test_more_than_was_announced_is_refused_and_nothing_beyond_is_kept(laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    assert is_problem(laptop.send(place, 0, CONTENT + b"more"), 413, "upload-too-large")
    assert is_problem(laptop.send(place, 0, iter([CONTENT, b"more"])), 413, "upload-too-large")
    assert laptop.offset(place) == 0
    assert laptop.office.counts()["files"] == 0


def test_a_file_above_the_limit_is_refused_before_it_comes(laptop: SpeakingLaptop) -> None:
    answer = laptop.create((4 << 20) + 1, SHA256)
    assert is_problem(answer, 413, "upload-too-large")
    assert answer.json()["details"] == {"bytes": str((4 << 20) + 1), "limit": str(4 << 20)}


def test_nothing_counts_of_a_stretch_whose_checksum_is_wrong(office: CentralOffice) -> None:
    small = with_small_parts(office)
    laptop = small.laptop()
    place = laptop.begin(CONTENT)
    answer = laptop.send(place, 0, CONTENT[:HALF], **{"Upload-Checksum": checksum(b"another")})
    assert is_problem(answer, 460, "upload-digest-differs")
    assert laptop.offset(place) == 0
    assert small.counts()["files"] == 0


@pytest.mark.parametrize("said", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha256 AAAA", "sha256", "sha256 ?", ""])
def test_a_checksum_that_cannot_be_checked_is_refused(laptop: SpeakingLaptop, said: str) -> None:
    answer = laptop.send(laptop.begin(CONTENT), 0, CONTENT, **{"Upload-Checksum": said})
    assert is_problem(answer, 400, "request-malformed")


def test_a_whole_file_that_is_not_the_one_announced_leaves_nothing(office: CentralOffice) -> None:
    small = with_small_parts(office)
    for laptop in (office.laptop(), small.laptop()):
        answer = laptop.create(len(CONTENT), hashlib.sha256(b"another").hexdigest(), CONTENT)
        assert is_problem(answer, 460, "upload-digest-differs")
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0}


def test_unfinished_files_count_against_the_laptops_quota(tmp_path: Path) -> None:
    office = CentralOffice(open_house(tmp_path / "tight", quota_bytes=str(2 * len(CONTENT))))
    laptop, other = office.laptop(), office.laptop(new_seed())
    first = laptop.upload(CONTENT)
    laptop.begin(CONTENT)
    refused = laptop.create(len(CONTENT), SHA256, CONTENT)
    assert is_problem(refused, 413, "quota-exceeded")
    assert refused.json()["details"]["quota"] == str(2 * len(CONTENT))
    assert office.counts()["files"] == 1
    assert other.create(len(CONTENT), SHA256).status_code == 201
    laptop.ask("DELETE", first, headers=TUS)
    assert laptop.create(len(CONTENT), SHA256).status_code == 201


def test_an_upload_is_nobody_elses(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place, other = laptop.upload(CONTENT), office.laptop(new_seed())
    assert other.ask("HEAD", place, headers=TUS).status_code == 404
    assert other.send(place, len(CONTENT), b"").status_code == 404
    assert other.ask("DELETE", place, headers=TUS).status_code == 404
    assert office.counts()["files"] == 1


def test_a_stranger_gets_nowhere(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.upload(CONTENT)
    for method, path in (("POST", "/api/v1/uploads"), ("HEAD", place), ("PATCH", place), ("DELETE", place)):
        answer = office.stranger().ask(method, path, headers=STRETCH, content=b"x")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Tus-Resumable"] == "1.0.0"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "1e3"}, 400),
        ({"Upload-Length": "9" * 40}, 400),
        ({"Upload-Defer-Length": "1"}, 400),
        ({"Upload-Metadata": "filename YQ=="}, 400),
        ({"Upload-Metadata": "sha256 bm9uZQ=="}, 400),
        ({"Upload-Metadata": "sha256 ???"}, 400),
    ],
    ids=str,
)
def test_a_creation_that_says_it_wrongly_is_refused(
    laptop: SpeakingLaptop, headers: dict[str, str], status: int
) -> None:
    answer = laptop.create(len(CONTENT), SHA256, **headers)
    assert is_problem(answer, status, "request-malformed")
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert ("Tus-Version" in answer.headers) == (status == 412)


def test_a_stretch_of_another_type_is_refused(laptop: SpeakingLaptop) -> None:
    answer = laptop.send(laptop.begin(CONTENT), 0, CONTENT, **{"Content-Type": "application/octet-stream"})
    assert is_problem(answer, 415, "request-malformed")


def test_what_tus_does_not_know_is_refused_as_a_problem(laptop: SpeakingLaptop) -> None:
    answer = laptop.ask("PUT", "/api/v1/uploads", headers=TUS)
    assert is_problem(answer, 405, "request-malformed")
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
