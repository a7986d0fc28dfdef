"""tus as the office speaks it: whatever breaks on the way, what counts is durable and nothing else is."""

import base64
import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxo_central.house import House
from cxo_central.receiving.sweeping import sweep
from cxo_central.storage import files as stored_files
from cxo_central.storage.uploads import UploadStore
from helpers.central_office import (
    TUS,
    CentralOffice,
    SpeakingLaptop,
    is_problem,
    stored,
    with_small_parts,
)
from helpers.office_house import open_house
from helpers.uploading import CONTENT, HALF, SHA256, checksum


@pytest.fixture
def office(tmp_path: Path) -> CentralOffice:
    return CentralOffice(open_house(tmp_path / "office", max_upload_bytes="4 MiB"))


def test_options_tell_what_is_offered(laptop: SpeakingLaptop) -> None:
    told = laptop.office.client.options("/api/v1/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "expiration",
        "termination",
    }
    assert told.headers["Tus-Max-Size"] == str(4 << 20)
    assert told.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_one_request_brings_a_whole_file(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    made = laptop.create(len(CONTENT), SHA256, CONTENT)
    assert made.status_code == 201
    assert made.headers["Upload-Offset"] == str(len(CONTENT))
    assert made.headers["Tus-Resumable"] == "1.0.0"
    assert made.headers["Upload-Expires"].endswith(" GMT")
    assert stored(office, made.headers["Location"]) == CONTENT


def test_a_file_comes_in_stretches(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    assert laptop.offset(place) == 0
    assert laptop.send(place, 0, CONTENT[:HALF]).headers["Upload-Offset"] == str(HALF)
    assert laptop.offset(place) == HALF
    assert laptop.send(place, HALF, CONTENT[HALF:]).status_code == 204
    assert stored(office, place) == CONTENT


def test_head_tells_size_and_digest_and_is_never_cached(laptop: SpeakingLaptop) -> None:
    told = laptop.ask("HEAD", laptop.begin(CONTENT), headers=TUS)
    assert told.headers["Upload-Length"] == str(len(CONTENT))
    assert told.headers["Cache-Control"] == "no-store"
    assert base64.b64decode(told.headers["Upload-Metadata"].split(" ")[1]).decode() == SHA256


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6))
def test_a_file_may_be_resumed_at_every_offset(
    office: CentralOffice, laptop: SpeakingLaptop, cuts: list[int]
) -> None:
    place = laptop.begin(CONTENT)
    at = 0
    for cut in [*sorted(cuts), len(CONTENT)]:
        assert laptop.send(place, at, CONTENT[at:cut]).status_code == 204
        at = cut
        assert laptop.offset(place) == at
    assert stored(office, place) == CONTENT


def test_a_body_without_a_length_is_taken_too(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    def pieces() -> Iterator[bytes]:
        yield CONTENT[:HALF]
        yield CONTENT[HALF:]

    place = laptop.begin(CONTENT)
    assert laptop.send(place, 0, pieces()).status_code == 204
    assert stored(office, place) == CONTENT


def test_a_long_stretch_becomes_many_parts(office: CentralOffice) -> None:
    small = with_small_parts(office)
    place = small.laptop().upload(CONTENT)
    assert stored(small, place) == CONTENT
    assert [part.bytes for part in small.rows("parts")] == [10_000] * 10 + [2_400]


def test_of_two_requests_at_one_offset_only_the_first_counts(
    office: CentralOffice, laptop: SpeakingLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = laptop.begin(CONTENT)
    grow = UploadStore.grow

    def overtaken(store: UploadStore, upload: Any, more: Any) -> Any:
        monkeypatch.setattr(UploadStore, "grow", grow)
        assert laptop.send(place, 0, CONTENT).status_code == 204
        return grow(store, upload, more)

    monkeypatch.setattr(UploadStore, "grow", overtaken)
    late = laptop.send(place, 0, CONTENT[:HALF])
    assert is_problem(late, 409, "upload-offset-differs")
    assert stored(office, place) == CONTENT
    assert office.counts()["files"] == 1


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checksum_that_holds_is_taken(laptop: SpeakingLaptop, algorithm: str) -> None:
    place = laptop.begin(CONTENT)
    sent = laptop.send(place, 0, CONTENT[:HALF], **{"Upload-Checksum": checksum(CONTENT[:HALF], algorithm)})
    assert sent.status_code == 204
    assert laptop.offset(place) == HALF


def test_an_upload_can_be_ended(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.upload(CONTENT)
    assert laptop.ask("DELETE", place, headers=TUS).status_code == 204
    assert laptop.ask("HEAD", place, headers=TUS).status_code == 404
    assert is_problem(laptop.ask("DELETE", place, headers=TUS), 404, "upload-gone")
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0}


def test_an_upload_whose_time_is_over_is_gone_and_swept(
    office: CentralOffice, laptop: SpeakingLaptop
) -> None:
    place = laptop.upload(CONTENT)
    later = dataclasses.replace(office.house, now=lambda: office.house.now() + timedelta(days=8))
    answer = CentralOffice(later).laptop().send(place, len(CONTENT), b"")
    assert is_problem(answer, 410, "upload-expired")
    assert sweep(office.house).uploads == 0
    assert sweep(later).uploads == 1
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0}


def test_a_file_that_no_row_names_is_swept_after_a_day(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.upload(CONTENT)
    stored_files.put(office.house.files, "0123456789abcdef", (b"written before a power cut",))
    assert sweep(office.house).strays == 0
    later = dataclasses.replace(office.house, now=lambda: office.house.now() + timedelta(days=2))
    assert sweep(later, for_strays=False).strays == 0
    assert sweep(later).strays == 1
    assert stored(office, place) == CONTENT


@pytest.mark.expects_warning
def test_a_kill_between_part_and_row_loses_that_part_only(
    office: CentralOffice, laptop: SpeakingLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = laptop.begin(CONTENT)
    laptop.send(place, 0, CONTENT[:HALF])

    class Killed(Exception):
        pass

    def killed(store: UploadStore, upload: Any, more: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(UploadStore, "grow", killed)
        with pytest.raises(Killed):
            laptop.send(place, HALF, CONTENT[HALF:])
    again = CentralOffice(office.house).laptop()
    assert again.offset(place) == HALF
    assert again.send(place, HALF, CONTENT[HALF:]).status_code == 204
    assert stored(office, place) == CONTENT


def test_another_process_goes_on_where_one_was_killed(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    laptop.send(place, 0, CONTENT[:HALF])
    other = CentralOffice(House.open(office.house.settings.folder, {})).laptop()
    assert other.send(place, HALF, CONTENT[HALF:]).status_code == 204
    assert laptop.offset(place) == len(CONTENT)
