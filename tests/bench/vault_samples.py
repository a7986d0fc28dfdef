"""Vaults of any size for the benches, filled without a commit per event, and the plain SQLite they are held against."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cxo_core.event import Event, next_event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import Moment
from cxo_core.summarising import summary_after, summary_of
from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.storage import migrating, search_index
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.library import Library
from cxo_desktop.storage.library_rows import COLUMNS, PLACES, columns_of, facets_text, position_of
from cxo_desktop.storage.search_words import tokens_of
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.walkthroughs import INSERT_ROW, WalkthroughStore
from helpers.tapping import MORNING, Hand

HALLS = ("市政务服务中心", "城东区政务服务大厅", "高新区企业服务中心", "河西镇便民服务站")
ITEMS = ("food-licence", "company-setup", "power-supply", "building-permit", "property-transfer")
TITLES = ("食品经营许可延续", "有限责任公司设立登记", "获得电力", "建筑工程施工许可证核发", "不动产转移登记")
CHANNELS = (
    ("applicant", "hall"),
    ("applicant", "online"),
    ("approver", "window"),
    ("approver", "inspection"),
    ("approver", "grassroots"),
)
WORDS = (
    "排队时间长",
    "窗口人员耐心",
    "要求额外材料",
    "一次性告知不清",
    "系统故障",
    "指引清楚",
    "老年人专窗",
    "容缺受理",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """An open database with its stores."""

    database: Database
    store: WalkthroughStore
    library: Library


@contextmanager
def vault(folder: Path, *, walkthroughs: int = 0) -> Iterator[Filled]:
    """A fresh vault with so many sealed walkthroughs of years past."""
    folder.mkdir(parents=True)
    path, key = folder / "vault.db", VaultKey.fresh()
    migrating.create(path, key.subkey("database"))
    database = Database(path, key.subkey("database"))
    try:
        if walkthroughs:
            fill(database, walkthroughs)
        store = WalkthroughStore(database, Secrets(database, key))
        while store.tidy():
            pass
        database.rest()
        database.make_room()
        yield Filled(database, store, Library(database))
    finally:
        database.close()


def summaries(count: int) -> Iterator[Summary]:
    """Walkthroughs an hour and a bit apart, of every item, hall and channel."""
    dice = random.Random(count)
    for number in range(1, count + 1):
        role, channel = dice.choice(CHANNELS)
        started = MORNING - timedelta(minutes=67 * (count - number))
        item = dice.randrange(5)
        hall = dice.choice(HALLS)
        words = "，".join(dice.sample(WORDS, 3))
        yield Summary(
            id=f"{number:032x}",
            item_id=ITEMS[item],
            item_title=Text(TITLES[item], ITEMS[item]),
            role=role,
            channel=channel,
            hall=hall,
            window=str(number % 30),
            status=dice.choices(("recording", "finished", "sealed"), (1, 9, 90))[0],
            revision=1,
            started=started,
            updated=started + timedelta(minutes=40),
            last_seq=30,
            chain_head=f"{number:064x}",
            step=None,
            visits=1,
            findings=number % 4,
            photos=number % 9,
            officers="李敏、王强",
            search=f"{TITLES[item]}\n{hall}\n{words}\n编号A{number:06d}",
        )


def fill(database: Database, count: int) -> None:
    """So many walkthroughs as the library and the search see them, without their events."""
    with database.transaction() as run:
        for number, summary in enumerate(summaries(count), 1):
            position = position_of(summary.started, number)
            tokens = tokens_of(summary.search)
            run("INSERT INTO walkthroughs (number, id) VALUES (?, ?)", (number, summary.id))
            run(INSERT_ROW, (*columns_of(summary), position, number))
            run(search_index.PUT, (position, summary.search, tokens, facets_text(summary)))
            run(search_index.INDEX, (position, tokens, facets_text(summary)))


def long_walkthrough(filled: Filled, events: int) -> tuple[str, Hand]:
    """Records a walkthrough of so many events and returns its id and the hand that tapped it."""
    hand = Hand()
    while len(hand.events) < events:
        hand.wait(seconds=1)
        hand.tap(Kind.GUIDED)
    walkthrough_id = hand.events[0].body["walkthrough"]
    first = hand.events[:1]
    summary = summary_of(Fold(first).state())
    filled.store.append(walkthrough_id, first, summary)
    rest = hand.events[1:]
    if rest:
        filled.store.append(walkthrough_id, rest, summary_after(summary, rest[-1]))
    return walkthrough_id, hand


def plain_commits(path: Path) -> sqlite3.Connection:
    """Plain SQLite as everybody would set it up to keep a tap: WAL, `synchronous=FULL`, one small table."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE taps (id INTEGER PRIMARY KEY, said TEXT)")
    return plain


def plain_library(path: Path, count: int) -> sqlite3.Connection:
    """The same library rows in plain SQLite, with the index a page needs."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute(f"CREATE TABLE library ({COLUMNS}, position INTEGER PRIMARY KEY)")
    plain.execute("CREATE INDEX by_status ON library (status)")
    plain.execute("CREATE VIRTUAL TABLE words USING fts5(tokens, tokenize='ascii')")
    plain.execute("BEGIN")
    for number, summary in enumerate(summaries(count), 1):
        position = position_of(summary.started, number)
        plain.execute(f"INSERT INTO library VALUES ({PLACES}, ?)", (*columns_of(summary), position))
        plain.execute(
            "INSERT INTO words (rowid, tokens) VALUES (?, ?)", (position, tokens_of(summary.search))
        )
    plain.execute("COMMIT")
    return plain


class Tapping:
    """Taps one more event of a walkthrough, from the press to the disk."""

    def __init__(self, store: WalkthroughStore, walkthrough_id: str, last: Event) -> None:
        self._store = store
        self._id = walkthrough_id
        self._last = last
        self._summary = store.summary(walkthrough_id)

    def __call__(self) -> None:
        recorded = Moment(
            self._last.recorded.wall + timedelta(seconds=1),
            self._last.recorded.mono_ms + 1000,
            self._last.recorded.boot,
        )
        event = next_event(self._last, Kind.GUIDED, recorded, by="o1")
        summary = summary_after(self._summary, event)
        self._store.append(self._id, [event], summary)
        self._last, self._summary = event, summary
