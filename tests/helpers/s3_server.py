"""A strict S3 server of one's own: Ceph's gateway on one monitor and one store in memory, loopback only, in a temporary folder."""

import base64
import hashlib
import hmac
import http.client
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from helpers.free_ports import free_ports

PROGRAMS = ("ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
REGION = "us-east-1"
_PATIENCE_S = 90.0


def missing() -> str:
    """Why no S3 server can run here; empty where one can."""
    lacking = [program for program in PROGRAMS if shutil.which(program) is None]
    if not lacking:
        return ""
    return f"Ceph is not installed: {', '.join(lacking)} (Debian: apt-get install radosgw ceph-mon ceph-osd ceph-common)"


class S3Server:
    """Running from construction to `stop`. Keys and buckets are its own."""

    def __init__(self, memory_bytes: int = 3 << 30) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cxo-s3-", dir="/tmp"))
        self._monitor, self._port = free_ports(2)
        self.access_key = uuid.uuid4().hex[:20].upper()
        self.secret_key = uuid.uuid4().hex
        try:
            self._write_settings(memory_bytes)
            self._start()
        except BaseException:
            self.stop()
            raise

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def fresh(self) -> str:
        """The name of a new, empty bucket."""
        name = f"cxo-{uuid.uuid4().hex[:12]}"
        self._ask("PUT", f"/{name}")
        return name

    def stop(self) -> None:
        for file in (self._folder / "run").glob("*.pid"):
            try:
                os.kill(int(file.read_text()), signal.SIGKILL)
            except (ValueError, ProcessLookupError):
                continue
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write_settings(self, memory_bytes: int) -> None:
        here = self._folder
        for name in ("mon", "osd", "rgw", "run", "log"):
            (here / name).mkdir()
        everywhere = {
            "fsid": str(uuid.uuid4()),
            "mon host": f"[v1:127.0.0.1:{self._monitor}]",
            "mon initial members": "a",
            "public addr": "127.0.0.1",
            "ms bind ipv6": "false",
            "run dir": here / "run",
            "pid file": here / "run" / "$name.pid",
            "admin socket": here / "run" / "$name.asok",
            "log file": here / "log" / "$name.log",
            # Nobody else can reach it, and every daemon is ours: no keys among them.
            "auth cluster required": "none",
            "auth service required": "none",
            "auth client required": "none",
            # One store is the whole cluster.
            "osd pool default size": 1,
            "osd pool default min size": 1,
            "osd pool default pg num": 4,
            "osd pool default pg autoscale mode": "off",
            "osd crush chooseleaf type": 0,
            "mon allow pool size one": "true",
            "osd objectstore": "memstore",
            "memstore device bytes": memory_bytes,
        }
        gateway = {
            "rgw frontends": f"beast endpoint=127.0.0.1:{self._port}",
            "rgw data": here / "rgw",
            "keyring": here / "keyring",
        }
        sections = {
            "global": everywhere,
            "mon.a": {"mon data": here / "mon"},
            "osd.0": {"osd data": here / "osd"},
            "client.rgw": gateway,
        }
        text = "".join(
            f"[{section}]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())
            for section, settings in sections.items()
        )
        (here / "ceph.conf").write_text(text)

    def _start(self) -> None:
        here, keyring, monmap = self._folder, str(self._folder / "keyring"), str(self._folder / "monmap")
        self._run(
            "ceph-authtool", keyring, "--create-keyring", "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"
        )
        everything = [word for daemon in ("mon", "osd", "mgr") for word in ("--cap", daemon, "allow *")]
        self._run("ceph-authtool", keyring, "--gen-key", "-n", "client.admin", *everything)
        self._run("monmaptool", "--create", "--addv", "a", f"[v1:127.0.0.1:{self._monitor}]", monmap)
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring)
        self._run("ceph-mon", "-i", "a")
        self._ask_monitor("ceph", "osd", "create")
        self._run("ceph-osd", "-i", "0", "--mkfs")
        self._ask_monitor("ceph-osd", "-i", "0")
        self._run("radosgw", "-n", "client.rgw")
        keys = (f"--access-key={self.access_key}", f"--secret-key={self.secret_key}")
        self._run("radosgw-admin", "user", "create", "--uid=office", "--display-name=office", *keys)
        _wait(lambda: self._status("GET", "/") == 200, f"no S3 server in {here}")

    def _run(self, program: str, *words: str) -> None:
        said = self._ran(program, *words)
        assert said.returncode == 0, f"{program}: {said.stderr[-2000:]}"

    def _ask_monitor(self, program: str, *words: str) -> None:
        """Who asks before the monitor has told it the cluster is refused with EPERM, half of the time on a busy machine."""
        until = time.monotonic() + _PATIENCE_S
        while (said := self._ran(program, *words)).returncode != 0:
            is_early = "EPERM" in said.stderr or "wrong fsid" in said.stderr
            assert is_early and time.monotonic() < until, f"{program}: {said.stderr[-2000:]}"
            time.sleep(0.1)

    def _ran(self, program: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [program, "-c", str(self._folder / "ceph.conf"), *words]
            if program not in ("ceph-authtool", "monmaptool")
            else [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=_PATIENCE_S,
            env={**os.environ, "CEPH_CONF": str(self._folder / "ceph.conf")},
        )

    def _ask(self, method: str, path: str) -> None:
        status = self._status(method, path)
        assert 200 <= status < 300, f"{method} {path}: {status}"

    def _status(self, method: str, path: str) -> int:
        """Asks with the gateway's older signature, which is a single HMAC (AWS signature version 2)."""
        date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        signing = hmac.new(self.secret_key.encode(), f"{method}\n\n\n{date}\n{path}".encode(), hashlib.sha1)
        signature = base64.b64encode(signing.digest()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            headers = {"Date": date, "Authorization": f"AWS {self.access_key}:{signature}"}
            connection.request(method, path, headers=headers)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()


def _wait(is_so: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, otherwise
        time.sleep(0.2)
