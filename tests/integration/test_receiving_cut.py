"""The connection breaks in mid-body: what came is kept where it may be, and never counts where it may not."""

import base64
import hashlib
from pathlib import Path

import anyio
import pytest
from starlette.types import Message

from cxo_central.api import body
from helpers.central_office import STRETCH, CentralOffice, SpeakingLaptop, stored, with_small_parts
from helpers.office_house import open_house

CONTENT = bytes(range(256)) * 8_000
CUT = len(CONTENT) * 9 // 10


@pytest.fixture
def office(tmp_path: Path) -> CentralOffice:
    return CentralOffice(open_house(tmp_path / "office"))


@pytest.fixture
def laptop(office: CentralOffice) -> SpeakingLaptop:
    return office.laptop()


def cut_off(
    laptop: SpeakingLaptop, method: str, path: str, came: bytes, *, is_silent: bool = False, **headers: str
) -> list[int]:
    """A request of which only so much comes before the connection breaks. Returns the statuses answered to nobody.

    `is_silent`: it does not break, but nothing more comes.
    """
    said = {**STRETCH, **laptop.bearer, "Content-Length": str(len(CONTENT)), **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in said.items()],
        "client": ("127.0.0.1", 1),
        "server": ("office.example", 443),
    }
    messages: list[Message] = [
        {"type": "http.request", "body": came[at : at + 65_536], "more_body": True}
        for at in range(0, len(came), 65_536)
    ]
    messages.append({"type": "http.disconnect"})
    statuses: list[int] = []

    async def receive() -> Message:
        if is_silent and len(messages) == 1:
            await anyio.sleep_forever()
        return messages.pop(0)

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def speak() -> None:
        await laptop.office.client.app(scope, receive, send)

    anyio.run(speak)
    return statuses


def test_what_came_before_the_cut_counts(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    assert cut_off(laptop, "PATCH", place, CONTENT[:CUT], **{"Upload-Offset": "0"}) == [408]
    assert laptop.offset(place) == CUT
    assert laptop.send(place, CUT, CONTENT[CUT:]).status_code == 204
    assert stored(office, place) == CONTENT


def test_whole_parts_count_and_so_does_the_last_one(office: CentralOffice) -> None:
    small = with_small_parts(office, 300_000)
    laptop = small.laptop()
    place = laptop.begin(CONTENT)
    cut_off(laptop, "PATCH", place, CONTENT[:1_000_000], **{"Upload-Offset": "0"})
    assert laptop.offset(place) == 1_000_000
    assert [part.bytes for part in small.rows("parts")] == [300_000] * 3 + [100_000]
    assert stored(small, place) == CONTENT[:1_000_000]


def test_a_few_bytes_are_not_worth_a_file(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    cut_off(laptop, "PATCH", place, CONTENT[:1000], **{"Upload-Offset": "0"})
    assert laptop.offset(place) == 0
    assert office.counts()["files"] == 0


def test_what_could_not_be_checked_does_not_count(office: CentralOffice, laptop: SpeakingLaptop) -> None:
    place = laptop.begin(CONTENT)
    whole = base64.b64encode(hashlib.sha1(CONTENT).digest()).decode()
    cut_off(
        laptop,
        "PATCH",
        place,
        CONTENT[:CUT],
        **{"Upload-Offset": "0", "Upload-Checksum": f"sha1 {whole}"},
    )
    assert laptop.offset(place) == 0
    assert office.counts()["files"] == 0


def test_an_upload_nobody_learnt_of_is_not_kept(office: CentralOffice) -> None:
    small = with_small_parts(office, 300_000)
    digest = base64.b64encode(hashlib.sha256(CONTENT).hexdigest().encode()).decode()
    said = {"Upload-Length": str(len(CONTENT)), "Upload-Metadata": f"sha256 {digest}"}
    cut_off(small.laptop(), "POST", "/api/v1/uploads", CONTENT[:CUT], **said)
    assert small.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0}


@pytest.mark.parametrize("limit", ["PATIENCE_S", "LONGEST_S"])
def test_a_connection_that_falls_silent_is_cut(
    office: CentralOffice, laptop: SpeakingLaptop, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    place = laptop.begin(CONTENT)
    monkeypatch.setattr(body, limit, 0.05)
    answered = cut_off(laptop, "PATCH", place, CONTENT[:CUT], is_silent=True, **{"Upload-Offset": "0"})
    assert answered == [408]
    assert laptop.offset(place) == CUT
