"""The fault run: `python -m faults [--seed N] [--on plain|shared] [--laptops N] [--bundles N] [--minutes N]`.

plain: one process, SQLite and a folder. shared: three processes, PostgreSQL and S3. Both, where neither is named.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from faults.delivery import Delivery, Plan
from helpers import postgres, s3_server


def main() -> int:
    asked = _parser().parse_args()
    seed = asked.seed if asked.seed is not None else int(time.time())
    failed = False
    for way in [asked.on] if asked.on else ["plain", "shared"]:
        plan = Plan(
            seed=seed, laptops=asked.laptops, bundles=asked.bundles, longest_s=asked.minutes * 60, way=way
        )
        print(
            f"\n{way}: {plan.laptops} laptops × {plan.bundles} bundles, {plan.processes} server processes,"
            f" SEED={seed}",
            flush=True,
        )
        lacking = (postgres.missing() or s3_server.missing()) if way == "shared" else ""
        if lacking:
            print(f"not run: {lacking}")
            failed = True
            continue
        with tempfile.TemporaryDirectory(prefix="cxo-faults-") as folder:
            failed |= not _run(plan, Path(folder))
    return 1 if failed else 0


def _run(plan: Plan, folder: Path) -> bool:
    began = time.monotonic()
    outcome = Delivery(plan, folder).run()
    for name, count in outcome.counts.items():
        print(f"  {name:<42}{count:>9,}")
    for wrong in outcome.wrong[:12]:
        print(f"  WRONG: {wrong}")
    if len(outcome.wrong) > 12:
        print(f"  … {len(outcome.wrong)} in all")
    verdict = "nothing lost, nothing twice, nothing half done" if not outcome.wrong else "FAILED"
    print(f"  {verdict}, in {time.monotonic() - began:.0f} s", flush=True)
    return not outcome.wrong


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--on", choices=("plain", "shared"))
    parser.add_argument("--laptops", type=int, default=20)
    parser.add_argument("--bundles", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    return parser


if __name__ == "__main__":
    sys.exit(main())
