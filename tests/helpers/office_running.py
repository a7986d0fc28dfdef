"""A central office in processes of its own: made, served, killed without warning and started again."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from helpers.free_ports import free_ports
from helpers.postgres import Postgres
from helpers.s3_server import REGION, S3Server

ROOT = Path(__file__).parents[2]
_PATIENCE_S = 60.0


class OfficeRunning:
    """The office in `folder`, made where it is not there yet, answering on every port in `ports` from `with` on.

    `settings` are those of office.toml by their names; the database and the files may be told as servers of their own.
    What the processes print goes to `folder`.log.
    """

    def __init__(
        self,
        folder: Path,
        *,
        processes: int = 1,
        database: Postgres | None = None,
        files: S3Server | None = None,
        **settings: str,
    ) -> None:
        self.folder = folder
        self.ports = free_ports(processes)
        told = {"tls": "off", **settings}
        if database is not None:
            told["database"] = database.fresh()
        if files is not None:
            told |= {
                "files": f"s3://{files.fresh()}/office",
                "s3_endpoint": files.endpoint,
                "s3_region": REGION,
                "s3_key_id": files.access_key,
                "s3_secret": files.secret_key,
            }
        self.tls = told["tls"]
        told.setdefault("addresses", self.address)
        self.environ = {f"CXO_CENTRAL_{name.upper()}": value for name, value in told.items()}
        self.kills = 0
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._log = folder.with_name(f"{folder.name}.log").open("ab")
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        try:
            if not (self.folder / "office.toml").exists():
                self.command("init", self.folder)
            for port in self.ports:
                self.start(port)
            for port in self.ports:
                self.wait_until_ready(port)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def address(self) -> str:
        return f"{'http' if self.tls == 'off' else 'https'}://127.0.0.1:{self.ports[0]}"

    @property
    def log(self) -> str:
        """Everything the processes have printed so far."""
        return Path(self._log.name).read_text("utf-8", errors="replace")

    def pid(self, port: int) -> int:
        return self._running[port].pid

    def command(self, *words: str | Path, **more: str) -> str:
        """Runs a `cxo-central` command with the office's settings; what it printed."""
        told = subprocess.run(
            [sys.executable, "-W", "error", "-m", "cxo_central.cli", *(str(word) for word in words)],
            capture_output=True,
            text=True,
            env=self._environ(more),
        )
        assert told.returncode == 0, f"{words}: {told.returncode}\n{told.stdout}\n{told.stderr}"
        return told.stdout

    def start(self, port: int) -> None:
        """Starts the process that answers on a port; it is not ready yet."""
        self._running[port] = subprocess.Popen(
            [sys.executable, "-m", "cxo_central.cli", "serve", str(self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=self._environ({"CXO_CENTRAL_LISTEN": f"127.0.0.1:{port}"}),
        )

    def kill(self, port: int) -> None:
        """SIGKILL: nothing is said, flushed or closed."""
        process = self._running.pop(port)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.kills += 1

    def is_running(self, port: int) -> bool:
        return port in self._running and self._running[port].poll() is None

    def wait_until_ready(self, port: int) -> None:
        until = time.monotonic() + _PATIENCE_S
        while _status(port, self.tls) != 200:
            assert self.is_running(port), f"the office ended by itself:\n{self.log[-4000:]}"
            assert time.monotonic() < until, f"the office is not ready:\n{self.log[-4000:]}"
            time.sleep(0.05)

    def close(self) -> None:
        """Ends the processes in order, as a stop of the machine does."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
        self._log.close()

    def _environ(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CXO_CENTRAL_")}
        return {**kept, "PYTHONPATH": str(ROOT), "CXO_LANGUAGE": "en", **self.environ, **more}


def _status(port: int, tls: str) -> int:
    connection: http.client.HTTPConnection
    if tls == "off":
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    else:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=trusting)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
