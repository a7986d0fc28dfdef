"""The fuzz run: `python -m fuzz [--seed N] [--bundles N] [--examples N]`.

Hostile bundles over real connections into a served office, then its OpenAPI document asked at random. Bounded, and the same
seed makes the same bundles.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from fuzz.asking import asked
from fuzz.handing_in import Handing


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--bundles", type=int, default=3000)
    parser.add_argument("--examples", type=int, default=150)
    told = parser.parse_args()
    print(f"SEED={told.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="cxo-fuzz-") as folder:
        handing = Handing(Path(folder), random.Random(told.seed))
        wrong = handing.run(told.bundles)
        for name, count in handing.counts.items():
            print(f"  {name:<58}{count:>9,}")
        wrong += asked(Path(folder) / "asked", told.seed, told.examples)
    for each in wrong[:40]:
        print(f"  WRONG: {each}")
    print(
        "FAILED" if wrong else "No 5xx, nothing outside the store, bounded memory, every answer as described."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
