"""A PostgreSQL of one's own in a temporary folder: no network, no password, gone with the test run."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
_PORT = 5432
_SETTINGS = "-c listen_addresses='' -c max_connections=200 -c shared_buffers=64MB"


def missing() -> str:
    """Why no PostgreSQL can run here; empty where one can."""
    if _programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL refuses to run as root, and setpriv (Debian: util-linux) is not there"
    return ""


class Postgres:
    """A running server, reached through a socket in its folder. Durable as it comes, so that kills of clients count."""

    def __init__(self) -> None:
        programs = _programs()
        assert programs is not None, missing()
        self._programs = programs
        # A socket's path may have 107 bytes: the folder's name has to be short.
        self.folder = Path(tempfile.mkdtemp(prefix="cxo-pg-", dir="/tmp"))
        self._as: Sequence[str] = ()
        if os.geteuid() == 0:
            self._as = _NOBODY
            shutil.chown(self.folder, "nobody", "nogroup")
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"cxo_{uuid.uuid4().hex[:12]}"
        self._run("createdb", "-h", str(self.folder), "-p", str(_PORT), "-U", "office", name)
        return f"postgresql+psycopg://office@/{name}?host={self.folder}&port={_PORT}"

    def kill_sessions(self) -> None:
        """Ends every client's session, as a restart of the server would."""
        said = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
        self._run(
            "psql", "-h", str(self.folder), "-p", str(_PORT), "-U", "office", "-d", "postgres", "-c", said
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> None:
        data = str(self.folder / "data")
        self._run(
            "initdb",
            "-D",
            data,
            "-U",
            "office",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-k {self.folder} -p {_PORT} {_SETTINGS}"
        self._run("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [*self._as, str(self._programs / program), *words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
        )


def _programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, which Debian keeps out of the way."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").is_file():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None
