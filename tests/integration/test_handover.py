"""The hand-over's server on a real socket: what it gives, what it refuses, and that it ends."""

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.clock import SystemClock
from cxo_desktop.handover.limits import LIMITS, HandoverLimits
from cxo_desktop.handover.server import HandoverServer
from cxo_desktop.handover.session import Arrived, Session
from cxo_desktop.handover.site import pages
from cxo_desktop.paths import resources
from helpers.phone import Phone

HERE = "127.0.0.1"
QUICK = HandoverLimits(head_s=0.15, body_s=0.15, rest_s=0.15, connections=4)


class Served:
    """A server with its session, and what arrived."""

    def __init__(self, limits: HandoverLimits = LIMITS, ended: Callable[[], None] = lambda: None) -> None:
        self.arrived: list[Arrived] = []
        self.session = Session(SystemClock(), self.arrived.append, limits)
        self.server = HandoverServer(self.session, HERE, limits=limits, ended=ended)
        self.server.start()
        self.host = self.server.url.split("/")[2]
        self.port = int(self.host.rpartition(":")[2])

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        line = http.client.HTTPConnection(HERE, self.port, timeout=5)
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = line.getresponse()
        content = reply.read()
        line.close()
        return reply, content

    def say(self, body: bytes) -> bytes | None:
        reply, content = self.ask("POST", "/say", body)
        return content if reply.status == 200 else None

    def raw(self, *parts: bytes, pause_s: float = 0.0) -> bytes:
        """What comes back for these bytes, until the server closes."""
        with socket.create_connection((HERE, self.port), timeout=5) as line:
            try:
                for part in parts:
                    line.sendall(part)
                    time.sleep(pause_s)
                return b"".join(iter(lambda: line.recv(65_536), b""))
            except (ConnectionResetError, BrokenPipeError):
                return b""


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*args: Any, **named: Any) -> Served:
        running.append(Served(*args, **named))
        return running[-1]

    yield start
    for each in running:
        each.server.stop()


Serve = Callable[..., Served]


def test_a_phone_talks_to_the_session_through_the_server(serve: Serve) -> None:
    served = serve()
    phone = Phone(served.session.fragment, served.say)
    assert phone.hello() == {"piece": LIMITS.piece_bytes, "largest": LIMITS.photo_bytes}
    content = bytes(range(256)) * 4_000
    half = LIMITS.piece_bytes
    phone.piece("p", content[:half], of=len(content))
    assert phone.piece("p", content[half:], at=half, of=len(content)) == {
        "state": "waiting",
        "have": len(content),
    }
    assert served.arrived[0].content == content


def test_the_key_stands_behind_the_hash_and_in_no_file(serve: Serve) -> None:
    served = serve()
    address, _, fragment = served.server.url.partition("#")
    assert address == f"http://{served.host}/"
    assert fragment == served.session.fragment
    assert all(fragment.encode() not in page.content for page in pages().values())


@pytest.mark.parametrize("path", sorted(pages()))
def test_every_file_says_that_nothing_is_kept_and_nothing_comes_from_elsewhere(
    serve: Serve, path: str
) -> None:
    reply, content = serve().ask("GET", path)
    assert reply.status == 200
    assert content == pages()[path].content
    assert reply.getheader("Cache-Control") == "no-store"
    assert reply.getheader("X-Content-Type-Options") == "nosniff"
    policy = reply.getheader("Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert reply.getheader("Server") is None


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/say", 404),
        ("GET", "/../pyproject.toml", 404),
        ("GET", "/noble-ciphers/", 404),
        ("GET", "/noble-ciphers/README.md", 404),
        ("GET", "/page.js?x=1", 404),
        ("GET", "/%2e%2e/page.html", 404),
        ("GET", "http://elsewhere/", 421),
        ("POST", "/", 405),
        ("PUT", "/page.js", 405),
        ("DELETE", "/say", 404),
        ("OPTIONS", "/", 405),
    ],
)
def test_there_is_no_other_way_in(serve: Serve, method: str, path: str, status: int) -> None:
    reply, content = serve().ask(method, path)
    assert (reply.status, content) == (status, b"")


@pytest.mark.parametrize("body", [b"", b"x", b"{}", b"\0" * 500, b"a" * 4_096])
def test_whoever_has_no_key_hears_nothing_but_a_number(serve: Serve, body: bytes) -> None:
    served = serve()
    reply, content = served.ask("POST", "/say", body)
    assert (reply.status, content) == (403, b"")
    assert served.arrived == []


def test_a_page_that_calls_the_laptop_by_another_name_gets_nothing(serve: Serve) -> None:
    reply, content = serve().ask("GET", "/", Host="rebound.example")
    assert (reply.status, content) == (421, b"")


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /say HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
        b"POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_decent_request_ends_the_connection(serve: Serve, said: bytes) -> None:
    assert serve().raw(said) == b""


def test_a_request_that_drips_is_ended_however_it_drips(serve: Serve) -> None:
    served = serve(QUICK)
    begun = time.monotonic()
    assert served.raw(*[bytes([each]) for each in b"GET / HTTP/1.1\r\nHost: x\r\n"], pause_s=0.02) == b""
    head = f"POST /say HTTP/1.1\r\nHost: {served.host}\r\nContent-Length: 900\r\n\r\n".encode()
    assert served.raw(head, *[b"x"] * 20, pause_s=0.02) == b""
    assert served.raw() == b""
    assert time.monotonic() - begun < 10


def test_whoever_holds_every_connection_holds_them_for_a_moment_only(serve: Serve) -> None:
    served = serve(QUICK)
    held = [socket.create_connection((HERE, served.port)) for _ in range(12)]
    for each in held:
        each.settimeout(5)
        try:
            assert each.recv(1) == b""
        except ConnectionResetError:
            pass
        each.close()
    assert served.ask("GET", "/")[0].status == 200


def test_a_stopped_server_is_gone_and_may_be_stopped_twice(serve: Serve) -> None:
    served = serve()
    line = socket.create_connection((HERE, served.port))
    served.server.stop()
    served.server.stop()
    line.settimeout(5)
    try:
        assert line.recv(1) == b""
    except ConnectionResetError:
        pass
    line.close()
    with pytest.raises(OSError):
        socket.create_connection((HERE, served.port), timeout=1)


def test_only_the_chosen_address_is_listened_on(serve: Serve) -> None:
    served = serve()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", served.port), timeout=1)


def test_an_address_this_machine_does_not_have_is_a_problem() -> None:
    server = HandoverServer(Session(SystemClock(), lambda _arrived: None), "192.0.2.7")
    with pytest.raises(Problem) as refused:
        server.start()
    assert refused.value.code is Code.HANDOVER_NO_NETWORK
    assert refused.value.details["address"] == "192.0.2.7"
    server.stop()


def test_the_vendored_cipher_is_what_its_note_says() -> None:
    folder = resources() / "handover" / "noble-ciphers"
    noted = dict(re.findall(r"\| (\S+\.js) \| ([0-9a-f]{64}) \|", (folder / "README.md").read_text("utf-8")))
    assert noted == {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert (folder / "LICENSE").read_text("utf-8").startswith("The MIT License")
