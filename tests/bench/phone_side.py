"""The phone of a bench, in a process of its own: `python -m bench.phone_side URL PHOTO COUNT`."""

import http.client
import os
import sys
import time
import uuid
from pathlib import Path

from helpers.phone import Phone


def main(url: str, photo: str, count: str) -> None:
    """Sends a photo so many times, each a little different, one piece after another as the page does."""
    address, _, fragment = url.partition("#")
    line = http.client.HTTPConnection(address.split("/")[2])

    def answer(body: bytes) -> bytes | None:
        line.request("POST", "/say", body)
        reply = line.getresponse()
        content = reply.read()
        return content if reply.status == 200 else None

    os.nice(10)  # a phone does not take the laptop's processor
    phone = Phone(fragment, answer, clock_ms=int(time.time() * 1000))
    said = phone.hello()
    assert said is not None
    content = Path(photo).read_bytes()
    for number in range(int(count)):
        _send(phone, content + b"%d" % number, said["piece"])


def _send(phone: Phone, content: bytes, piece: int) -> None:
    name, at, state = uuid.uuid4().hex, 0, "coming"
    while state == "coming":
        said = phone.piece(name, content[at : at + piece], at=at, of=len(content))
        assert said is not None
        time.sleep(said.get("wait", 0) / 1000)
        at, state = said["have"], said["state"]


if __name__ == "__main__":
    main(*sys.argv[1:])
