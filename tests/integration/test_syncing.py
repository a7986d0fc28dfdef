"""The sync loop against the real office: whatever is cut, killed or answered in its place, one bundle and one receipt."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.storage.bundles import BundleState
from helpers.office_line import (
    PORTAL,
    Desk,
    Killed,
    Trouble,
    cut,
    desk,
    kill,
    says,
    unreachable,
    where,
)


def test_every_sealed_bundle_is_delivered_oldest_first(at: Desk) -> None:
    rows = [at.seal(), at.seal(40), at.seal()]
    done = at.syncing().drain()
    assert (done.delivered, done.refused, done.waiting, done.problem) == (3, 0, 0, None)
    assert all(at.is_delivered(row) for row in rows)
    assert [row.sha256 for row in at.held()] == [row.sha256 for row in rows]
    assert at.line.count("POST /api/v1/bundles") == 3
    assert at.held("uploads") == []


def test_a_round_with_nothing_to_send_asks_for_the_pack_only(at: Desk) -> None:
    at.syncing().drain()
    at.line.clear()
    at.syncing().drain()
    assert at.line.asked == ["GET /api/v1", "GET /api/v1/pack"]


def requests_of_one_delivery(at: Desk) -> int:
    at.seal(60)
    at.syncing().drain()
    count = len(at.line.asked)
    at.line.clear()
    return count


@pytest.mark.parametrize("trouble", [kill, cut], ids=["killed", "cut"])
@pytest.mark.parametrize(
    "is_after", [False, True], ids=["before the office has it", "before the answer is here"]
)
def test_killed_or_cut_at_any_request_the_next_round_ends_with_one_bundle_and_its_receipt(
    at: Desk, trouble: Trouble, is_after: bool
) -> None:
    for number in range(requests_of_one_delivery(at)):
        row = at.seal(60)
        (at.line.after if is_after else at.line.before)[number] = trouble
        try:
            at.syncing().drain()
        except Killed:
            assert trouble is kill
        at.line.clear()
        done = at.syncing().drain(is_asked=True)
        assert at.is_delivered(row), number
        assert (done.waiting, done.problem) == (0, None)
    assert [upload.offset for upload in at.held("uploads") if upload.offset] == []
    assert at.held("quarantine") == []


def test_the_receipt_of_an_answer_that_was_lost_is_fetched_and_nothing_sent_again(at: Desk) -> None:
    handing_in = requests_of_one_delivery(at) - 2
    row = at.seal(60)
    at.line.after[handing_in] = kill
    with pytest.raises(Killed):
        at.syncing().drain()
    assert at.copies(row) == 1
    at.line.clear()
    at.syncing().drain()
    assert at.is_delivered(row)
    assert at.line.count("PATCH") == at.line.count("POST") == 0


def test_a_cut_inside_a_file_resumes_at_what_the_office_has(at: Desk) -> None:
    at.connect = pieces_of(at, 20_000)  # type: ignore[method-assign]
    row = at.seal(300)
    assert row.bytes > 100_000
    at.line.after[5] = kill
    with pytest.raises(Killed):
        at.syncing().drain()
    sent = at.now(row).sent_bytes
    assert 0 < sent < row.bytes
    at.line.clear()
    offsets: list[int] = []
    at.syncing().drain(watch=lambda progress: offsets.append(progress.sent))
    assert at.is_delivered(row)
    assert offsets[0] == sent + 20_000
    assert offsets == sorted(offsets)
    assert offsets[-1] == row.bytes
    assert at.line.count("POST /api/v1/uploads") == 0


def pieces_of(at: Desk, size: int):  # type: ignore[no-untyped-def]
    """Connects so that files go in small pieces."""
    from cxo_desktop.network.office_http import OfficeClient

    def connect(office, token):  # type: ignore[no-untyped-def]
        client = OfficeClient(office, token, transport=at.line)
        hello = client.hello

        def small():  # type: ignore[no-untyped-def]
            told = hello()
            assert client._uploads is not None
            client._uploads._piece_bytes = size
            return told

        client.hello = small  # type: ignore[method-assign]
        return client

    return connect


def test_a_line_that_breaks_again_and_again_still_gets_the_file_through_in_one_round(at: Desk) -> None:
    at.connect = pieces_of(at, 20_000)  # type: ignore[method-assign]
    row = at.seal(300)
    at.line.after = dict.fromkeys(range(5, 60, 6), cut)
    assert at.syncing().drain().delivered == 1
    assert at.is_delivered(row)


def test_stopping_in_the_middle_of_a_file_keeps_what_the_office_has(at: Desk) -> None:
    at.connect = pieces_of(at, 20_000)  # type: ignore[method-assign]
    row = at.seal(300)
    seen: list[int] = []
    done = at.syncing().drain(
        watch=lambda progress: seen.append(progress.sent), is_stopped=lambda: bool(seen) and seen[-1] > 50_000
    )
    assert (done.is_stopped, done.delivered) == (True, 0)
    stopped = at.now(row)
    assert (stopped.state, stopped.attempts, stopped.sent_bytes) == (BundleState.SEALED, 0, 60_000)
    at.syncing().drain()
    assert at.is_delivered(row)


def test_a_portal_that_comes_up_in_the_middle_is_no_success(at: Desk) -> None:
    for number in range(1, requests_of_one_delivery(at)):
        row = at.seal(60)
        at.line.before = dict.fromkeys(range(number, number + 30), PORTAL)
        at.syncing().drain(is_asked=True)
        at.line.clear()
        assert number >= 5 or at.now(row).state is BundleState.SEALED
        at.syncing().drain(is_asked=True)
        assert at.is_delivered(row)


def test_a_busy_office_is_asked_again_later_and_three_in_a_row_end_the_round(at: Desk) -> None:
    rows = [at.seal() for _ in range(4)]
    at.line.always = where("receipts", says(503, retry_after="45"))
    done = at.syncing().drain()
    now = at.clock.now().wall
    assert done.problem is not None
    assert (done.problem.code, done.waiting) == (Code.OFFICE_BUSY, 4)
    tried = [at.now(row) for row in rows]
    assert [row.attempts for row in tried] == [1, 1, 1, 0]
    assert {row.next_try for row in tried[:3]} == {now + timedelta(seconds=45)}
    at.line.clear()
    assert at.syncing().drain().delivered == 1
    at.clock.wait(seconds=46)
    assert at.syncing().drain().delivered == 3


def test_the_ladder_climbs_and_falls_back_when_it_went_well(at: Desk) -> None:
    row = at.seal()
    at.line.always = where("uploads", says(502))
    waits = []
    for _ in range(9):
        at.syncing().drain()
        next_try = at.now(row).next_try
        assert next_try is not None
        waits.append((next_try - at.clock.now().wall).total_seconds())
        assert at.syncing().drain().delivered == 0
        assert at.now(row).attempts == len(waits)
        at.clock.wait(seconds=waits[-1])
    assert waits == [30, 60, 120, 300, 600, 1200, 1800, 3600, 3600]
    at.line.clear()
    at.syncing().drain()
    assert at.is_delivered(row)


def test_a_clock_that_is_set_back_does_not_stall_a_bundle(at: Desk) -> None:
    row = at.seal()
    at.line.always = where("uploads", says(502))
    at.clock.set_wall(at.clock.now().wall + timedelta(days=400))
    at.syncing().drain()
    at.line.clear()
    at.clock.set_wall(at.clock.now().wall - timedelta(days=400))
    at.syncing().drain()
    assert at.is_delivered(row)


def test_an_upload_the_office_forgot_is_begun_anew(at: Desk) -> None:
    row = at.seal(60)
    at.vault.bundles.sending(row, upload="0" * 32, sent_bytes=1000)
    at.syncing().drain()
    assert at.is_delivered(row)


def test_two_offices_do_not_wait_for_each_other(at: Desk, tmp_path: Path) -> None:
    other = desk(tmp_path / "second", at.vault)
    other.clock = at.clock
    here, there = at.seal(), other.seal()
    lines = {at.house.id: at, other.house.id: other}
    syncing = at.syncing()
    syncing._connect = lambda office, token: lines[office.id].connect(office, token)
    at.line.always = unreachable
    done = syncing.drain()
    assert (done.delivered, done.waiting) == (1, 1)
    assert other.is_delivered(there)
    assert at.now(here).state is BundleState.SEALED
    at.line.clear()
    syncing.drain()
    assert at.is_delivered(here)


def test_an_office_that_knows_no_packs_ends_nothing_else(at: Desk) -> None:
    row = at.seal()
    unknown = b'{"code":"request-malformed","details":{"why":"Not Found","self":"x"}}'
    at.line.always = where("pack", says(404, unknown, content_type="application/problem+json"))
    done = at.syncing().drain()
    assert done.problem is not None
    assert (done.delivered, done.problem.code) == (1, Code.REQUEST_MALFORMED)
    assert at.is_delivered(row)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_on_the_line_every_bundle_arrives_once_with_its_receipt(at: Desk, seed: int) -> None:
    """Kills, cuts, portals and a busy office at random requests of many rounds, before and after they reach the office."""
    chance = random.Random(seed)
    at.connect = pieces_of(at, 4_000)  # type: ignore[method-assign]
    rows = [at.seal(chance.choice((40, 120))) for _ in range(5)]
    troubles = (
        kill,
        cut,
        unreachable,
        PORTAL,
        says(502),
        says(503, retry_after="2"),
        says(429),
        says(302, location="/"),
    )
    for _ in range(12):
        at.line.clear()
        for place in (at.line.before, at.line.after):
            place.update({chance.randrange(40): chance.choice(troubles) for _ in range(chance.randrange(4))})
        try:
            at.syncing().drain(is_asked=chance.random() < 0.5)
        except Killed:
            pass
        at.clock.wait(seconds=chance.choice((1, 40, 4000)))
    at.line.clear()
    at.syncing().drain(is_asked=True)
    assert all(at.is_delivered(row) for row in rows)
    assert at.held("quarantine") == []
    assert len(at.held()) == len(rows)
