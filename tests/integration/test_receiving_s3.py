"""The same way in where files are kept in S3 and rows in PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from helpers.bundle_samples import started
from helpers.central_office import CentralOffice, is_problem, stored
from helpers.office_house import open_house
from helpers.postgres import Postgres
from helpers.s3_server import REGION, S3Server


@pytest.fixture
def office(tmp_path: Path, postgres: Postgres, s3: S3Server) -> Iterator[CentralOffice]:
    house = open_house(
        tmp_path / "office",
        database=postgres.fresh(),
        files=f"s3://{s3.fresh()}/office",
        s3_endpoint=s3.endpoint,
        s3_region=REGION,
        s3_key_id=s3.access_key,
        s3_secret=s3.secret_key,
    )
    yield CentralOffice(house)
    house.close()


def test_a_bundle_larger_than_a_part_comes_in_and_out_of_s3(office: CentralOffice, tmp_path: Path) -> None:
    laptop = office.laptop()
    log = started().photo("e-1", os.urandom(9_000_000)).add(Kind.FINISHED).add(Kind.SEALED, revision=1)
    bundle = laptop.sealed(tmp_path, log)
    place = laptop.upload(bundle.content)
    assert [part.bytes for part in office.rows("parts")][:2] == [4 << 20, 4 << 20]
    assert stored(office, place) == bundle.content
    first = laptop.hand_in(place, bundle)
    assert first.status_code == 201, first.text
    assert laptop.deliver(bundle).content == first.content
    got = office.client.get(f"/api/v1/bundles/{bundle.walkthrough}/1", headers=office.admin())
    assert got.content == bundle.content
    assert office.counts() == {"uploads": 0, "parts": 3, "bundles": 1, "quarantine": 0, "files": 3}


def test_nothing_is_left_in_s3_of_what_does_not_count(office: CentralOffice) -> None:
    laptop = office.laptop()
    answer = laptop.create(5_000_000, "0" * 64, os.urandom(5_000_000))
    assert is_problem(answer, 460, "upload-digest-differs")
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0}
