"""From the command to the first usable window, with small and large vaults, and the memory of an open library.

Each start is a process of its own, in turn with the others; times count from before the process is made.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import keyring

from bench.ratio import Row, Timing
from bench.vault_samples import fill
from cxo_desktop.services.vaults import create
from helpers.memory_keyring import MemoryKeyring

ROUNDS = 7
SMALL, LARGE = 100, 100_000
PROBE = Path(__file__).with_name("start_probe.py")
TESTS = PROBE.parents[1]


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        secrets = MemoryKeyring()
        keyring.set_keyring(secrets)
        sizes = {"small": SMALL, "large": LARGE}
        for name, count in sizes.items():
            with create(place / name, None, "李敏") as vault:
                fill(vault._database, count)
                with vault._database.transaction() as run:
                    run("UPDATE library SET status = 'paused' WHERE status = 'recording'")
        kept = json.dumps([[service, name, secret] for (service, name), secret in secrets.secrets.items()])
        runs = [("bare", "bare"), ("ours", "small"), ("ours", "large")]
        if importlib.util.find_spec("vorta"):
            runs.append(("vorta", "vorta"))
        told = _in_turn(runs, place, kept)
        bare = told["bare", "bare"]
        small, large = told["ours", "small"], told["ours", "large"]
        yield _row("first usable window", small["usable"], bare["usable"], 2.5, "bare PySide6 first paint")
        if ("vorta", "vorta") in told:
            theirs = told["vorta", "vorta"]["usable"]
            yield _row("first usable window", small["usable"], theirs, 1.0, "vorta")
            yield _row("vault open, workbench filled", small["filled"], theirs, None, "vorta")
        else:
            yield Row(name="first usable window", ours=0, note="vorta is not installed here")
        yield _row(f"first usable window: {LARGE:,} against {SMALL}", large["usable"], small["usable"], 1.2)
        yield _row(
            f"vault open, workbench filled: {LARGE:,} against {SMALL}", large["filled"], small["filled"], 1.2
        )
        yield _row(
            "vault open, workbench filled", small["filled"], bare["usable"], None, "bare PySide6 first paint"
        )
        empty = median(bare["pss"])
        yield Row(
            name=f"memory with the library open, {LARGE:,}",
            ours=median(large["pss"]),
            goal=120,
            unit="MiB",
            against=f"a bare window holds {empty:.0f} MiB",
        )


def _row(name: str, ours: list[float], reference: list[float], goal: float | None, against: str = "") -> Row:
    return Row.of(name, Timing(tuple(ours)), Timing(tuple(reference)), goal=goal, against=against)


def _in_turn(
    runs: list[tuple[str, str]], place: Path, kept: str
) -> dict[tuple[str, str], dict[str, list[float]]]:
    """Every kind once per round, after a round that only warms the disk's cache."""
    told: dict[tuple[str, str], dict[str, list[float]]] = {run: {} for run in runs}
    for turn in range(ROUNDS + 1):
        for run in runs[turn % len(runs) :] + runs[: turn % len(runs)]:
            for name, value in _start(*run, place, kept).items():
                if turn:
                    told[run].setdefault(name, []).append(value)
    return told


def _start(kind: str, folder: str, place: Path, kept: str) -> dict[str, float]:
    """Seconds from now to each moment the probe tells, and its memory in MiB."""
    environment = os.environ | {
        "BENCH_KEYRING": kept,
        "CXO_HOME": str(place / f"home-{folder}"),
        "HOME": str(place / "home"),
        "PYTHONPATH": os.pathsep.join(map(str, (TESTS.parent, TESTS, *sys.path))),
        "PYTHON_KEYRING_BACKEND": "bench.known_key.KnownKey",
        "PYTHONPYCACHEPREFIX": str(place / "compiled"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    done = subprocess.run(
        [sys.executable, str(PROBE), kind, str(place / folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: value if name == "pss" else value - begun for name, value in told.items()}
