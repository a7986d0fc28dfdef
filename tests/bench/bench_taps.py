"""How long until a tap is on the disk, encrypted, with everything a list shows of it, against one plain commit.

Ours makes the event, chains it and brings the list's line up to date; the reference writes a hundred characters.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.ratio import Row, in_turn
from bench.vault_samples import Tapping, long_walkthrough, plain_commits, vault

ROUNDS = 1200


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place = Path(folder)
        jobs = []
        for name, events, walkthroughs in (("few", 10, 0), ("many", 100_000, 0), ("years", 10, 100_000)):
            filled = opened.enter_context(vault(place / name, walkthroughs=walkthroughs))
            walkthrough_id, hand = long_walkthrough(filled, events)
            filled.database.rest()
            jobs.append(Tapping(filled.store, walkthrough_id, hand.events[-1]))
        plain = plain_commits(place / "plain.db")
        opened.callback(plain.close)

        def commit() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("INSERT INTO taps (said) VALUES (?)", ("x" * 100,))
            plain.execute("COMMIT")

        few, many, years, reference = in_turn([*jobs, commit], ROUNDS)
    against = "plain sqlite3, WAL, FULL"
    yield Row.of("tap → durable, 10 events", few, reference, goal=1.8, against=against)
    yield Row.of("tap → durable, 100,000 events", many, reference, goal=1.8, against=against)
    yield Row.of("tap → durable, 100,000 walkthroughs", years, reference, goal=1.8, against=against)
    yield Row.of("tap → durable, 10 events, p99", few, reference, goal=1.8, against=against, at_p99=True)
    yield Row.of(
        "tap → durable, 100,000 events, p99", many, reference, goal=1.8, against=against, at_p99=True
    )
    yield Row.of(
        "tap → durable, 100,000 walkthroughs, p99", years, reference, goal=1.8, against=against, at_p99=True
    )
    yield Row.of("flat: 100,000 events against 10", many, few, goal=1.3, against="10 events")
    yield Row.of("flat: 100,000 walkthroughs against none", years, few, goal=1.3, against="an empty vault")
