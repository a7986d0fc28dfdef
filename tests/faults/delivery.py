"""One fault run: laptops deliver through a line that misbehaves while both sides are killed at random; then everything is counted."""

import json
import os
import random
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import keyring

from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_core.bundle.office import OfficeKeys
from faults.ending import Ending
from helpers import http_wire
from helpers.laptops import Laptop, laptop
from helpers.memory_keyring import MemoryKeyring
from helpers.office_running import OfficeRunning
from helpers.postgres import Postgres
from helpers.s3_server import S3Server
from helpers.unruly_proxy import ORDINARY, UnrulyProxy

Order = Callable[..., None]
TESTS = Path(__file__).parents[1]
SMALL, MIDDLE, LARGE = (160,), (640,), (2400, 2400)
"""Photographs of about 30 KB, 450 KB, and 2 × 6 MB: more than one request may carry, so that files are resumed inside."""
LAPTOP_KILL, OFFICE_KILL, CUT = 10, 150, 90
"""On average after so many answers of the office. Not after a time: a slow machine would kill before anything was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is run. After `longest_s` the line behaves and nobody is killed any more, so that a run comes to its end."""

    seed: int
    laptops: int
    bundles: int
    longest_s: float
    way: str

    @property
    def processes(self) -> int:
        return 3 if self.way == "shared" else 1


@dataclass(slots=True)
class Outcome:
    """`counts` are to be read; `wrong` says what must not be."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Delivery:
    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._chance = random.Random(plan.seed)
        self._counts: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()
        self._wrong: list[str] = []
        self._at_work: set[str] = set()
        self._dying: set[str] = set()
        self._answered = 0

    def run(self) -> Outcome:
        keys = MemoryKeyring()
        keyring.set_keyring(keys)
        with ExitStack() as running:
            office = self._office(running)
            proxy = running.enter_context(
                UnrulyProxy(office.ports, seed=self._plan.seed, heard=self._hear, unruliness={})
            )
            published = OfficeKeys.read(office.folder / "office.json")
            laptops = [self._laptop(number, published) for number in range(self._plan.laptops)]
            files = self._enrolments(office, proxy, laptops)
            proxy.unruliness.update(ORDINARY)
            nursery = self._nursery(running, keys)
            self._work(
                nursery,
                office,
                proxy,
                {str(each.folder): file for each, file in zip(laptops, files, strict=True)},
            )
            assert nursery.stdin
            nursery.stdin.close()
            nursery.wait(30)
            self._counts["kills of server processes"] = office.kills
            counts = {
                "bundles sealed": sum(len(each.sealed) for each in laptops),
                "bytes sealed": sum(row.bytes for each in laptops for row in each.sealed),
                **dict(self._counts),
                **{f"line: {name}": count for name, count in sorted(proxy.counts.items())},
                **{f"told laptops: {code}": count for code, count in sorted(self._problems.items())},
            }
            for port in office.ports:
                if office.is_running(port):
                    office.kill(port)
            ending = Ending(office, laptops)
            self._wrong += ending.wrong()
            return Outcome({**counts, **ending.counts}, self._wrong)

    def _office(self, running: ExitStack) -> OfficeRunning:
        database = files = None
        if self._plan.way == "shared":
            database, files = Postgres(), S3Server()
            running.callback(database.stop)
            running.callback(files.stop)
        office = OfficeRunning(
            self._folder / "office", processes=self._plan.processes, database=database, files=files
        )
        return running.enter_context(office)

    def _laptop(self, number: int, office: OfficeKeys) -> Laptop:
        sides = [SMALL] * self._plan.bundles
        for place in range(4, self._plan.bundles, 10):
            sides[place] = MIDDLE
        for place in range(9, self._plan.bundles, 15):
            sides[min(place + number % 5, self._plan.bundles - 1)] = LARGE
        return laptop(self._folder / f"laptop-{number}", office, sides)

    def _enrolments(self, office: OfficeRunning, proxy: UnrulyProxy, laptops: list[Laptop]) -> list[Path]:
        """A file for each laptop, which is to find the office behind the line."""
        address = {"CXO_CENTRAL_ADDRESSES": f"http://127.0.0.1:{proxy.port}"}
        files = [each.folder.with_suffix(".cxoenrol") for each in laptops]
        with House.open(office.folder, office.environ | address) as house:
            for file in files:
                file.write_bytes(offer(house, officer="李敏", hall="市政务服务中心", days=90).to_bytes())
        return files

    def _nursery(self, running: ExitStack, keys: MemoryKeyring) -> "subprocess.Popen[bytes]":
        places = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        nursery = subprocess.Popen(
            [sys.executable, "-m", "helpers.laptop_nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": places},
        )
        assert nursery.stdin and nursery.stdout
        nursery.stdin.write(json.dumps({"|".join(name): key for name, key in keys.secrets.items()}).encode())
        nursery.stdin.write(b"\n")
        nursery.stdin.flush()
        assert nursery.stdout.readline() == b"ready\n"
        running.callback(nursery.kill)
        return nursery

    def _work(
        self,
        nursery: "subprocess.Popen[bytes]",
        office: OfficeRunning,
        proxy: UnrulyProxy,
        enrolments: dict[str, Path],
    ) -> None:
        """Until every laptop has nothing left to deliver."""
        assert nursery.stdin and nursery.stdout

        def order(*words: str) -> None:
            nursery.stdin.write(("\t".join(words) + "\n").encode())  # type: ignore[union-attr]
            nursery.stdin.flush()  # type: ignore[union-attr]

        for folder, enrolment in enrolments.items():
            order("born", folder, str(enrolment))
        self._at_work = set(enrolments)
        began = time.monotonic()
        kill, office_kill, cut = (self._after(each) for each in (LAPTOP_KILL, OFFICE_KILL, CUT))
        down: dict[int, float] = {}
        rest = b""
        while self._at_work:
            now = time.monotonic()
            is_orderly = now - began > self._plan.longest_s
            if now - began > self._plan.longest_s * 2 + 60:
                self._wrong.append(f"{len(self._at_work)} laptops never came to an end")
                return
            if is_orderly:
                proxy.unruliness.clear()
            elif self._answered > kill:
                kill = self._after(LAPTOP_KILL)
                if alive := sorted(self._at_work - self._dying):
                    order("kill", self._dying_now(self._chance.choice(alive)))
            if not is_orderly and self._answered > cut:
                cut = self._after(CUT)
                proxy.cut_everything()
            if not is_orderly and self._answered > office_kill:
                office_kill = self._after(OFFICE_KILL)
                port = self._chance.choice(office.ports)
                if office.is_running(port):
                    office.kill(port)
                    down[port] = now + self._chance.random()
            for port, at in list(down.items()):
                if now > at:
                    office.start(port)
                    del down[port]
            for port in office.ports:
                if port not in down and not office.is_running(port):
                    self._wrong.append(f"a server process ended by itself: {office.log[-3000:]}")
                    return
            if select.select([nursery.stdout], [], [], 0.02)[0]:
                *lines, rest = (rest + os.read(nursery.stdout.fileno(), 1 << 16)).split(b"\n")
                for line in lines:
                    self._told(line.decode().split("\t"), enrolments, order)
        self._counts["seconds of delivery"] = round(time.monotonic() - began)

    def _told(self, words: list[str], enrolments: dict[str, Path], order: Order) -> None:
        match words:
            case ["dead", folder]:
                self._dying.discard(folder)
                if folder in self._at_work:
                    self._counts["kills of laptops"] += 1
                    order("born", folder, str(enrolments[folder]))
            case ["done", folder, said]:
                told = json.loads(said)
                self._at_work.discard(folder)
                self._problems.update(told.get("problems", {}))
                if told["waiting"] or told.get("surprise"):
                    self._wrong.append(f"{Path(folder).name} ended with {str(told)[-700:]}")

    def _hear(self, asked: bytes, told: bytes) -> None:
        """Counts the uploads that go on in the middle of a file, and answers that must never be given."""
        self._answered += 1
        status = told.split(b" ", 2)[1]
        if asked.startswith(b"HEAD ") and status == b"200":
            at, size = (
                int(http_wire.field(told, name) or 0) for name in (b"upload-offset", b"upload-length")
            )
            if 0 < at < size:
                self._counts["uploads resumed inside a file"] += 1
        if status == b"500":
            self._wrong.append(f"{asked[:60]!r} was answered {told[:400]!r}")
        self._counts[f"answers {status.decode()}"] += 1

    def _dying_now(self, folder: str) -> str:
        """Nobody is killed again before he is known to be dead."""
        self._dying.add(folder)
        return folder

    def _after(self, mean: float) -> float:
        """The count of answers at which it is time again."""
        return self._answered + self._chance.expovariate(1 / mean)
