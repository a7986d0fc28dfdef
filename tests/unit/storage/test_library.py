"""The library's pages against a plain list that is filtered and sorted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.kinds import Kind
from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.library import Count, Library, LibraryQuery, Order, Summaries
from helpers.tapping import MORNING
from helpers.vault_walks import begun, new_database, store_of, summed

STATUSES = ("recording", "paused", "finished", "sealed")
CHANNELS = (("applicant", "hall"), ("applicant", "online"), ("approver", "window"))
ITEMS = ("food", "company", "power")
HALLS = ("市政务服务中心", "城东区大厅")
WORDS = ("排队很长", "耐心", "额外材料", "系统故障")
COUNT = 120


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, list[Summary]]]:
    """A vault with 120 walkthroughs and the same as a list, newest first."""
    database = new_database(tmp_path_factory.mktemp("library"))
    store = store_of(database)
    kept = []
    for number in range(COUNT):
        role, channel = CHANNELS[number % 3]
        hand = begun(f"w{number:03}", MORNING + timedelta(hours=7 * (number * 37 % COUNT)))
        summary = summed(
            hand,
            status=STATUSES[number * 5 % 4],
            role=role,
            channel=channel,
            item_id=ITEMS[number // 2 % 3],
            item_title=Text(ITEMS[number // 2 % 3], ""),
            hall=HALLS[number // 5 % 2],
            search=f"{WORDS[number % 4]}，{WORDS[number // 7 % 4]} A{number:03}",
        )
        store.append(summary.id, hand.events, summary)
        kept.append(summary)
    yield Library(database), sorted(kept, key=lambda each: each.started, reverse=True)
    database.close()


def expected(kept: list[Summary], query: LibraryQuery) -> list[str]:
    chosen = [
        each.id
        for each in kept
        if all(word in each.search for word in query.text.split())
        and (not query.status or each.status in query.status)
        and (not query.role or each.role == query.role)
        and (not query.channel or each.channel == query.channel)
        and (not query.item or each.item_id == query.item)
        and (not query.hall or each.hall == query.hall)
        and (query.started_from is None or each.started >= query.started_from)
        and (query.started_before is None or each.started < query.started_before)
    ]
    return chosen if query.order is Order.NEWEST else chosen[::-1]


days = st.one_of(st.none(), st.integers(-1, 36).map(lambda day: MORNING + timedelta(days=day)))
queries = st.builds(
    LibraryQuery,
    text=st.sampled_from(["", "", "排队", "材料", "故障", "耐心 A01", "没有的词", "A"]),
    status=st.sampled_from([(), ("sealed",), ("recording", "paused"), ("lost",)]),
    role=st.sampled_from(["", "applicant", "approver"]),
    channel=st.sampled_from(["", "hall", "online", "window"]),
    item=st.sampled_from(["", *ITEMS]),
    hall=st.sampled_from(["", *HALLS]),
    started_from=days,
    started_before=days,
    order=st.sampled_from(Order),
)


@given(queries, st.integers(1, 40))
def test_pages_forwards_and_backwards_are_the_filtered_list(
    shelf: tuple[Library, list[Summary]], query: LibraryQuery, size: int
) -> None:
    library, kept = shelf
    wanted = expected(kept, query)
    pages = [library.page(query, size=size)]
    while pages[-1].next_cursor is not None:
        pages.append(library.page(query, pages[-1].next_cursor, size))
    assert [each.id for page in pages for each in page.items] == wanted
    assert pages[0].previous_cursor is None
    assert all(len(page.items) == size for page in pages[:-1])
    back = pages[-1]
    seen = [each.id for each in back.items]
    while back.previous_cursor is not None:
        back = library.page(query, back.previous_cursor, size)
        seen = [each.id for each in back.items] + seen
    assert seen == wanted
    assert library.count(query) == Count(len(wanted), is_at_least=False)


def test_a_summary_in_a_page_is_the_one_that_was_kept(shelf: tuple[Library, list[Summary]]) -> None:
    library, kept = shelf
    page = library.page(size=3)
    assert page.items == [replace(each, search="") for each in kept[:3]]
    assert page.items[1:] == page.items[1:3]
    assert isinstance(page.items[1:], Summaries)
    assert page.items[-1] == replace(kept[2], search="")


def test_the_filters_offer_what_there_is(shelf: tuple[Library, list[Summary]]) -> None:
    library, _ = shelf
    assert library.items() == tuple((item, Text(item, "")) for item in sorted(ITEMS))
    assert library.halls() == tuple(sorted(HALLS))


def test_an_empty_library_has_one_empty_page(database: Database) -> None:
    page = Library(database).page()
    assert (list(page.items), page.next_cursor, page.previous_cursor) == ([], None, None)
    assert Library(database).count() == Count(0, is_at_least=False)


def test_a_walkthrough_whose_start_is_corrected_moves_to_its_place(database: Database) -> None:
    store, library = store_of(database), Library(database)
    for name, hour in (("w1", 9), ("w2", 10)):
        hand = begun(name, MORNING.replace(hour=hour))
        store.append(name, hand.events, summed(hand, search="排队"))
    hand = begun("w3", MORNING.replace(hour=11))
    store.append("w3", hand.events, summed(hand, search="排队"))
    assert listed(library) == listed(library, text="排队") == ["w3", "w2", "w1"]
    hand.tap(Kind.GUIDED)
    store.append("w3", hand.events[1:], summed(hand, search="排队", started=MORNING.replace(hour=8)))
    assert listed(library) == listed(library, text="排队") == ["w2", "w1", "w3"]
    assert listed(library, status=("recording",), role="applicant") == ["w2", "w1", "w3"]


def test_walkthroughs_of_one_millisecond_keep_their_order(database: Database) -> None:
    store, library = store_of(database), Library(database)
    for name in ("w1", "w2", "w3"):
        hand = begun(name)
        store.append(name, hand.events, summed(hand))
    assert listed(library) == ["w3", "w2", "w1"]


def test_a_filter_value_may_be_anything(database: Database) -> None:
    store, library = store_of(database), Library(database)
    hand = begun("w1")
    store.append("w1", hand.events, summed(hand, hall='三号"厅" OR *', status="recording"))
    assert listed(library, hall='三号"厅" OR *', status=("recording",)) == ["w1"]
    assert listed(library, hall="三号", status=("recording",)) == []


def test_a_cursor_nobody_gave_is_a_bug(database: Database) -> None:
    with pytest.raises(ValueError, match="cursor"):
        Library(database).page(cursor="after-x")


def listed(library: Library, **query: object) -> list[str]:
    return [each.id for each in library.page(LibraryQuery(**query)).items]  # type: ignore[arg-type]


def test_times_keep_their_offset(database: Database) -> None:
    store = store_of(database)
    started = datetime.fromisoformat("2026-03-02T09:00:00.123+05:45")
    hand = begun("w1")
    store.append("w1", hand.events, summed(hand, started=started))
    assert store.summary("w1").started.isoformat(timespec="milliseconds") == "2026-03-02T09:00:00.123+05:45"
