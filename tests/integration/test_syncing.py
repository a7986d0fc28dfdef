"""The sync loop against the real office: whatever is cut, killed or answered in its place, one bundle and one receipt."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.services import sync_settings
from cxo_desktop.services.syncing import Held
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing
from helpers.office_line import (
    ADDRESS,
    Desk,
    Killed,
    Trouble,
    cut,
    desk,
    enrol_here,
    kill,
    says,
    unreachable,
    where,
)

PORTAL = says(200, b"<html>Please log in</html>", content_type="text/html")


@pytest.fixture
def at(tmp_path: Path, vault: Vault) -> Desk:
    return desk(tmp_path / "office", vault)


def codes(at: Desk) -> list[str]:
    """The outcomes in the sync log, oldest first."""
    return [line.outcome for line in reversed(at.vault.sync_log.latest())]


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
    assert codes(at) == ["office-unreachable"]
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


def test_a_portal_that_comes_up_in_the_middle_is_no_success(at: Desk) -> None:
    for number in range(1, requests_of_one_delivery(at)):
        row = at.seal(60)
        at.line.before = dict.fromkeys(range(number, number + 30), PORTAL)
        at.syncing().drain(is_asked=True)
        at.line.clear()
        assert number >= 5 or at.now(row).state is BundleState.SEALED
        at.syncing().drain(is_asked=True)
        assert at.is_delivered(row)


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


def test_one_refused_bundle_does_not_block_the_others_and_can_be_tried_again(at: Desk) -> None:
    first, bad, last = at.seal(), at.seal(), at.seal()
    file = at.vault.folder.bundles / bad.name
    whole = file.read_bytes()
    file.unlink()
    done = at.syncing().drain()
    assert (done.delivered, done.refused, done.waiting, done.problem) == (2, 1, 0, None)
    assert at.is_delivered(first)
    assert at.is_delivered(last)
    refused = at.now(bad)
    assert refused.problem is not None
    assert (refused.state, refused.problem.code) == (BundleState.REFUSED, Code.BUNDLE_GONE)
    at.clock.wait(days=1)
    assert at.syncing().drain().delivered == 0
    file.write_bytes(whole)
    syncing = at.syncing()
    syncing.retry_now(at.now(bad))
    assert syncing.drain().delivered == 1
    assert at.is_delivered(bad)


def test_what_the_office_refuses_is_kept_there_and_sent_anew_when_a_person_says_so(at: Desk) -> None:
    row = at.seal()
    file = at.vault.folder.bundles / row.name
    whole, size = file.read_bytes(), row.bytes
    spoilt = bytes(size)
    with_spoilt_file(at, row.walkthrough_id, spoilt)
    done = at.syncing().drain()
    assert (done.delivered, done.refused) == (0, 1)
    (kept,) = at.held("quarantine")
    assert at.now(row).problem.code.value == kept.code  # type: ignore[union-attr]
    at.line.clear()
    assert at.syncing().drain().refused == 0
    assert at.line.count("POST") == 0
    at.syncing().retry_now(at.now(row))
    assert at.syncing().drain().refused == 1
    assert at.line.count("POST /api/v1/bundles") == 1
    assert len(whole) == size


def with_spoilt_file(at: Desk, walkthrough: str, content: bytes) -> None:
    """As if these very bytes had been sealed: the digest fits, the content is no bundle."""
    import hashlib

    row = at.vault.bundles.of(walkthrough)[0]
    (at.vault.folder.bundles / row.name).write_bytes(content)
    with at.vault._database.transaction() as run:
        run("UPDATE bundles SET sha256 = ? WHERE name = ?", (hashlib.sha256(content).hexdigest(), row.name))


def test_a_file_damaged_on_this_laptop_is_shown_and_not_sent_for_ever(at: Desk) -> None:
    row = at.seal(60)
    file = at.vault.folder.bundles / row.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    done = at.syncing().drain()
    assert (done.refused, done.problem) == (1, None)
    problem = at.now(row).problem
    assert problem is not None
    assert problem.code is Code.BUNDLE_DAMAGED


def test_an_upload_the_office_forgot_is_begun_anew(at: Desk) -> None:
    row = at.seal(60)
    at.vault.bundles.sending(row, upload="0" * 32, sent_bytes=1000)
    at.syncing().drain()
    assert at.is_delivered(row)


def test_a_revoked_laptop_keeps_everything_and_says_so(at: Desk) -> None:
    from datetime import UTC, datetime

    from cxo_central.storage.devices import DeviceStore

    row = at.seal()
    DeviceStore(at.house.engine).revoke(at.office.device, at=datetime.now(UTC))
    done = at.syncing().drain()
    assert done.problem is not None
    assert done.problem.code is Code.DEVICE_REVOKED
    assert at.office.standing is Standing.REVOKED
    assert at.now(row).state is BundleState.SEALED
    assert (at.vault.folder.bundles / row.name).is_file()
    at.line.clear()
    at.syncing().drain()
    assert at.line.asked == []


def test_an_unknown_token_ends_the_round_without_a_step_on_the_ladder(at: Desk) -> None:
    row = at.seal()
    at.vault.keep_token(at.house.id, "no-such-token-at-the-office")
    done = at.syncing().drain()
    assert done.problem is not None
    assert done.problem.code is Code.TOKEN_UNKNOWN
    assert at.now(row) == row


def test_an_old_token_is_changed_and_lost_answers_lock_nobody_out(at: Desk) -> None:
    for trouble in (None, kill, cut):
        at.vault.offices.change(at.house.id, token_at=at.clock.now().wall - timedelta(days=31))
        at.line.clear()
        if trouble is not None:
            at.line.after[1] = trouble
        try:
            at.syncing().drain()
        except Killed:
            pass
        assert at.line.asked[1] == "POST /api/v1/token"
        row = at.seal()
        at.line.clear()
        at.syncing().drain()
        assert at.is_delivered(row)
        at.syncing().drain()
        at.clock.wait(days=1)
    assert all(TOKEN not in str(line) for line in at.vault.sync_log.latest() for TOKEN in at.line.tokens)


@pytest.mark.parametrize("when", ["before the new token is used", "after"])
def test_a_line_that_repeats_the_change_of_a_token_locks_nobody_out(at: Desk, when: str) -> None:
    before = at.vault.token_of(at.house.id)
    assert before
    at.vault.offices.change(at.house.id, token_at=at.clock.now().wall - timedelta(days=31))
    at.syncing().drain()
    if when == "after":
        at.syncing().drain()
    with suppress(Problem):
        at.connect(at.office, before).rotate_token()
    row = at.seal()
    assert at.syncing().drain().problem is None
    assert at.is_delivered(row)
    assert not at.vault.has_former_token(at.house.id)


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


def test_pause_holds_everything_over_restarts_until_it_is_taken_back(at: Desk) -> None:
    row = at.seal()
    at.syncing().pause()
    done = at.syncing().drain(is_asked=True)
    assert (done.held, done.waiting, at.line.asked) == (Held.PAUSED, 1, [])
    at.syncing().resume()
    at.syncing().drain()
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


def test_only_in_the_chosen_network(at: Desk) -> None:
    row = at.seal()
    assert not sync_settings.send_only_here(at.vault, lambda: None)
    assert sync_settings.send_only_here(at.vault, lambda: "office")
    for elsewhere in (lambda: "hall", lambda: None):
        done = at.syncing(where=elsewhere).drain()
        assert (done.held, at.line.asked) == (Held.OTHER_NETWORK, [])
    assert at.syncing(where=lambda: "office").drain().delivered == 1
    assert at.is_delivered(row)
    sync_settings.send_anywhere(at.vault)
    assert at.syncing(where=lambda: None).drain().held is None


def test_a_second_round_at_the_same_time_is_not_begun(at: Desk) -> None:
    at.seal()
    held: list[Held | None] = []
    syncing = at.syncing()
    syncing.drain(watch=lambda progress: held.append(at.syncing().drain().held))
    assert set(held) == {Held.RUNNING}
    assert syncing.drain().held is None


def test_the_bandwidth_limit_is_kept(at: Desk) -> None:
    from cxo_desktop.network.pace import Pace

    row = at.seal(300)
    sync_settings.set_limit_kib(at.vault, 16)
    time = [0.0]

    def nap(seconds: float) -> None:
        time[0] += seconds

    at.syncing(pace=lambda rate: Pace(rate, now_s=lambda: time[0], sleep=nap)).drain()
    assert at.is_delivered(row)
    assert time[0] == pytest.approx(row.bytes / (16 * 1024), rel=0.05)


def test_an_office_that_knows_no_packs_ends_nothing_else(at: Desk) -> None:
    row = at.seal()
    unknown = b'{"code":"request-malformed","details":{"why":"Not Found","self":"x"}}'
    at.line.always = where("pack", says(404, unknown, content_type="application/problem+json"))
    done = at.syncing().drain()
    assert done.problem is not None
    assert (done.delivered, done.problem.code) == (1, Code.REQUEST_MALFORMED)
    assert at.is_delivered(row)


def test_what_fails_in_the_vault_itself_is_no_refusal(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from cxo_desktop.storage import bundles

    row = at.seal()
    monkeypatch.setattr(bundles, "PROGRESS", "SELECT 1 / (SELECT 0 FROM nothing)")
    with pytest.raises(Exception, match="nothing"):
        at.syncing().drain()
    monkeypatch.undo()
    assert at.syncing().drain().delivered == 1
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


def test_the_log_names_no_person_and_shows_no_token(at: Desk) -> None:
    at.seal()
    at.line.always = where("uploads", says(502))
    at.syncing().drain()
    at.line.clear()
    at.syncing().drain(is_asked=True)
    told = " ".join(str(line) for line in at.vault.sync_log.latest())
    assert "李敏" not in told
    assert "the-token" not in told
    assert ADDRESS not in told
    assert codes(at) == ["office-busy", "done", "done"]


def test_an_office_that_is_enrolled_again_goes_on_with_what_waited(at: Desk) -> None:
    row = at.seal()
    at.vault.offices.put(replace(at.office, standing=Standing.KNOWN))
    assert at.syncing().drain().waiting == 1
    enrol_here(at.vault, at.house, "another-token-of-this-laptop")
    at.syncing().drain()
    assert at.is_delivered(row)
