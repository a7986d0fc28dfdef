"""The office with a hundred thousand bundles: pages, the table of all of them, and a pack with nothing new, over HTTP."""

import http.client
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import insert

from bench.ratio import Row, in_turn
from bench.upload_sides import TOKEN, Side
from bench.vault_samples import HALLS, ITEMS, TITLES
from cxo_central.house import House
from cxo_central.storage.admins import AdminStore
from cxo_central.storage.engine import writing
from cxo_central.storage.tables import bundles
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.office_running import OfficeRunning

LARGE, SMALL = 100_000, 1_000
ROUNDS = 101
ADMIN = "an admin's token"
_AT_ONCE = 2_000


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name, ExitStack() as running:
        large, small = (
            running.enter_context(_Asked(Path(name) / str(count), count)) for count in (LARGE, SMALL)
        )
        for what, after in (("first page", ""), ("deep page", "deep")):
            big, few = (office.asking_page(after) for office in (large, small))
            timed, timed_few = in_turn((big, few), ROUNDS)
            yield Row(name=f"{what} of 50 in {LARGE:,}", ours=timed.median * 1000, goal=10)
            yield Row.of(f"{what}: {LARGE:,} against {SMALL:,}", timed, timed_few, goal=1.3)
        yield from _table(large)
        timed, _ = in_turn((large.asking_pack(), large.asking_hello()), ROUNDS)
        yield Row(name="office pack with nothing new", ours=timed.median * 1000, goal=5)


def _table(office: "_Asked") -> Iterator[Row]:
    """Against `sqlite3 -csv` on the same file: both read every row and write every line."""
    side = Side("", 0, "", (office.pid,))
    office.asking_table()()
    side.forget_peak()
    before = side.peak_mib
    timed, timed_plain = in_turn((office.asking_table(), office.plain_table()), 5)
    yield Row.of(f"CSV of all {LARGE:,}", timed, timed_plain, goal=2.0, against="sqlite3 -csv")
    yield Row(name="memory for the CSV, over what it had", ours=side.peak_mib - before, goal=8, unit="MiB")


class _Asked:
    """A served office with so many bundles in its list, over one kept connection."""

    def __init__(self, folder: Path, count: int) -> None:
        self._running = OfficeRunning(folder)
        self._count = count

    def __enter__(self) -> "_Asked":
        self._running.__enter__()
        with House.open(self._running.folder, self._running.environ) as house:
            AdminStore(house.engine).make("王科长", ADMIN, at=house.now())
            enrolled(house.engine, SEED, TOKEN)
            for first in range(0, self._count, _AT_ONCE):
                some = [_row(number) for number in range(first, min(first + _AT_ONCE, self._count))]
                with writing(house.engine) as connection:
                    connection.execute(insert(bundles), some)
        (port,) = self._running.ports
        self.pid = self._running.pid(port)
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        return self

    def __exit__(self, *failed: object) -> None:
        self._line.close()
        self._running.close()

    def asking_page(self, after: str) -> Callable[[], object]:
        place = "/api/v1/bundles?limit=50"
        if after:
            place += f"&after={self._cursor(self._count // 2)}"
        assert len(json.loads(self._ask(place, ADMIN))["bundles"]) == 50
        return lambda: self._ask(place, ADMIN)

    def asking_table(self) -> Callable[[], object]:
        return lambda: self._ask("/api/v1/bundles.csv", ADMIN)

    def plain_table(self) -> Callable[[], object]:
        database = self._running.folder / "office.db"
        columns = ", ".join(each.name for each in bundles.columns if each.name != "receipt")
        command = [
            "sqlite3",
            "-csv",
            "-header",
            str(database),
            f"SELECT {columns} FROM bundles ORDER BY number",
        ]
        return lambda: subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout

    def asking_pack(self) -> Callable[[], object]:
        self._line.request("GET", "/api/v1/pack", headers={"Authorization": f"Bearer {TOKEN}"})
        answer = self._line.getresponse()
        answer.read()
        etag = answer.headers["ETag"]
        assert answer.status == 200 and etag
        return lambda: self._ask("/api/v1/pack", TOKEN, {"If-None-Match": etag}, status=304)

    def asking_hello(self) -> Callable[[], object]:
        return lambda: self._ask("/api/v1", TOKEN)

    def _cursor(self, rows_ahead: int) -> str:
        """The cursor that an admin has who has turned so many pages."""
        after, seen = "", 0
        while seen < rows_ahead:
            page = json.loads(self._ask(f"/api/v1/bundles?limit=200&after={after}", ADMIN))
            after, seen = page["next"], seen + 200
        return str(after)

    def _ask(self, place: str, token: str, headers: dict[str, str] | None = None, status: int = 200) -> bytes:
        self._line.request("GET", place, headers={"Authorization": f"Bearer {token}", **(headers or {})})
        answer = self._line.getresponse()
        content = answer.read()
        assert answer.status == status, content[:300]
        return content


def _row(number: int) -> dict[str, object]:
    which = number % len(ITEMS)
    return {
        "walkthrough": f"w-{number:032x}",
        "revision": 1,
        "manifest_digest": f"{number:064x}",
        "previous": None,
        "sha256": f"{number:064x}",
        "bytes": 2_000_000 + number,
        "device": "0123456789abcdef",
        "owner": f"{number:032x}",
        "is_opened": True,
        "arrived_by": "network",
        "received_at": f"2026-11-{1 + number % 28:02}T09:00:00.000+00:00",
        "sealed_at": f"2026-11-{1 + number % 28:02}T17:00:00.000+08:00",
        "item": ITEMS[which],
        "item_title": TITLES[which],
        "role": "applicant",
        "channel": "hall",
        "hall": HALLS[number % len(HALLS)],
        "events": 150,
        "photos": 20,
        "findings": 3,
        "task": f"t-{number % 900}",
        "verdict": None,
        "receipt": b'{"said":{},"signature":""}' * 20,
    }
