"""The servers that uploads are measured on: this office, nginx and npm's `@tus/server`, each fresh and with a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cxo_central.house import House
from helpers import peers
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.free_ports import free_ports
from helpers.office_running import OfficeRunning
from helpers.sealed_files import SealedFile

TOKEN = "a laptop's token"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Side:
    """A running server. `way` is how `bench.sender` speaks to it, `pids` the processes that do its work."""

    name: str
    port: int
    way: str
    pids: tuple[int, ...]
    token: str = ""

    @property
    def cpu_s(self) -> float:
        """Processor seconds its processes have used so far."""
        used = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / _TICK

    def forget_peak(self) -> None:
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak starts anew: man 5 proc

    @property
    def peak_mib(self) -> float:
        """The most memory its processes have held since `forget_peak`."""
        lines = (line for pid in self.pids for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


@contextmanager
def nginx(folder: Path) -> Iterator[Side]:
    """Debian's nginx, taking files by PUT: it neither hashes nor flushes them."""
    (port,) = free_ports()
    folder.mkdir(parents=True)
    (folder / "files").mkdir()
    (folder / "nginx.conf").write_text(
        f"""
        daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log; user root;
        events {{ worker_connections 256; }}
        http {{
            access_log off; client_max_body_size 0; client_body_temp_path {folder}/body;
            proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
            server {{ listen 127.0.0.1:{port}; root {folder}/files; dav_methods PUT; create_full_put_path on; }}
        }}
        """
    )
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            workers = _until(lambda: _children(server.pid), 2)
            yield Side("nginx PUT", port, "put", tuple(workers))
        finally:
            server.terminate()


@contextmanager
def tus_server(folder: Path) -> Iterator[Side]:
    """npm's `@tus/server` with its own file store: it neither hashes nor flushes either."""
    folder.mkdir(parents=True)
    with peers.tus_server(folder / "files") as (port, pid):
        yield Side("@tus/server", port, "tus", (pid,))


class Founded:
    """An office of which any number of fresh copies can be served: the same keys, the same laptop, nothing in it yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "office"
        office = OfficeRunning(self._folder)
        office.command("init", self._folder)
        with House.open(self._folder, office.environ) as house:
            self.recipients = house.keys.recipients
            enrolled(house.engine, SEED, TOKEN)

    @contextmanager
    def served(self, folder: Path) -> Iterator[tuple[Side, Side]]:
        """One process, SQLite and a folder, as it comes: digests taken, flushed to the disk.

        Spoken to in two ways: up to the signed receipt, for which every bundle is decrypted and verified; and the upload alone.
        """
        folder.mkdir(parents=True)
        shutil.copytree(self._folder, folder / "office")
        with OfficeRunning(folder / "office", quota_bytes=str(1 << 50)) as running:
            (port,) = running.ports
            pids = (running.pid(port),)
            yield Side("this office", port, "bundle", pids, TOKEN), Side("upload", port, "tus", pids, TOKEN)


@dataclass(frozen=True, slots=True)
class Sent:
    """One run: seconds from the first byte to the last answer, the server's processor seconds, bytes on the wire."""

    seconds: float
    cpu_s: float
    bytes: int


def send(side: Side, files: Sequence[SealedFile], connections: int, *, piece: int = 0) -> Sent:
    """Uploads the files over so many connections, each a process of its own, all starting at once."""
    os.sync()
    senders = []
    for number in range(connections):
        told = {
            "port": side.port,
            "way": side.way,
            "token": side.token,
            "piece": piece,
            "files": [asdict(file) for file in files[number::connections]],
        }
        sender = subprocess.Popen(
            [sys.executable, "-m", "bench.sender"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert sender.stdin
        sender.stdin.write(json.dumps(told) + "\n")
        sender.stdin.flush()
        senders.append(sender)
    for sender in senders:
        assert sender.stdout and sender.stdout.readline() == "ready\n"
    before = side.cpu_s
    began = time.perf_counter()
    for sender in senders:
        assert sender.stdin
        sender.stdin.write("go\n")
        sender.stdin.flush()
    answers = [json.loads(sender.communicate()[0] or "null") for sender in senders]
    seconds = time.perf_counter() - began
    assert all(answers), f"{side.name} did not take the files"
    return Sent(seconds, side.cpu_s - before, sum(each["sent"] for each in answers))


def emptied(folder: Path) -> None:
    """What a side has stored is thrown away, so that the disk does not fill up from round to round."""
    shutil.rmtree(folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _until(found: Callable[[], list[int]], count: int) -> list[int]:
    until = time.monotonic() + 20
    while len(have := found()) < count:
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.05)
    return have
