"""An office whose key is kept elsewhere: it takes bundles in without being able to open them, and they are opened there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from cxo_central.cli import main
from cxo_central.enrolling import offer
from cxo_central.founding import found
from cxo_central.house import House
from cxo_core.bundle.identities import read_identities
from cxo_core.problems import Code
from cxo_core.protocol.enrolment import EnrolmentRequest
from cxo_core.protocol.packet import sealed_to
from cxo_core.protocol.receipt import Receipt
from cxo_core.protocol.withdrawal import Withdrawal
from cxo_core.signing import new_seed, public_key
from helpers.bundle_samples import started
from helpers.central_office import CentralOffice, SpeakingLaptop
from helpers.office_house import enrolled
from helpers.problems_raised import raises


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe" / "identity.txt"


@pytest.fixture
def house(tmp_path: Path, key: Path) -> Iterator[House]:
    found(tmp_path / "office", "市体验办", {}, addresses=(), admin="li", is_sealed=True, identity_to=key)
    with House.open(tmp_path / "office", {}) as opened:
        yield opened


@pytest.fixture
def laptop(house: House) -> SpeakingLaptop:
    return CentralOffice(house).laptop()


def test_the_key_is_nowhere_in_the_office(house: House, key: Path) -> None:
    assert house.identities is None and house.settings.sealed
    (identity,) = read_identities(key)
    assert str(identity.to_public()) in house.keys.recipients
    for path in house.settings.folder.rglob("*"):
        assert not path.is_file() or b"AGE-SECRET-KEY" not in path.read_bytes()


def test_its_receipt_answers_for_the_file_alone(laptop: SpeakingLaptop, tmp_path: Path) -> None:
    bundle = laptop.sealed(tmp_path)
    first, second = laptop.deliver(bundle), laptop.deliver(bundle)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    receipt = Receipt.read(first.content, laptop.office.house.keys.receipt_key)
    assert not receipt.is_opened and receipt.sha256 == bundle.sha256


def test_bundles_go_to_the_key_and_are_opened_there(
    laptop: SpeakingLaptop, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = started("w-1").photo("e-1", b"a photograph" * 1000, "image/jpeg")
    sound, forged = laptop.sealed(tmp_path, log), laptop.sealed(tmp_path, started("w-2"))
    assert laptop.deliver(sound).status_code == 201
    changed = bytearray(forged.content)
    changed[-20] ^= 1
    assert laptop.deliver(replace(forged, content=bytes(changed))).status_code == 201
    office, out, clear, report = (str(tmp_path / name) for name in ("office", "out", "clear", "r.json"))
    assert main(["export", office, out]) == 0
    exported = sorted((tmp_path / "out").iterdir())
    assert exported[0].read_bytes() == sound.content and len(exported) == 2
    capsys.readouterr()
    assert main(["open", out, "--identity", str(key), "--report", report]) == 1
    assert "1 of 2 bundles are sound" in capsys.readouterr().out
    assert [each["sound"] for each in json.loads(Path(report).read_text("utf-8"))] == [True, False]
    assert not Path(clear).exists()
    assert main(["open", office, "--identity", str(key), "--out", clear]) == 1
    (folder,) = Path(clear).iterdir()
    assert folder.name == exported[0].stem
    assert (folder / "evidence" / "e-1.jpg").read_bytes() == b"a photograph" * 1000
    assert (folder / "events.jsonl").exists()


def test_export_goes_on_where_it_stopped(laptop: SpeakingLaptop, tmp_path: Path) -> None:
    laptop.deliver(laptop.sealed(tmp_path, started("w-1")))
    office, out = str(tmp_path / "office"), tmp_path / "out"
    assert main(["export", office, str(out)]) == 0
    (first,) = out.iterdir()
    first.write_bytes(b"left alone")
    laptop.deliver(laptop.sealed(tmp_path, started("w-2")))
    assert main(["export", office, str(out)]) == 0
    assert first.read_bytes() == b"left alone" and len(list(out.iterdir())) == 2
    assert main(["export", office, str(tmp_path / "new"), "--after", "1"]) == 0
    assert [path.name[:12] for path in (tmp_path / "new").iterdir()] == ["cxo-00000002"]


def test_nothing_is_unpacked_over_anything(laptop: SpeakingLaptop, key: Path, tmp_path: Path) -> None:
    laptop.deliver(laptop.sealed(tmp_path))
    ask = ["open", str(tmp_path / "office"), "--identity", str(key), "--out", str(tmp_path / "clear")]
    assert main(ask) == 0
    assert main(ask) == 2
    (tmp_path / "none").mkdir()
    assert main(["open", str(tmp_path / "none"), "--identity", str(key)]) == 2
    assert main(["open", str(tmp_path / "gone.cxo"), "--identity", str(key)]) == 2


@pytest.fixture
def stick(house: House, tmp_path: Path) -> Path:
    """It brings a bundle, an enrolment request of another laptop, and a consent that was taken back."""
    to_office = tmp_path / "stick" / "CXO" / "to-office"
    to_office.mkdir(parents=True)
    li = enrolled(house)
    laptop = SpeakingLaptop(CentralOffice(house), li.seed, li.token)
    bundle, former = laptop.sealed(tmp_path, started("w-2")), laptop.sealed(tmp_path, started("w-1"))
    assert laptop.deliver(former).status_code == 201
    (to_office / "cxo-w-2-r1.cxo").write_bytes(bundle.content)
    taken_back = Withdrawal("wish-1", "w-1", 1, ("e1",), datetime.now(UTC), (former.sha256,))
    code = offer(house, officer="赵敏", hall="县大厅", days=7).code
    seed = new_seed()
    request = EnrolmentRequest(
        code, public_key(seed), str(Identity.generate().to_public()), datetime.now(UTC)
    )
    for name, document in (
        (f"cxo-{request.device}-{house.id[:8]}.cxoask", request.signed(seed)),
        ("cxo-wish-1.cxowithdraw", taken_back.signed(laptop.seed)),
    ):
        (to_office / name).write_bytes(sealed_to(document, house.keys.recipients))
    return tmp_path / "stick"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_it_cannot_open_stays_on_the_stick_and_is_named(
    house: House,
    stick: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", language)
    brought = {path.name: path.read_bytes() for path in (stick / "CXO" / "to-office").iterdir()}
    office = str(house.settings.folder)
    assert main(["import", office, str(stick), "--all"]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if "--identity" in line]
    assert [line.split()[0].rpartition(".")[2] for line in told] == ["cxoask", "cxowithdraw"]
    assert main(["import", office, str(stick), "--json"]) == 1
    (visit,) = json.loads(capsys.readouterr().out)["sticks"]
    assert [(each["kind"], each["fate"]) for each in visit["files"]] == [
        ("request", "failed"),
        ("withdrawal", "failed"),
        ("bundle", "same"),
    ]
    assert brought == {path.name: path.read_bytes() for path in (stick / "CXO" / "to-office").iterdir()}
    (former, bundle) = CentralOffice(house).rows("bundles")
    assert former.withdrawn_at is None and not bundle.is_opened


def test_with_the_key_it_opens_requests_and_withdrawals_and_no_bundle(
    house: House, key: Path, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = str(house.settings.folder)
    assert main(["import", office, str(stick), "--identity", str(key), "--all"]) == 0
    told = capsys.readouterr().out
    assert "enrolled: 赵敏" in told and "consent withdrawn" in told and told.count(".cxopack  for ") == 2
    devices = CentralOffice(house).rows("devices")
    assert {each.officer for each in devices} == {"李娜", "赵敏"}
    former, bundle = CentralOffice(house).rows("bundles")
    assert former.withdrawn_at is not None
    assert not bundle.is_opened and bundle.walkthrough is None and bundle.item is None
    assert b"AGE-SECRET-KEY" not in b"".join(
        path.read_bytes() for path in house.settings.folder.rglob("*") if path.is_file()
    )
    assert main(["import", office, str(stick), "--identity", str(tmp_path / "gone.txt")]) == 2


def test_a_founding_that_makes_no_sense_makes_nothing(tmp_path: Path, key: Path) -> None:
    office = tmp_path / "office"
    for is_sealed, identity_to, code in (
        (True, None, Code.OFFICE_SETTING_WRONG),
        (False, key, Code.OFFICE_SETTING_WRONG),
        (True, office / "identity.txt", Code.OFFICE_SETTING_WRONG),
        (True, tmp_path / "nowhere" / "identity.txt", Code.FOLDER_READ_ONLY),
    ):
        with raises(code):
            found(office, "a", {}, addresses=(), admin="a", is_sealed=is_sealed, identity_to=identity_to)
        assert not office.exists()
    key.write_text("of another office")
    with raises(Code.OFFICE_EXISTS):
        found(office, "a", {}, addresses=(), admin="a", is_sealed=True, identity_to=key)
    assert key.read_text() == "of another office" and not office.exists()
