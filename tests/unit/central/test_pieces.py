"""Bodies on their way in over a real connection: whole, in order, never more of them in memory than a little."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from cxo_central.serving.guarded import GuardedProtocol
from cxo_central.serving.pieces import MOST
from helpers.served_office import served

READ_AT_ONCE = 256 << 10
"""The most that uvloop reads from a socket in one go."""


class Listener:
    """An application that fetches a body when it is let, and answers with nothing once it is over or broken off."""

    def __init__(self) -> None:
        self.may_fetch = threading.Event()
        self.has_begun = threading.Event()
        self.has_fetched = threading.Event()
        self.is_done = threading.Event()
        self.messages: list[Message] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.has_begun.set()
        while not self.may_fetch.is_set():
            await asyncio.sleep(0.005)
        while True:
            message = await receive()
            self.messages.append(message)
            self.has_fetched.set()
            if message["type"] != "http.request" or not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        self.is_done.set()

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)


@contextmanager
def listening() -> Iterator[tuple[Listener, str]]:
    listener = Listener()
    with served(listener, http=GuardedProtocol) as address:
        yield listener, address


@contextmanager
def connected(address: str, length: int) -> Iterator[socket.socket]:
    """A connection on which a request of so many bytes has begun."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=20) as wire:
        wire.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        yield wire


def _sent_until_nobody_reads(wire: socket.socket) -> int:
    sent = 0
    try:
        while True:
            sent += wire.send(bytes(1 << 20))
    except TimeoutError:
        return sent


def test_every_body_comes_in_whole_and_in_order_over_a_kept_connection() -> None:
    bodies = [os.urandom(size) for size in (0, 1, MOST - 1, MOST, MOST + 1, 5 * MOST + 3, 17)]
    with listening() as (listener, address), httpx2.Client() as client:
        listener.may_fetch.set()
        for body in bodies:
            listener.messages.clear()
            assert client.post(address, content=body).status_code == 204
            assert listener.body == body
            assert not listener.messages[-1]["more_body"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.binary(max_size=40_000), max_size=8))
def test_a_body_of_unknown_length_comes_in_whole(pieces: list[bytes]) -> None:
    with listening() as (listener, address), httpx2.Client() as client:
        listener.may_fetch.set()
        assert client.post(address, content=iter([piece for piece in pieces if piece])).status_code == 204
        assert listener.body == b"".join(pieces)


def test_what_came_before_the_line_broke_is_given_first() -> None:
    sent = os.urandom(100_000)
    with listening() as (listener, address):
        with connected(address, 1_000_000) as wire:
            wire.sendall(sent)
            assert listener.has_begun.wait(20)
        listener.may_fetch.set()
        assert listener.is_done.wait(20)
    assert listener.messages[-1]["type"] == "http.disconnect"
    assert listener.body == sent


def test_nothing_is_read_for_somebody_who_does_not_fetch() -> None:
    with listening() as (listener, address), connected(address, 1 << 30) as wire:
        wire.settimeout(1.0)
        sent = _sent_until_nobody_reads(wire)
        listener.may_fetch.set()
        assert listener.has_fetched.wait(20)
        wire.close()
        assert listener.is_done.wait(20)
    assert len(listener.body) == sent < 1 << 30
    assert max(len(message.get("body", b"")) for message in listener.messages) <= MOST + READ_AT_ONCE
