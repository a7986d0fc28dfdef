"""The program is killed hundreds of times while an officer records, photographs, seals: nothing acknowledged is ever lost.

`CXO_KILLS` says how often (200).
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cxo_core.walkthrough import Status
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, open_vault
from helpers.acknowledged import Acknowledged, verified
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import MovingClock, an_office, vault_in

KILLS = int(os.environ.get("CXO_KILLS", "200"))
LONGEST_MS = 120
TESTS = Path(__file__).parents[1]


class Nursery:
    """The process recorders are born from, seen from outside."""

    def __init__(self, process: "subprocess.Popen[str]", lines: int) -> None:
        self._process = process
        self._lines = lines
        self._rest = b""
        self._told: list[str] = []

    def born(self, folder: Path, seed: int, walkthrough: str) -> int:
        """The process number of a new recorder."""
        assert self._process.stdin
        self._process.stdin.write(f"{folder}\t{seed}\t{walkthrough}\n")
        self._process.stdin.flush()
        return int(self.next_line().removeprefix("pid "))

    def next_line(self, timeout_s: float = 60) -> str:
        while not self._told:
            assert select.select([self._lines], [], [], timeout_s)[0], "the recorder says nothing"
            *whole, self._rest = (self._rest + os.read(self._lines, 1 << 16)).split(b"\n")
            self._told += [line.decode() for line in whole]
        return self._told.pop(0)

    def killed(self, recorder: int) -> list[str]:
        """Kills the recorder; every line it had told until then."""
        os.kill(recorder, signal.SIGKILL)
        told = []
        while (line := self.next_line()) != "dead":
            told.append(line)
        return told


@contextmanager
def nursery(secrets: dict[tuple[str, str], str], office: bytes) -> Iterator[Nursery]:
    told, tell = os.pipe()
    given = {"secrets": {"|".join(name): value for name, value in secrets.items()}, "office": office.decode()}
    arguments = [sys.executable, "-m", "helpers.nursery", str(tell), json.dumps(given)]
    places = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        text=True,
        pass_fds=[tell],
        cwd=TESTS.parent,
        env={**os.environ, "PYTHONPATH": places},
    )
    os.close(tell)
    try:
        born = Nursery(process, told)
        assert born.next_line() == "ready"
        yield born
    finally:
        process.communicate()
        os.close(told)


def unfinished(vault: Vault, walkthroughs: list[str]) -> str:
    """Where the officer goes on: the last record, unless its second revision is sealed too."""
    if not walkthroughs:
        return ""
    state = Recording(vault, MovingClock(), walkthroughs[-1]).state
    return "" if state.status is Status.SEALED and state.revision > 1 else walkthroughs[-1]


def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_half_done_is_left(
    tmp_path: Path, memory_keyring: MemoryKeyring, record_property: Any
) -> None:
    office, identity = an_office()
    with vault_in(tmp_path) as vault:
        folder = vault.folder.root
    chance = random.Random(20260302)
    acknowledged, going_on, bundles = Acknowledged(), "", set[str]()
    with nursery(memory_keyring.secrets, office.to_bytes()) as born:
        for number in range(KILLS):
            recorder = born.born(folder, number, going_on)
            if chance.random() < 0.5:
                for _ in range(chance.randrange(30)):
                    acknowledged.hear(born.next_line())
                time.sleep(chance.random() * 0.008)
            else:
                time.sleep(chance.random() * LONGEST_MS / 1000)
            for line in born.killed(recorder):
                acknowledged.hear(line)
            with open_vault(folder) as vault:
                acknowledged.check(vault, wholly=number % 25 == 24)
                verified(vault, identity, bundles)
                going_on = unfinished(vault, list(acknowledged.heads))
    events = sum(len(heads) for heads in acknowledged.heads.values())
    record_property("kills", KILLS)
    record_property("events", events)
    print(f"{KILLS} kills, {events} events, {len(acknowledged.copies)} photos, {len(bundles)} bundles")
    assert events > KILLS
    assert KILLS < 200 or bundles


def test_a_second_process_cannot_open_a_vault_in_use(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    from cxo_core.problems import Code, Problem

    office, _ = an_office()
    with vault_in(tmp_path) as vault:
        folder = vault.folder.root
    with nursery(memory_keyring.secrets, office.to_bytes()) as born:
        recorder = born.born(folder, 1, "")
        born.next_line()
        with pytest.raises(Problem) as problem:
            open_vault(folder)
        assert problem.value.code is Code.VAULT_IN_USE
        assert problem.value.details["pid"] == recorder
        born.killed(recorder)
    with open_vault(folder):
        pass
