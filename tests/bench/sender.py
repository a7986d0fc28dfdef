"""One connection that uploads file after file as fast as the other side takes them: `python -m bench.sender`, told by lines of JSON.

First line: `{"port", "way", "token", "files": […]}`. It answers `ready` once it is connected, waits for a line, uploads, and
answers how many seconds it took and how many bytes it sent. It does as little as can be: the kernel copies the files.
"""

import base64
import hashlib
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TUS = "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"


class Wire:
    """A kept HTTP/1.1 connection."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self._token = f"Authorization: Bearer {token}\r\n" if token else ""
        self.sent = 0

    def ask(
        self, line: str, headers: str, *, body: bytes = b"", file: int = -1, at: int = 0, size: int = 0
    ) -> tuple[int, dict[str, str], bytes]:
        """One request; the body is given, or so many bytes of an open file."""
        length = size if file >= 0 else len(body)
        head = f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self._token}{headers}Content-Length: {length}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        end = at + size
        while at < end:
            at += os.sendfile(self._socket.fileno(), file, at, end - at)
        self.sent += length
        return self._answer()

    def _answer(self) -> tuple[int, dict[str, str], bytes]:
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        body = (
            self._chunks()
            if "transfer-encoding" in headers
            else self._take(int(headers.get("content-length", "0")))
        )
        return int(first.split(" ")[1]), headers, body

    def _chunks(self) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in self._rest:
                self._more()
            size, _, self._rest = self._rest.partition(b"\r\n")
            piece = self._take(int(size, 16) + 2)
            body += piece[:-2]
            if len(piece) == 2:
                return body

    def _take(self, length: int) -> bytes:
        while len(self._rest) < length:
            self._more()
        body, self._rest = self._rest[:length], self._rest[length:]
        return body

    def _more(self) -> None:
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise EOFError("the server ended the connection")
        self._rest += piece


def put(wire: Wire, file: dict[str, Any], told: dict[str, Any]) -> None:
    """WebDAV's PUT."""
    with _opened(file) as descriptor:
        name = file["path"].rsplit("/", 1)[-1]
        _expect(201, wire.ask(f"PUT /{name}", "", file=descriptor, size=file["bytes"]))


def tus(wire: Wire, file: dict[str, Any], told: dict[str, Any]) -> str:
    """tus: the file with its creation, or in pieces of at most `piece` bytes; the id of the upload."""
    piece = told.get("piece") or file["bytes"]
    digest = base64.b64encode(file["sha256"].encode()).decode()
    with _opened(file) as descriptor:
        at = min(piece, file["bytes"])
        sums = iter(file.get("sums", ()))
        created = wire.ask(
            "POST /api/v1/uploads",
            f"{TUS}Upload-Length: {file['bytes']}\r\nUpload-Metadata: sha256 {digest}\r\n{next(sums, '')}",
            file=descriptor,
            size=at,
        )
        _expect(201, created)
        place = created[1]["location"].removeprefix("http://127.0.0.1")
        place = place[place.index("/api/") :]
        while at < file["bytes"]:
            size = min(piece, file["bytes"] - at)
            head = f"{TUS}Upload-Offset: {at}\r\n{next(sums, '')}"
            _expect(204, wire.ask(f"PATCH {place}", head, file=descriptor, at=at, size=size))
            at += size
    return str(place.rsplit("/", 1)[-1])


def checksums(file: dict[str, Any], piece: int) -> list[str]:
    """The header that makes a server check each piece before it counts."""
    with Path(file["path"]).open("rb") as content:
        digests = [hashlib.sha256(content.read(piece)).digest() for _ in range(-(-file["bytes"] // piece))]
    return [f"Upload-Checksum: sha256 {base64.b64encode(each).decode()}\r\n" for each in digests]


def bundle(wire: Wire, file: dict[str, Any], told: dict[str, Any]) -> None:
    """tus, then the receipt."""
    upload = tus(wire, file, told)
    said = {name: file[name] for name in ("sha256", "walkthrough", "revision", "manifest_digest")}
    body = json.dumps({"upload": upload, **said}).encode()
    _expect(201, wire.ask("POST /api/v1/bundles", "Content-Type: application/json\r\n", body=body))


WAYS: dict[str, Callable[[Wire, dict[str, Any], dict[str, Any]], object]] = {
    "put": put,
    "tus": tus,
    "bundle": bundle,
}


def main() -> None:
    told = json.loads(sys.stdin.readline())
    wire, way = Wire(told["port"], told.get("token", "")), WAYS[told["way"]]
    if told.get("token") and (piece := told.get("piece")):
        for file in told["files"]:
            file["sums"] = checksums(file, piece) if file["bytes"] > piece else []
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for file in told["files"]:
        way(wire, file, told)
    print(json.dumps({"seconds": time.perf_counter() - began, "sent": wire.sent}), flush=True)


@contextmanager
def _opened(file: dict[str, Any]) -> Iterator[int]:
    descriptor = os.open(file["path"], os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _expect(status: int, answer: tuple[int, dict[str, str], bytes]) -> None:
    if answer[0] != status:
        raise SystemExit(f"{status} was expected, {answer[0]} came: {answer[2][:300]!r}")


if __name__ == "__main__":
    main()
