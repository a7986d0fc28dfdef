"""A line that is cut once, and how much our own client sends again over it."""

import socket
import threading
from pathlib import Path

import httpx2

from bench.upload_sides import Side
from cxo_core.problems import Code, Problem
from cxo_desktop.network.pace import Pace
from cxo_desktop.network.tus import Uploads
from cxo_desktop.network.wire import Wire
from helpers.sealed_files import SealedFile


class CutLine:
    """Passes bytes on between a client and a port, counts those that go up, and cuts everything once after so many."""

    def __init__(self, to: int, cut_after: int) -> None:
        self.sent = 0
        self._to = to
        self._cut_after = cut_after
        self._is_cut = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, is_up: bool) -> None:
        try:
            while piece := one.recv(1 << 16):
                if is_up:
                    self.sent += len(piece)
                    if not self._is_cut and self.sent > self._cut_after:
                        self._is_cut = True
                        break
                other.sendall(piece)
        except OSError:
            pass
        for each in (one, other):
            each.close()


def resent_mib(side: Side, file: SealedFile, *, at: float) -> float:
    """How many MiB go over the line beyond the file's own when it is cut at this share of it."""
    line = CutLine(side.port, int(file.bytes * at))
    headers = {"Authorization": f"Bearer {side.token}"}
    try:
        with httpx2.Client(trust_env=False) as client:
            uploads = Uploads(Wire(client, headers), f"http://127.0.0.1:{line.port}/api/v1/uploads")
            upload = uploads.create(file.bytes, file.sha256)
            done = 0
            while done < file.bytes:
                try:
                    done = _sent(uploads, upload, file)
                except Problem as problem:
                    assert problem.code is Code.OFFICE_UNREACHABLE, problem
    finally:
        line.close()
    return (line.sent - file.bytes) / (1 << 20)


def _sent(uploads: Uploads, upload: str, file: SealedFile) -> int:
    return uploads.send(
        upload,
        Path(file.path),
        offset=uploads.offset(upload, file.bytes),
        size=file.bytes,
        pace=Pace(None),
        watch=lambda sent: None,
        durable=lambda offset: None,
        is_stopped=lambda: False,
    )
