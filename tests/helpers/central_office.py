"""A real central office with its real application in this process, and a laptop that speaks to it by hand."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from httpx2 import Response
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.storage.admins import AdminStore
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.tables import bundles, devices, metadata, parts, quarantine, uploads
from cxo_central.storage.uploads import UploadStore
from cxo_core.bundle.seal import seal
from cxo_core.canonical import sha256
from cxo_core.signing import key_id, new_seed, public_key
from helpers.bundle_samples import SEED, Log, walk

TUS = {"Tus-Resumable": "1.0.0"}
STRETCH = {**TUS, "Content-Type": "application/offset+octet-stream"}


@dataclass(frozen=True)
class CentralOffice:
    """`house` as one process has it; every `client` is another connection to it."""

    house: House

    @cached_property
    def client(self) -> TestClient:
        return TestClient(make_app(self.house), base_url="https://office.example")

    def laptop(self, seed: bytes = SEED) -> "SpeakingLaptop":
        """A laptop that is enrolled, with its token."""
        public, token = public_key(seed), f"token-of-{key_id(public_key(seed))}"
        known = select(devices.c.id).where(devices.c.id == key_id(public))
        with writing(self.house.engine) as connection:
            if connection.execute(known).first() is None:
                connection.execute(
                    insert(devices).values(
                        id=key_id(public),
                        public_key=public,
                        recipient="age1",
                        officer="李敏",
                        hall="一号厅",
                        enrolled_at=datetime.now(UTC).isoformat(),
                        token_sha256=sha256(token.encode()),
                    )
                )
        return SpeakingLaptop(self, seed, token)

    def stranger(self) -> "SpeakingLaptop":
        """A laptop nobody enrolled."""
        return SpeakingLaptop(self, new_seed(), "no-such-token")

    def admin(self, name: str = "admin") -> dict[str, str]:
        """The header of an admin."""
        token = f"token-of-{name}"
        AdminStore(self.house.engine).make(name, token, at=datetime.now(UTC))
        return {"Authorization": f"Bearer {token}"}

    def rows(self, table: str) -> list[Any]:
        with reading(self.house.engine) as connection:
            return list(connection.execute(select(metadata.tables[table])))

    def counts(self) -> dict[str, int]:
        """How many rows of each kind, and how many stored files."""
        held = {table.name: len(self.rows(table.name)) for table in (uploads, parts, bundles, quarantine)}
        return {**held, "files": len(list(self.house.files.names()))}


@dataclass(frozen=True)
class Sealed:
    """A bundle's file, and what is said of it."""

    content: bytes
    walkthrough: str
    revision: int
    manifest_digest: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def announced(self) -> dict[str, object]:
        return {
            "sha256": self.sha256,
            "walkthrough": self.walkthrough,
            "revision": self.revision,
            "manifest_digest": self.manifest_digest,
        }


@dataclass(frozen=True)
class SpeakingLaptop:
    """Says exactly what a test wants said, with this laptop's token."""

    office: CentralOffice
    seed: bytes
    token: str

    @property
    def id(self) -> str:
        return key_id(public_key(self.seed))

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def sealed(
        self, folder: Path, log: Log | None = None, *, revision: int = 1, previous: str | None = None
    ) -> Sealed:
        """A sound bundle for this office, signed by this laptop."""
        contents = (log or walk()).contents(revision, previous)
        recipients = self.office.house.keys.recipients
        made = seal(folder / "one.cxo", contents=contents, signing_seed=self.seed, recipients=recipients)
        content = (folder / "one.cxo").read_bytes()
        return Sealed(content, contents.walkthrough, revision, made.manifest_digest)

    def ask(self, method: str, path: str, **how: Any) -> Response:
        headers = self.bearer | how.pop("headers", {})
        return self.office.client.request(method, path, headers=headers, **how)

    def create(self, size: int, digest: str, content: bytes | None = None, **headers: str) -> Response:
        """`POST /api/v1/uploads`; `content`: the first bytes, where they come along."""
        said = {
            "Upload-Length": str(size),
            "Upload-Metadata": f"sha256 {base64.b64encode(digest.encode()).decode()}",
        }
        opening = TUS if content is None else STRETCH
        return self.ask("POST", "/api/v1/uploads", headers={**opening, **said, **headers}, content=content)

    def begin(self, content: bytes) -> str:
        """An upload for these bytes, with none of them; its path."""
        made = self.create(len(content), hashlib.sha256(content).hexdigest())
        assert made.status_code == 201
        return str(made.headers["Location"])

    def upload(self, content: bytes) -> str:
        """All bytes in one request; the upload's path."""
        made = self.create(len(content), hashlib.sha256(content).hexdigest(), content)
        assert made.status_code == 201, made.text
        return str(made.headers["Location"])

    def send(self, place: str, offset: int, content: Any, **headers: str) -> Response:
        """`PATCH`."""
        return self.ask(
            "PATCH", place, headers={**STRETCH, "Upload-Offset": str(offset), **headers}, content=content
        )

    def offset(self, place: str) -> int:
        """`HEAD`."""
        told = self.ask("HEAD", place, headers=TUS)
        assert told.status_code == 200
        return int(told.headers["Upload-Offset"])

    def hand_in(self, place: str, bundle: Sealed, **changed: object) -> Response:
        """`POST /api/v1/bundles`."""
        said = {"upload": place.rpartition("/")[2], **bundle.announced, **changed}
        return self.ask("POST", "/api/v1/bundles", json=said)

    def deliver(self, bundle: Sealed) -> Response:
        """Upload and hand in."""
        return self.hand_in(self.upload(bundle.content), bundle)


def stored(office: CentralOffice, place: str) -> bytes:
    """What counts of an upload, as it would be read."""
    found = b""
    for part in UploadStore(office.house.engine, office.house.now).parts(place.rpartition("/")[2]):
        assert part.start == len(found)
        with office.house.files.open(part.name) as file:
            found += file.read(part.bytes)
    return found


def with_small_parts(office: CentralOffice, part_bytes: int = 10_000) -> CentralOffice:
    """The same office, where a file soon becomes many parts."""
    office.house.files.part_bytes = part_bytes
    return CentralOffice(office.house)


def is_problem(answer: Response, status: int, code: str) -> bool:
    """Whether it is a problem document with this status and code."""
    is_document = answer.headers["content-type"] == "application/problem+json"
    return is_document and (answer.status_code, answer.json()["code"]) == (status, code)
