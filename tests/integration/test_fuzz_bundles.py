"""Whatever is handed in as a bundle: refused by name and kept in quarantine, and nothing else anywhere is touched.

`make fuzz` hands in thousands more, over real connections.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.engine import reading
from cxo_central.storage.tables import audit, bundles, quarantine, uploads
from cxo_central.storage.uploads import UploadStore
from cxo_core.problems import Code
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.handing_in import handed_in
from helpers.hostile_bundles import KINDS, hostile
from helpers.office_house import open_house
from helpers.recordings import files_in
from helpers.sealed_files import sealed_file

TOKEN = "a laptop's token"
EACH = 4


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path / "office", tls="off")
    enrolled(opened.engine, SEED, TOKEN)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(make_app(house))


def kept(house: House, owner: str) -> bytes:
    with WholeFile(house.files, UploadStore(house.engine, house.now).parts(owner)) as file:
        return b"".join(file.pieces())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_hostile_bundle_ends_in_quarantine_with_its_problem(
    kind: str, house: House, client: TestClient, tmp_path: Path
) -> None:
    chance = random.Random(kind)
    (recipient,) = house.keys.recipients
    around = set(files_in(tmp_path)) - {f"office/{name}" for name in files_in(house.settings.folder)}
    sent: dict[str, int] = {}
    for _ in range(2 if "bomb" in kind or "many" in kind else EACH):
        content = hostile(chance, recipient, kind).content
        answer = handed_in(client, content, TOKEN)
        assert answer.status_code in (409, 422), (answer.status_code, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
        said = answer.json()
        assert said["status"] == answer.status_code and said["code"] in set(Code)
        sent[hashlib.sha256(content).hexdigest()] = len(content)
        again = client.get(
            f"/api/v1/receipts/{hashlib.sha256(content).hexdigest()}",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        assert (again.status_code, again.json()["code"]) == (said["status"], said["code"])
    with reading(house.engine) as connection:
        refused = connection.execute(select(quarantine)).all()
        assert connection.execute(select(bundles)).all() == []
        assert connection.execute(select(uploads)).all() == []
        noted = set(connection.execute(select(audit.c.outcome)).scalars())
    assert {row.code for row in refused} <= noted
    assert {row.sha256 for row in refused} == sent.keys()
    for row in refused:
        content = kept(house, row.owner)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, sent[row.sha256])
        assert isinstance(json.loads(row.details), dict)
    stored = {f"office/{name}" for name in files_in(house.settings.folder)}
    assert {name for name in files_in(tmp_path) if name not in stored} == around
    assert not [name for name in files_in(tmp_path) if "escaped" in name]


def test_a_sound_bundle_is_taken_between_all_the_others(
    house: House, client: TestClient, tmp_path: Path
) -> None:
    chance = random.Random(7)
    (recipient,) = house.keys.recipients
    for number in range(3):
        handed_in(client, hostile(chance, recipient, "a member twice").content, TOKEN)
        sound = sealed_file(tmp_path, f"w-{number}", house.keys.recipients)
        answer = handed_in(client, Path(sound.path).read_bytes(), TOKEN, sound.announced)
        assert answer.status_code == 201, answer.text
    with reading(house.engine) as connection:
        assert len(connection.execute(select(bundles)).all()) == 3
