"""Runs the benches beside this file, all of them or those named: `python -m bench [photos …]`."""

import importlib
import sys
from pathlib import Path

from bench.ratio import Row, table


def main(names: list[str]) -> int:
    """Prints one table per bench; 1 where a goal was missed or a bench has another name."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := [name for name in names if name not in known]:
        print(f"No bench {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 1
    missed: list[Row] = []
    for name in names or known:
        rows = list(importlib.import_module(f"bench.bench_{name}").rows())
        print(f"\n{name}\n\n{table(rows)}", flush=True)
        missed += [row for row in rows if row.is_met is False]
    print(f"\n{len(missed)} goals missed." if missed else "\nEvery goal is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
