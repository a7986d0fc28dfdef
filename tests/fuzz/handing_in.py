"""Hostile bundles handed in to a served office, several at a time, and what became of the office."""

import hashlib
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
from sqlalchemy import select

from cxo_central.house import House
from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.engine import reading
from cxo_central.storage.tables import bundles, quarantine
from cxo_central.storage.uploads import UploadStore
from cxo_core.problems import Code
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.handing_in import handed_in
from helpers.hostile_bundles import Hostile, hostile
from helpers.office_running import OfficeRunning
from helpers.recordings import files_in

TOKEN = "a laptop's token"
AT_ONCE = 4
MOST_MIB = 320
"""What the office may need at most while bombs are handed in."""


class Handing:
    """One served office in a folder. `counts` says how often each kind was handed in, and what the office needed."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance
        self.counts: Counter[str] = Counter()
        self._wrong: list[str] = []
        self._sent: dict[str, int] = {}

    def run(self, count: int) -> list[str]:
        """Each thing that is not as it must be."""
        office = OfficeRunning(self._folder / "office", quota_bytes=str(1 << 40))
        with office, House.open(office.folder, office.environ) as house:
            enrolled(house.engine, SEED, TOKEN)
            self._hand_in_all(office, house, count)
            self._check_store(house)
        return self._wrong

    def _hand_in_all(self, office: OfficeRunning, house: House, count: int) -> None:
        (recipient,) = house.keys.recipients
        pid = office.pid(office.ports[0])
        self.counts["MiB the office held at rest"] = round(_peak_mib(pid))
        around = self._around(office)
        with (
            httpx2.Client(base_url=office.address, trust_env=False, timeout=120) as client,
            ThreadPoolExecutor(AT_ONCE) as several,
        ):
            for _ in range(0, count, 50):
                some = [hostile(self._chance, recipient) for _ in range(50)]
                list(several.map(lambda each: self._hand_in(client, each), some))
        if escaped := self._around(office) - around:
            self._wrong.append(f"written outside the store: {sorted(escaped)}")
        self.counts["MiB the office held at most"] = round(_peak_mib(pid))
        if _peak_mib(pid) > MOST_MIB:
            self._wrong.append(f"{_peak_mib(pid):.0f} MiB")

    def _hand_in(self, client: httpx2.Client, each: Hostile) -> None:
        self.counts[each.kind] += 1
        answer = handed_in(client, each.content, TOKEN)
        said = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        if answer.status_code not in (409, 422) or said.get("code") not in set(Code):
            kept = self._folder / f"{each.kind.replace(' ', '-')}.cxo"
            kept.write_bytes(each.content)
            self._wrong.append(f"{each.kind}: {answer.status_code} {answer.text[:200]}")
        self._sent[hashlib.sha256(each.content).hexdigest()] = len(each.content)

    def _check_store(self, house: House) -> None:
        with reading(house.engine) as connection:
            refused = connection.execute(select(quarantine)).all()
            taken = connection.execute(select(bundles.c.sha256)).scalars().all()
        if taken:
            self._wrong.append(f"taken as sound: {taken}")
        if missing := self._sent.keys() - {row.sha256 for row in refused}:
            self._wrong.append(f"not in quarantine: {sorted(missing)[:5]}")
        for row in refused:
            with WholeFile(house.files, UploadStore(house.engine, house.now).parts(row.owner)) as file:
                if file.sha256() != row.sha256:
                    self._wrong.append(f"kept otherwise than it came: {row.sha256}")
        self.counts["kept in quarantine"] = len(refused)

    def _around(self, office: OfficeRunning) -> set[str]:
        """Every file near the office that is not in its store, and where the tricks try to lead."""
        inside = {"files", "office.db", "office.db-wal", "office.db-shm"}
        near = {name for name in files_in(office.folder) if name.split("/")[0] not in inside} | {
            f"../{name}" for name in files_in(self._folder) if not name.startswith("office")
        }
        return near | {str(path) for path in Path("/tmp").glob("cxo-escaped*")}


def _peak_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
