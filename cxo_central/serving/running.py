"""Runs the office until it is told to stop: requests that have begun are answered, new ones are not taken."""

import functools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from socket import socket as Socket
from types import FrameType

import uvicorn
from uvicorn.supervisors import Multiprocess

from cxo_central.api.logging import configuration
from cxo_central.api.metrics import SHARED
from cxo_central.house import House
from cxo_central.serving.application import Served, application
from cxo_central.serving.certificate import certificate_files
from cxo_central.serving.guarded import GuardedProtocol
from cxo_central.serving.listening import BACKLOG, listening, place
from cxo_central.serving.sparing import spare
from cxo_central.settings import CentralSettings

CONNECTIONS = 2000
"""How many at a time for one process; one more is told to come again (503)."""
KEEP_ALIVE_S = 30
WORKER_SILENT_S = 60
"""After how long a process that says nothing is replaced."""


def serve(
    folder: Path, *, listen: tuple[str, int] | None, processes: int | None, told: Callable[[str], None]
) -> None:
    """Serves the office in `folder` until SIGTERM or SIGINT. `told` hears the address once it can be called.

    Raises a Problem, before anything is served, for everything that keeps the office from working: settings, keys,
    database, files, certificate, a place that is taken.
    """
    with House.open(folder, os.environ) as house:
        house.files.check()
        settings = house.settings
        certificate = certificate_files(settings)
    host, port = listen or settings.listen
    count = processes or settings.processes
    with listening(host, port) as socket:
        scheme = "https" if certificate else "http"
        told(f"{scheme}://{place(host, socket.getsockname()[1])}")
        if count == 1:
            _alone(_config(folder, settings, certificate), socket)
        else:
            _several(folder, settings, certificate, socket, count)


def _config(
    folder: Path, settings: CentralSettings, certificate: tuple[Path, Path] | None, processes: int = 1
) -> uvicorn.Config:
    return uvicorn.Config(
        functools.partial(_served, folder),
        factory=True,
        workers=processes,
        loop="auto",
        http=GuardedProtocol,
        ws="none",
        lifespan="on",
        log_config=configuration(),
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        limit_concurrency=CONNECTIONS,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=WORKER_SILENT_S,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )


def _served(folder: Path) -> Served:
    """Called in each process that serves."""
    spare()
    return application(folder)


def _alone(config: uvicorn.Config, socket: Socket) -> None:
    """Signals that stop it are not raised anew behind it: a stop that was asked for is no failure."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _passed_over)
    uvicorn.Server(config).run(sockets=[socket])


def _several(
    folder: Path,
    settings: CentralSettings,
    certificate: tuple[Path, Path] | None,
    socket: Socket,
    count: int,
) -> None:
    shared = tempfile.mkdtemp(prefix="cxo-counts-")
    os.environ[SHARED] = shared
    try:
        Multiprocess(_config(folder, settings, certificate, count), sockets=[socket]).run()
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def _passed_over(number: int, frame: FrameType | None) -> None:
    """uvicorn's own handler stands in front of this one while it runs."""
