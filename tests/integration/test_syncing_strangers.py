"""What answers in place of the office, or not at all: it gets no token and no bundle, and delivers nothing."""

from datetime import timedelta

import pytest

from cxo_core.problems import Code
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing
from helpers.office_line import PORTAL, Desk, Trouble, says, unreachable, where


def test_no_address_answers_and_nothing_is_lost(at: Desk) -> None:
    row = at.seal()
    at.line.always = unreachable
    done = at.syncing().drain()
    assert done.problem is not None
    assert (done.problem.code, done.waiting) == (Code.OFFICE_UNREACHABLE, 1)
    assert at.now(row) == row
    office = at.office
    assert (office.attempts, office.standing) == (1, Standing.ENROLLED)
    assert office.next_try == at.clock.now().wall + timedelta(seconds=30)
    assert at.outcomes() == ["office-unreachable"]
    at.line.clear()
    at.syncing().drain()
    assert at.is_delivered(row)
    assert (at.office.attempts, at.office.next_try, at.office.problem) == (0, None, None)


@pytest.mark.parametrize(
    "answer",
    [
        PORTAL,
        says(302, location="https://login.example/"),
        says(200, b'{"format":"cxo.office-address","office":"0123456789abcdef","time":"","upload":{}}'),
        says(200, b"[]", content_type="application/json"),
        says(200, b"{" * 100_000, content_type="application/json"),
        says(200, b" " * 600_000),
        says(200, b"\x1f\x8b", content_encoding="gzip"),
        says(404, b"not here"),
        says(401, b"proxy wants a name", www_authenticate="Basic"),
    ],
    ids=["portal", "redirect", "another office", "list", "deep", "huge", "packed", "404", "401"],
)
def test_what_answers_in_place_of_the_office_gets_no_token_and_ends_the_round(
    at: Desk, answer: Trouble
) -> None:
    row = at.seal()
    at.line.always = answer
    done = at.syncing().drain()
    assert done.problem is not None
    assert done.problem.code is Code.OFFICE_ANSWERS_STRANGELY
    assert at.line.tokens == set()
    assert at.line.asked == ["GET /api/v1"]
    assert at.now(row) == row
    assert at.office.standing is Standing.ENROLLED


def test_a_receipt_somebody_else_signed_delivers_nothing(at: Desk) -> None:
    other = at.seal()
    at.syncing().drain()
    foreign = at.now(other).receipt
    assert foreign is not None
    row = at.seal()
    at.line.clear()
    at.line.always = where("receipts", says(200, foreign))
    done = at.syncing().drain()
    assert done.problem is not None
    assert (done.problem.code, done.problem.details["why"]) == (
        Code.OFFICE_ANSWERS_STRANGELY,
        "receipt-for-another-file",
    )
    assert at.now(row).state is BundleState.SEALED
    assert at.now(row).receipt is None
