"""Independent tus programs and this one: theirs upload into our office, and our client uploads into theirs."""

import http.client
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest
import tusclient.client

from cxo_central.house import House
from cxo_core.bundle.office import OfficeKeys
from cxo_core.canonical import sha256
from cxo_core.problems import Code
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.network.pace import Pace
from cxo_desktop.network.tus import Uploads
from cxo_desktop.network.wire import Wire
from helpers import peers
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.office_running import OfficeRunning
from helpers.problems_raised import raises
from helpers.sealed_files import SealedFile, sealed_file

TOKEN = "a laptop's token"
CHUNK = 1 << 20

npm = pytest.mark.skipif(bool(peers.missing()), reason=peers.missing())


@dataclass(frozen=True)
class Office:
    """A served office that knows one laptop."""

    port: int
    keys: OfficeKeys

    @property
    def uploads(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1/uploads"

    def hand_in(self, url: str, file: SealedFile) -> Receipt:
        """The receipt for an upload that somebody else's program brought here."""
        said = {"upload": url.rsplit("/", 1)[-1], **file.announced}
        status, content = self.ask("POST", "/api/v1/bundles", said)
        assert status == 201, content
        receipt = Receipt.read(content, self.keys.receipt_key)
        assert receipt.sha256 == file.sha256
        return receipt

    def ask(self, method: str, place: str, said: Any = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = json.dumps(said).encode() if said is not None else None
            connection.request(method, place, body, {"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("interop") / "office"
    with OfficeRunning(folder) as running:
        house = House.open(folder, running.environ)
        enrolled(house.engine, SEED, TOKEN)
        yield Office(running.ports[0], house.keys)
        house.engine.dispose()


@pytest.fixture
def bundle(office: Office, tmp_path: Path) -> SealedFile:
    """About five million bytes: several chunks."""
    return sealed_file(
        tmp_path, f"w-{tmp_path.name}", office.keys.recipients, photos=5, photo_bytes=1_000_000
    )


@contextmanager
def tuspy(office: Office, file: SealedFile, **more: Any) -> Iterator[Any]:
    client = tusclient.client.TusClient(office.uploads, headers={"Authorization": f"Bearer {TOKEN}"})
    with Path(file.path).open("rb") as content:
        yield client.uploader(file_stream=content, chunk_size=CHUNK, metadata={"sha256": file.sha256}, **more)


def test_tuspy_uploads_a_bundle_and_the_office_answers_with_its_receipt(
    office: Office, bundle: SealedFile
) -> None:
    with tuspy(office, bundle, upload_checksum=True) as uploader:
        uploader.upload()
    assert uploader.offset == bundle.bytes
    assert office.hand_in(uploader.url, bundle).file_bytes == bundle.bytes


def test_tuspy_goes_on_where_it_broke_off(office: Office, bundle: SealedFile) -> None:
    with tuspy(office, bundle) as before:
        before.upload(stop_at=2 * CHUNK)
    with tuspy(office, bundle, url=before.url) as after:
        assert after.offset == 2 * CHUNK
        after.upload()
    assert office.hand_in(after.url, bundle).is_opened


@npm
@pytest.mark.parametrize("during_creation", [False, True])
def test_tus_js_client_uploads_a_bundle_and_the_office_answers_with_its_receipt(
    office: Office, bundle: SealedFile, during_creation: bool
) -> None:
    told = peers.run(
        "upload.mjs",
        endpoint=office.uploads,
        file=bundle.path,
        token=TOKEN,
        sha256=bundle.sha256,
        chunk=CHUNK,
        duringCreation=during_creation,
    )
    assert told["done"]
    assert office.hand_in(told["url"], bundle).is_opened


@npm
def test_tus_js_client_goes_on_where_it_broke_off(office: Office, bundle: SealedFile) -> None:
    asked = {
        "endpoint": office.uploads,
        "file": bundle.path,
        "token": TOKEN,
        "sha256": bundle.sha256,
        "chunk": CHUNK,
    }
    before = peers.run("upload.mjs", **asked, stopAt=2 * CHUNK)
    assert not before["done"]
    connection = http.client.HTTPConnection("127.0.0.1", office.port)
    place = before["url"][before["url"].index("/api/") :]
    connection.request("HEAD", place, headers={"Authorization": f"Bearer {TOKEN}", "Tus-Resumable": "1.0.0"})
    offset = int(connection.getresponse().headers["Upload-Offset"])
    connection.close()
    assert 2 * CHUNK <= offset < bundle.bytes
    after = peers.run("upload.mjs", **asked, url=before["url"])
    assert after["done"] and after["url"] == before["url"]
    assert office.hand_in(after["url"], bundle).is_opened


@pytest.fixture
def content(tmp_path: Path) -> SealedFile:
    """A file to send to a server that knows nothing of bundles."""
    data = bytes(range(256)) * 20_000
    (tmp_path / "any").write_bytes(data)
    return SealedFile(str(tmp_path / "any"), len(data), sha256(data), "", 1, "")


class Sent:
    """Our client's uploads at another server, in pieces of a million bytes; what it was told to be durable."""

    def __init__(self, port: int) -> None:
        self.durable = 0
        self._client = httpx2.Client(trust_env=False)
        self.uploads = Uploads(
            Wire(self._client, {}), f"http://127.0.0.1:{port}/api/v1/uploads", piece_bytes=CHUNK
        )

    def send(self, upload: str, file: SealedFile, *, is_stopped: Callable[[], bool] = lambda: False) -> int:
        return self.uploads.send(
            upload,
            Path(file.path),
            offset=self.uploads.offset(upload, file.bytes),
            size=file.bytes,
            pace=Pace(None),
            watch=lambda sent: None,
            durable=self._keep,
            is_stopped=is_stopped,
        )

    def _keep(self, offset: int) -> None:
        self.durable = offset

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        self._client.close()


@npm
def test_our_client_uploads_into_npm_tus_server(content: SealedFile, tmp_path: Path) -> None:
    with peers.tus_server(tmp_path / "there") as (port, _), Sent(port) as sent:
        upload = sent.uploads.create(content.bytes, content.sha256)
        assert sent.send(upload, content) == content.bytes == sent.durable
        assert (tmp_path / "there" / upload).read_bytes() == Path(content.path).read_bytes()


@npm
def test_our_client_goes_on_with_an_upload_at_npm_tus_server(content: SealedFile, tmp_path: Path) -> None:
    with peers.tus_server(tmp_path / "there") as (port, _):
        with Sent(port) as before:
            upload = before.uploads.create(content.bytes, content.sha256)
            assert before.send(upload, content, is_stopped=lambda: before.durable >= 2 * CHUNK) == 2 * CHUNK
        with Sent(port) as after:
            assert after.uploads.offset(upload, content.bytes) == 2 * CHUNK
            assert after.send(upload, content) == content.bytes
        assert (tmp_path / "there" / upload).read_bytes() == Path(content.path).read_bytes()


@npm
def test_our_client_survives_npm_tus_server_being_killed_in_mid_file(
    content: SealedFile, tmp_path: Path
) -> None:
    with peers.tus_server(tmp_path / "there") as (port, pid), Sent(port) as before:
        upload = before.uploads.create(content.bytes, content.sha256)

        def kill_half_way() -> bool:
            if before.durable >= 2 * CHUNK:
                os.kill(pid, signal.SIGKILL)
            return False

        with raises(Code.OFFICE_UNREACHABLE):
            before.send(upload, content, is_stopped=kill_half_way)
    with peers.tus_server(tmp_path / "there") as (port, _), Sent(port) as after:
        assert after.uploads.offset(upload, content.bytes) >= 2 * CHUNK
        assert after.send(upload, content) == content.bytes
    assert (tmp_path / "there" / upload).read_bytes() == Path(content.path).read_bytes()
