"""A process that has everything loaded and gives birth to laptops that deliver until nothing waits any more, or until they are killed.

Its first line on standard input is JSON: the keyring's secrets. Then one order a line: `born FOLDER ENROLMENT` or `kill FOLDER`.
It answers, a line each: `ready`, `dead FOLDER` after a kill, and `done FOLDER <status> <said as JSON>` when a laptop ended by itself.
"""

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path

import keyring

from cxo_core.moment import Moment
from cxo_core.problems import Problem
from cxo_desktop.clock import SystemClock
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.services import enrolling
from cxo_desktop.services.offices import enrolled
from cxo_desktop.services.syncing import Syncing
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage.bundles import BundleState
from helpers.memory_keyring import MemoryKeyring

MOST_ROUNDS = 2_000
REST_S = 0.4
"""Real time between rounds that did not deliver everything, so that an office that is being started is not asked all the time."""


class HurryingClock(SystemClock):
    """A clock on which the ladder's waits pass at once."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = timedelta()

    def now(self) -> Moment:
        moment = super().now()
        ahead_ms = self._ahead // timedelta(milliseconds=1)
        return Moment(moment.wall + self._ahead, moment.mono_ms + ahead_ms, moment.boot)

    def hurry(self, **time: float) -> None:
        self._ahead += timedelta(**time)


def main() -> None:
    held = MemoryKeyring()
    held.secrets = {
        (name.split("|", 1)[0], name.split("|", 1)[1]): value
        for name, value in json.loads(sys.stdin.buffer.raw.readline()).items()
    }
    keyring.set_keyring(held)
    import httpx2  # noqa: F401
    import pyrage  # noqa: F401

    print("ready", flush=True)
    living: dict[int, tuple[str, int]] = {}
    rest = b""
    while True:
        if select.select([0], [], [], 0.02)[0]:
            piece = os.read(0, 1 << 16)
            if not piece:
                break
            *orders, rest = (rest + piece).split(b"\n")
            for order in orders:
                _obey(order.decode().split("\t"), living)
        for pid in list(living):
            if os.waitpid(pid, os.WNOHANG)[0]:
                _bury(pid, living)
    for pid in living:
        os.kill(pid, signal.SIGKILL)


def _obey(order: list[str], living: dict[int, tuple[str, int]]) -> None:
    match order:
        case ["born", folder, enrolment]:
            told, tell = os.pipe()
            pid = os.fork()
            if pid == 0:
                _live(Path(folder), Path(enrolment), tell)
            os.close(tell)
            living[pid] = (folder, told)
        case ["kill", folder]:
            for pid, (where, told) in list(living.items()):
                if where == folder:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                    os.close(told)
                    del living[pid]
            print(f"dead\t{folder}", flush=True)


def _bury(pid: int, living: dict[int, tuple[str, int]]) -> None:
    folder, told = living.pop(pid)
    said = os.read(told, 1 << 16).decode()
    os.close(told)
    print(f"done\t{folder}\t{said}", flush=True)


def _live(folder: Path, enrolment: Path, tell: int) -> None:
    """In the child: enrols where that has not happened, then drains until nothing is sealed and undelivered."""
    said: dict[str, object] = {"waiting": -1}
    try:
        with open_vault(folder) as vault:
            said = _delivered(vault, enrolment)
    except BaseException:  # whatever ends this laptop is told to whoever watches it
        said["surprise"] = traceback.format_exc()[-3000:]
    os.write(tell, json.dumps(said).encode())
    os._exit(0)


def _delivered(vault: Vault, enrolment: Path) -> dict[str, object]:
    clock = HurryingClock()
    clock.hurry(hours=random.randrange(24 * 45))  # whose token is older than a month changes it
    problems: dict[str, int] = {}
    for rounds in range(1, MOST_ROUNDS + 1):  # noqa: B007
        try:
            if not enrolled(vault):
                enrolling.enrol(vault, enrolling.look(enrolment), OfficeClient, clock)
            told = Syncing(vault, clock, OfficeClient).drain()
        except Problem as problem:
            problems[problem.code.value] = problems.get(problem.code.value, 0) + 1
            clock.hurry(hours=2)
            time.sleep(REST_S)
            continue
        if told.problem:
            problems[told.problem.code.value] = problems.get(told.problem.code.value, 0) + 1
        counts = {state.value: count for state, (count, _) in vault.bundles.counts().items()}
        if not counts[BundleState.SEALED.value]:
            break
        clock.hurry(hours=2)
        time.sleep(REST_S)
    waiting = [row for row in vault.bundles.every() if row.state is not BundleState.DELIVERED]
    return {
        "waiting": len(waiting),
        "rounds": rounds,
        "problems": problems,
        "refused": [str(row.problem) for row in waiting if row.state is BundleState.REFUSED][:5],
    }


if __name__ == "__main__":
    main()
