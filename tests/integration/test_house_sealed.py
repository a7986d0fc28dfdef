"""An office whose key is kept elsewhere: it takes bundles in without being able to open them, and they are opened there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxo_central.cli import main
from cxo_central.founding import found
from cxo_central.house import House
from cxo_core.bundle.identities import read_identities
from cxo_core.problems import Code
from cxo_core.protocol.receipt import Receipt
from helpers.bundle_samples import started
from helpers.central_office import CentralOffice, SpeakingLaptop
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
