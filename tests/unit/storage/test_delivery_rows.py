"""What the vault keeps about delivery: how far each bundle is, the offices, the sync log, secrets that came from elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlcipher3 import dbapi2

from cxo_core.bundle.office import OfficeKeys
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop.storage import sync_log
from cxo_desktop.storage.bundles import DELIVERED, LAST_DELIVERED, BundleRow, BundleState, BundleStore
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.offices import OfficeRow, OfficeStore, Standing
from cxo_desktop.storage.problem_text import problem_from
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.sync_log import LogLine, SyncLog
from helpers.vault_walks import KEY, begun, keep, store_of

NOW = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def bundles(database: Database) -> BundleStore:
    return BundleStore(database)


def sealed(database: Database, number: int) -> BundleRow:
    """A row as sealing leaves it."""
    hand = begun(f"w{number}")
    store = store_of(database)
    keep(store, hand)
    at = NOW + timedelta(minutes=number)
    row = BundleRow(f"w{number}", 1, "a" * 64, f"{number:064x}", 100, f"{number:032x}.cxo", at, office="o1")
    hand.wait(seconds=5)
    hand.tap(Kind.ARRIVED)
    keep(store, hand, bundle=row)
    return row


def line(row: BundleRow | None = None, outcome: str = "done") -> LogLine:
    return LogLine(
        NOW, "o1", "send", outcome, row.walkthrough_id if row else None, row.revision if row else None
    )


def test_a_bundle_remembers_its_office_and_how_far_it_is(database: Database, bundles: BundleStore) -> None:
    row = sealed(database, 1)
    assert bundles.one("w1", 1) == row
    bundles.sending(row, upload="u1", sent_bytes=40)
    assert bundles.one("w1", 1) == replace(row, upload="u1", sent_bytes=40)
    assert bundles.by_file(row.sha256) == bundles.one("w1", 1)


def test_a_failed_attempt_climbs_the_ladder_and_is_in_the_log(
    database: Database, bundles: BundleStore
) -> None:
    row = sealed(database, 1)
    problem = Problem(Code.OFFICE_BUSY, status=503)
    row = bundles.record_attempt(row, problem, next_try=NOW, line=line(row, problem.code.value))
    row = bundles.record_attempt(row, problem, next_try=NOW, line=line(row, problem.code.value))
    kept = bundles.one("w1", 1)
    assert kept == row
    assert kept is not None and kept.problem is not None
    assert (kept.state, kept.attempts, kept.next_try) == (BundleState.SEALED, 2, NOW)
    assert (kept.problem.code, kept.problem.details) == (Code.OFFICE_BUSY, {"status": "503"})
    assert [each.outcome for each in SyncLog(database).of("w1", 1)] == ["office-busy", "office-busy"]


def test_refused_waits_for_a_person_and_retry_starts_afresh(database: Database, bundles: BundleStore) -> None:
    row = sealed(database, 1)
    bundles.refuse(row, Problem(Code.BUNDLE_CONFLICTS), line(row, "bundle-conflicts"))
    (refused,) = bundles.in_state(BundleState.REFUSED)
    assert bundles.in_state(BundleState.SEALED) == ()
    bundles.retry(refused)
    assert bundles.in_state(BundleState.SEALED) == (row,)


def test_delivered_stays_delivered_whatever_comes_later(database: Database, bundles: BundleStore) -> None:
    row = sealed(database, 1)
    done = bundles.deliver(row, b"the receipt", NOW, line(row))
    bundles.refuse(row, Problem(Code.BUNDLE_CONFLICTS), line(row, "bundle-conflicts"))
    bundles.retry(row)
    assert bundles.one("w1", 1) == done
    assert (done.receipt, done.delivered_at, done.sent_bytes) == (b"the receipt", NOW, row.bytes)


def test_receipt_state_and_log_come_together_or_not_at_all(
    database: Database, bundles: BundleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sealed(database, 1)
    monkeypatch.setattr(sync_log, "INSERT", "INSERT INTO nothing VALUES (?)")
    with pytest.raises(dbapi2.Error):
        bundles.deliver(row, b"the receipt", NOW, line(row))
    assert bundles.one("w1", 1) == row


def test_delivered_bundles_come_in_pages_last_first(database: Database, bundles: BundleStore) -> None:
    rows = [sealed(database, number) for number in range(1, 6)]
    for row in rows:
        bundles.deliver(row, b"receipt", NOW, line(row))
    first = bundles.delivered(2)
    second = bundles.delivered(2, after=first[-1])
    third = bundles.delivered(2, after=second[-1])
    assert [each.walkthrough_id for each in first + second + third] == ["w5", "w4", "w3", "w2", "w1"]
    assert bundles.counts() == {
        BundleState.SEALED: (0, 0),
        BundleState.REFUSED: (0, 0),
        BundleState.DELIVERED: (5, 500),
    }


@pytest.mark.parametrize("statement", [DELIVERED, LAST_DELIVERED], ids=["next", "first"])
def test_no_page_of_delivered_bundles_reads_or_sorts_them_all(database: Database, statement: str) -> None:
    parameters = ("2026", "w1", 1, 50)[-statement.count("?") :]
    plan = " ".join(row[3] for row in database.rows(f"EXPLAIN QUERY PLAN {statement}", parameters))
    assert "SEARCH bundles USING INDEX bundles_by_delivery" in plan
    assert "TEMP B-TREE" not in plan


def office() -> OfficeRow:
    keys, _ = OfficeKeys.new("体验办")
    return OfficeRow.of(keys)


def test_offices_are_kept_whole_and_one_at_most_is_current(database: Database) -> None:
    store = OfficeStore(database)
    first, second = replace(office(), name="b", is_current=True), replace(office(), name="a")
    store.put(first)
    store.put(second)
    assert (store.current(), store.every()) == (first, (second, first))
    store.put(replace(second, is_current=True))
    assert [each.is_current for each in store.every()] == [True, False]
    store.make_current(first.id)
    assert store.current() == first
    changed = store.change(
        first.id,
        standing=Standing.ENROLLED,
        addresses=("https://office.example",),
        pack_version=0,
        seen_at=NOW,
        problem=Problem(Code.OFFICE_UNREACHABLE),
    )
    assert store.by_id(first.id) == changed
    assert changed is not None and (changed.standing, changed.pack_version) == (Standing.ENROLLED, 0)
    store.set_standing(first.id, Standing.REVOKED)
    assert (found := store.by_id(first.id)) and found.standing is Standing.REVOKED
    assert store.change("unknown", name="x") is None


def test_the_sync_log_keeps_its_last_lines(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_log, "KEPT", 3)
    log = SyncLog(database)
    for number in range(5):
        log.note(LogLine(NOW, "o1", "hello", details={"try": str(number)}))
    assert [each.details["try"] for each in log.latest()] == ["4", "3", "2"]
    page = log.latest(1)
    assert [each.details["try"] for each in log.latest(1, before=page[-1].number)] == ["3"]


def test_a_problem_of_a_later_program_is_still_shown() -> None:
    read = problem_from('{"code": "from-the-future", "details": {"x": "1"}}')
    assert read is not None
    assert (read.code, read.details) == (Code.OFFICE_ANSWERS_STRANGELY, {"said": "from-the-future", "x": "1"})


def test_a_secret_from_elsewhere_is_kept_replaced_and_dropped(database: Database) -> None:
    secrets = Secrets(database, KEY)
    assert secrets.kept("token o1") is None
    secrets.keep("token o1", b"first")
    secrets.keep("token o1", b"second")
    assert secrets.kept("token o1") == b"second"
    assert b"second" not in b"".join(row[0] for row in database.rows("SELECT wrapped FROM secrets"))
    secrets.drop("token o1")
    assert secrets.kept("token o1") is None


def test_what_is_made_once_is_the_same_from_then_on(database: Database) -> None:
    made = iter((b"one", b"two"))
    secrets = Secrets(database, KEY)
    assert [secrets.made_once("laptop", lambda: next(made)) for _ in range(2)] == [b"one", b"one"]
