"""What the office tells of itself: headers, counts, its log, and whether it is ready."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.api.health import Readiness
from cxo_central.api.logging import JsonLines
from cxo_central.house import House
from cxo_core.problems import Code
from helpers.central_office import CentralOffice
from helpers.office_house import open_house
from helpers.problems_raised import raises


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "office", metrics_from="10.0.0.0/8") as opened:
        yield opened


def calling(house: House, host: str = "10.1.2.3") -> TestClient:
    return TestClient(make_app(house), base_url="https://office.example", client=(host, 50000))


def test_every_answer_has_a_number_and_tells_browsers_to_keep_off(house: House) -> None:
    client = calling(house)
    answers = [client.get("/health/live"), client.get("/no-such-place"), client.post("/api/v1/bundles")]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 3


def test_requests_are_counted_by_their_route_never_by_what_was_asked_for(
    house: House, tmp_path: Path
) -> None:
    laptop = CentralOffice(house).laptop()
    assert laptop.deliver(laptop.sealed(tmp_path)).status_code == 201
    laptop.offset(laptop.begin(b"x"))
    laptop.ask("GET", "/made-up-by-somebody")
    laptop.ask("BREW", "/made-up-by-somebody")
    told = calling(house).get("/metrics").text
    assert 'cxo_requests_total{method="POST",route="/api/v1/uploads",status="201"}' in told
    assert 'cxo_requests_total{method="HEAD",route="/api/v1/uploads/{upload}",status="200"}' in told
    assert 'cxo_bundles_total{answer="new"}' in told
    assert "cxo_held_bundles 1.0" in told and "cxo_held_uploads 1.0" in told
    assert "made-up" not in told and "BREW" not in told


def test_counts_are_for_the_networks_that_may_read_them(house: House) -> None:
    assert calling(house).get("/metrics").status_code == 200
    assert calling(house, "192.0.2.1").get("/metrics").status_code == 404
    through_a_proxy = {"X-Forwarded-For": "10.1.2.3"}
    assert calling(house).get("/metrics", headers=through_a_proxy).status_code == 404


@pytest.mark.expects_warning
def test_it_is_ready_only_while_database_and_files_are(house: House) -> None:
    client = calling(house)
    assert client.get("/health/ready").status_code == 200
    for shelf in Path(house.settings.files).iterdir():
        shelf.rmdir()
    Path(house.settings.files).rmdir()
    Path(house.settings.files).write_text("in the way")
    with raises(Code.OFFICE_FILES_FAILING):
        Readiness(house).ask()
    again = calling(house).get("/health/ready")
    assert (again.status_code, again.json()["code"]) == (503, "office-files-failing")
    assert calling(house).get("/health/live").status_code == 200


def test_a_database_that_is_gone_is_counted_as_such(house: House, tmp_path: Path) -> None:
    house.close()
    for path in house.settings.folder.glob("office.db*"):
        path.unlink()
    house.settings.folder.joinpath("office.db").mkdir()
    told = calling(house).get("/metrics")
    assert told.status_code == 200 and "cxo_database_up 0.0" in told.text


def test_a_line_of_the_log_tells_where_it_broke_and_not_with_what() -> None:
    try:
        int("王芳")
    except ValueError:
        record = logging.LogRecord("cxo", logging.ERROR, __file__, 1, "broke", None, sys.exc_info())
    line = JsonLines().format(record)
    told = json.loads(line)
    assert (told["level"], told["said"], told["error"]) == ("error", "broke", "ValueError")
    assert "test_a_line_of_the_log" in told["where"][-1] and "王芳" not in line
