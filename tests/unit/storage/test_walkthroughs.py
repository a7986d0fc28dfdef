"""The store of walkthroughs: one durable transaction per append, a chain that cannot fork, and rows that follow."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.problems import Code
from cxo_desktop.storage.bundles import BundleRow, BundleState, BundleStore
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.drafts import Drafts
from cxo_desktop.storage.evidence import EvidenceStore
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow, EvidenceRows
from cxo_desktop.storage.library import Library, LibraryQuery
from cxo_desktop.storage.walkthroughs import WalkthroughStore
from helpers.any_log import logs
from helpers.problems_raised import raises
from helpers.tapping import MORNING
from helpers.vault_walks import begun, keep, note, photograph, record, store_of, stored, summed


@pytest.fixture
def store(database: Database) -> WalkthroughStore:
    return store_of(database)


def test_events_come_back_as_they_went_in(store: WalkthroughStore) -> None:
    hand = record(store, taps=4)
    assert stored(store) == hand.events
    assert list(store.events("w1", after_seq=3)) == hand.events[3:]
    assert list(store.lines("w1")) == [event.to_line() for event in hand.events]
    assert store.summary("w1") == summed(hand)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logs())
def test_any_log_is_kept_word_for_word(database: Database, events: list[Event]) -> None:
    with database.transaction() as run:
        for table in ("events", "library", "data_keys", "walkthroughs"):
            run(f"DELETE FROM {table}")
    store = store_of(database)
    hand = begun()
    hand.events = events
    store.append("w1", events[:1], summed_first(events))
    if events[1:]:
        store.append("w1", events[1:], summed(hand))
    assert stored(store) == events


def summed_first(events: list[Event]) -> object:
    hand = begun()
    hand.events = events[:1]
    return summed(hand)


def test_long_walkthroughs_are_streamed(store: WalkthroughStore) -> None:
    hand = begun()
    for _ in range(1_234):
        hand.wait(seconds=1)
        hand.tap(Kind.GUIDED)
    keep(store, hand, last=len(hand.events))
    assert stored(store) == hand.events
    assert [event.seq for event in store.events("w1", after_seq=1_200)] == list(range(1_201, 1_236))


def test_two_walkthroughs_keep_their_events_apart(store: WalkthroughStore) -> None:
    first, second = record(store, "w1", taps=3), record(store, "w2", taps=5)
    assert stored(store, "w1") == first.events
    assert stored(store, "w2") == second.events
    assert list(store.every()) == ["w1", "w2"]


def test_an_event_that_does_not_follow_from_what_is_stored_is_refused(store: WalkthroughStore) -> None:
    hand = record(store, taps=2)
    other = begun()
    other.events = hand.events[:2]
    other.wait(seconds=1)
    other.tap(Kind.LEFT)
    with raises(Code.RECORD_MOVED_ON) as caught:
        keep(store, other)
    assert caught.details == {"seq": 3}
    assert stored(store) == hand.events
    hand.wait(seconds=1)
    hand.tap(Kind.LEFT)
    keep(store, hand)
    assert stored(store) == hand.events


def test_the_same_append_twice_is_stored_once(store: WalkthroughStore) -> None:
    hand = record(store, taps=2)
    with raises(Code.RECORD_MOVED_ON):
        keep(store, hand)
    assert stored(store) == hand.events


def test_a_walkthrough_is_begun_only_once(database: Database, store: WalkthroughStore) -> None:
    hand = record(store, taps=0)
    with raises(Code.RECORD_MOVED_ON):
        keep(store, begun(start=MORNING.replace(hour=11)))
    with raises(Code.RECORD_MOVED_ON):
        keep(store_of(database), begun(start=MORNING.replace(hour=11)))
    assert stored(store) == hand.events


def test_events_and_summary_that_do_not_belong_together_are_a_bug(store: WalkthroughStore) -> None:
    hand = record(store, taps=2)
    summary = summed(hand)
    hand.tap(Kind.LEFT)
    with pytest.raises(ValueError, match="summary"):
        store.append("w1", hand.events[-1:], summary)
    with pytest.raises(ValueError, match="nothing"):
        store.append("w1", [], summary)
    with pytest.raises(ValueError, match="follow"):
        store.append("w1", [hand.events[1], hand.events[3]], summed(hand))


def test_whoever_asks_for_a_walkthrough_that_is_not_there_hears_so(store: WalkthroughStore) -> None:
    hand = begun()
    hand.tap(Kind.ARRIVED)
    for ask in (
        lambda: stored(store),
        lambda: store.summary("w1"),
        lambda: store.key_of("w1"),
        lambda: store.erase("w1"),
        lambda: store.save_draft("w1", "note", "x"),
        lambda: keep(store, hand),
    ):
        with raises(Code.WALKTHROUGH_NOT_FOUND):
            ask()
    assert not store.has("w1")


def test_a_store_that_remembers_nothing_goes_on_where_another_stopped(
    database: Database, store: WalkthroughStore
) -> None:
    hand = record(store, taps=2)
    again = store_of(database)
    note(again, hand, "窗口排队很长")
    assert stored(again) == hand.events
    assert again.summary("w1") == summed(hand)


def test_evidence_and_its_event_come_together_or_not_at_all(
    database: Database, store: WalkthroughStore, tmp_path: Path
) -> None:
    files, rows = EvidenceStore(tmp_path), EvidenceRows(database)
    hand = record(store)
    row = photograph(store, files, hand, b"a photo")
    assert rows.of("w1") == (row,)
    assert rows.one(row.id, of=row.sha256) == row
    assert rows.one(row.id, of="another") is None
    assert rows.one(row.id, EvidenceKind.THUMBNAIL, of=row.sha256) is None
    assert files.read(row.name, store.key_of("w1")) == b"a photo"
    twice = EvidenceRow(row.id, row.kind, "another", row.sha256, row.bytes, row.media_type)
    hand.tap(Kind.LEFT)
    before = stored(store)
    with pytest.raises(Exception, match="UNIQUE"):
        keep(store, hand, evidence=[twice])
    assert stored(store) == before
    assert rows.of("w1") == (row,)
    keep(store, hand)
    assert list(rows.every()) == [("w1", row)]


def test_drafts_survive_and_go_with_the_event_they_became(
    database: Database, store: WalkthroughStore
) -> None:
    hand = record(store)
    store.save_draft("w1", "note", "窗口")
    store.save_draft("w1", "note", "窗口排队")
    store.save_draft("w1", "finding", "没有一次")
    assert store_of(database).drafts("w1") == {"note": "窗口排队", "finding": "没有一次"}
    note(store, hand, "窗口排队很长", clear_drafts=["note"])
    assert store.drafts("w1") == {"finding": "没有一次"}
    store.save_draft("w1", "finding", "")
    assert store.drafts("w1") == {}
    assert Drafts(database).of("w1") == ()


def test_a_bundle_and_its_sealing_event_come_together(database: Database, store: WalkthroughStore) -> None:
    bundles = BundleStore(database)
    hand = record(store)
    hand.tap(Kind.FINISHED)
    keep(store, hand)
    row = BundleRow("w1", 1, "m" * 64, "f" * 64, 1000, "w1-1.cxo", MORNING)
    hand.tap(Kind.SEALED, revision=1)
    keep(store, hand, bundle=row)
    assert bundles.of("w1") == (row,)
    assert bundles.latest("w1") == row
    assert bundles.latest("w2") is None
    assert bundles.in_state(BundleState.SEALED) == (row,)
    bundles.mark(row, BundleState.DELIVERED)
    assert bundles.in_state(BundleState.SEALED) == ()
    assert bundles.every()[0].state is BundleState.DELIVERED


def test_full_text_follows_the_notes(database: Database, store: WalkthroughStore) -> None:
    library = Library(database)
    hand = record(store)
    assert not library.page(LibraryQuery(text="健康证明")).items
    note(store, hand, "要求额外提供健康证明")
    assert [each.id for each in library.page(LibraryQuery(text="健康证明")).items] == ["w1"]


def test_erasing_destroys_key_rows_and_every_word(
    database: Database, store: WalkthroughStore, tmp_path: Path
) -> None:
    files = EvidenceStore(tmp_path)
    kept = record(store, "w2")
    hand = record(store, "w1")
    note(store, hand, "绝不能留下的一句话")
    row = photograph(store, files, hand, b"a photo")
    store.save_draft("w1", "note", "x")
    key = store.key_of("w1")
    assert store.erase("w1") == (row.name,)
    assert not store.has("w1")
    with raises(Code.WALKTHROUGH_NOT_FOUND):
        store.key_of("w1")
    for table in ("events", "evidence", "drafts", "data_keys", "library", "search_texts"):
        places = (
            "place >> 24"
            if table == "events"
            else "number"
            if table != "search_texts"
            else "position & 1048575"
        )
        assert database.rows(f"SELECT 1 FROM {table} WHERE {places} = 2") == []
    terms = "SELECT count(*) FROM search_index_data WHERE instr(block, ?)"
    assert database.rows(terms, ("绝不".encode(),)) == [(0,)]
    assert database.path.with_name("vault.db-wal").stat().st_size == 0
    assert stored(store, "w2") == kept.events
    assert files.read(row.name, key) == b"a photo"
    again = record(store, "w1")
    assert stored(store, "w1") == again.events
    assert store.key_of("w1") != key


def test_a_tap_rewrites_only_the_event_and_its_row(database: Database, store: WalkthroughStore) -> None:
    hand = record(store)
    hand.wait(seconds=1)
    hand.tap(Kind.GUIDED)
    before = database.changes
    keep(store, hand)
    assert database.changes - before == 2
