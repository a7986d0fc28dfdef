"""What the tus client asks of a server, and what it makes of answers that are not as they should be."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from cxo_core.problems import Code
from cxo_desktop.network.pace import Pace
from cxo_desktop.network.tus import Uploads
from cxo_desktop.network.wire import Wire
from helpers.problems_raised import raises

SHA256 = "0" * 64
Answering = Callable[[httpx2.Request], httpx2.Response]


class Server(httpx2.BaseTransport):
    """Answers by method and keeps what it was asked."""

    def __init__(self, **answers: Answering | httpx2.Response) -> None:
        self.answers = answers
        self.asked: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.asked.append(request)
        answer = self.answers[request.method]
        return answer(request) if callable(answer) else answer

    @property
    def uploads(self) -> Uploads:
        client = httpx2.Client(transport=self)
        wire = Wire(client, {"Authorization": "Bearer secret"})
        return Uploads(wire, "https://office.example/api/v1/uploads", piece_bytes=4)


def says(status: int, content: bytes = b"", **headers: str) -> Answering:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: httpx2.Response(status, headers=told, stream=httpx2.ByteStream(content))


def patched(request: httpx2.Request) -> httpx2.Response:
    reached = int(request.headers["Upload-Offset"]) + len(request.content)
    return says(204, upload_offset=str(reached))(request)


def sent(server: Server, file: Path, *, offset: int = 0) -> tuple[int, list[int]]:
    durable: list[int] = []
    reached = server.uploads.send(
        "u1",
        file,
        offset=offset,
        size=file.stat().st_size,
        pace=Pace(),
        watch=lambda offset: None,
        durable=durable.append,
        is_stopped=lambda: False,
    )
    return reached, durable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bundle"
    path.write_bytes(b"0123456789")
    return path


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("abc", "/api/v1/abc"),
        ("/api/v1/uploads/abc", "/api/v1/uploads/abc"),
        ("https://office.example/api/v1/uploads/abc", "/api/v1/uploads/abc"),
        ("http://elsewhere.example:81/files/abc", "/files/abc"),
    ],
)
def test_no_location_sends_the_token_to_another_machine(location: str, asked: str) -> None:
    server = Server(POST=says(201, location=location), HEAD=says(200, upload_offset="3", upload_length="10"))
    uploads = server.uploads
    assert uploads.offset(uploads.create(10, SHA256), 10) == 3
    assert str(server.asked[-1].url) == f"https://office.example{asked}"


def test_creation_announces_size_and_digest() -> None:
    server = Server(POST=says(201, location="/api/v1/uploads/abc"))
    assert server.uploads.create(10, SHA256) == "abc"
    headers = server.asked[0].headers
    assert (headers["Tus-Resumable"], headers["Upload-Length"]) == ("1.0.0", "10")
    assert headers["Upload-Metadata"] == f"sha256 {base64.b64encode(SHA256.encode()).decode()}"


def test_a_file_goes_in_pieces_with_a_checksum_only_where_one_is_offered(file: Path) -> None:
    plain = Server(OPTIONS=says(204, tus_extension="creation"), PATCH=patched)
    assert sent(plain, file) == (10, [4, 8, 10])
    pieces = plain.asked[1:]
    assert [each.content for each in pieces] == [b"0123", b"4567", b"89"]
    assert not any("Upload-Checksum" in each.headers for each in pieces)
    assert {each.headers["Content-Length"] for each in pieces} == {"4", "2"}
    assert not any("Transfer-Encoding" in each.headers for each in pieces)
    checking = Server(
        OPTIONS=says(204, tus_extension="creation,checksum", tus_checksum_algorithm="sha1,sha256"),
        PATCH=patched,
    )
    assert sent(checking, file, offset=8) == (10, [10])
    digest = base64.b64encode(hashlib.sha256(b"89").digest()).decode()
    assert checking.asked[-1].headers["Upload-Checksum"] == f"sha256 {digest}"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(404, b"not found"), Code.UPLOAD_GONE),
        (says(410), Code.UPLOAD_EXPIRED),
        (says(409), Code.UPLOAD_OFFSET_DIFFERS),
        (says(460), Code.UPLOAD_OFFSET_DIFFERS),
        (says(423), Code.OFFICE_BUSY),
        (says(502, b"<html>"), Code.OFFICE_BUSY),
        (says(302, location="/login"), Code.OFFICE_ANSWERS_STRANGELY),
        (says(200, b"<html>"), Code.OFFICE_ANSWERS_STRANGELY),
        (says(204, upload_offset="3"), Code.UPLOAD_OFFSET_DIFFERS),
        (says(204, upload_offset="-1"), Code.OFFICE_ANSWERS_STRANGELY),
        (says(204, upload_offset="9" * 99), Code.OFFICE_ANSWERS_STRANGELY),
    ],
)
def test_what_an_answer_to_a_piece_means(file: Path, answer: Answering, code: Code) -> None:
    with raises(code):
        sent(Server(OPTIONS=says(404), PATCH=answer), file)


@pytest.mark.parametrize("answer", [says(200, b"<html>"), says(201), says(404), says(409)])
def test_a_creation_that_was_none(answer: Answering) -> None:
    with raises(Code.OFFICE_ANSWERS_STRANGELY):
        Server(POST=answer).uploads.create(10, SHA256)


def test_an_upload_of_another_length_is_not_ours() -> None:
    for headers in ({"upload_length": "11"}, {"upload_length": "10", "upload_offset": "12"}):
        server = Server(HEAD=says(200, **{"upload_offset": "3", **headers}))
        with raises(Code.UPLOAD_GONE):
            server.uploads.offset("u1", 10)


def test_a_problem_is_taken_over_with_its_details_and_an_unknown_one_kept() -> None:
    told = {"content_type": "application/problem+json"}
    known = Server(POST=says(413, b'{"code":"quota-exceeded","details":{"limit":5,"code":"x"}}', **told))
    with raises(Code.QUOTA_EXCEEDED) as caught:
        known.uploads.create(10, SHA256)
    assert caught.details == {"limit": "5"}
    unknown = Server(POST=says(418, b'{"code":"from-the-future","details":{}}', **told))
    with raises(Code.OFFICE_ANSWERS_STRANGELY) as caught:
        unknown.uploads.create(10, SHA256)
    assert caught.details == {"said": "from-the-future"}
    for nonsense in (b"[]", b'{"code":5}', b'{"code":"x","details":[1]}', b"{", b'"x"'):
        with raises(Code.OFFICE_ANSWERS_STRANGELY):
            Server(POST=says(400, nonsense, **told)).uploads.create(10, SHA256)
