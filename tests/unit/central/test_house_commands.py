"""The house's commands as an administrator types them."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_central.cli import main
from cxo_central.founding import found
from cxo_central.house import House
from cxo_central.office import PUBLIC
from cxo_central.storage.admins import AdminStore
from cxo_core.problems import Code
from cxo_core.protocol.enrolment import EnrolmentFile
from cxo_core.signing import new_seed
from helpers.enrolled import enrolled
from helpers.office_house import open_house
from helpers.problems_raised import raises


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def device(tmp_path: Path) -> str:
    """A laptop of the office in `office`."""
    with open_house(tmp_path / "office") as house:
        return enrolled(house.engine, new_seed(), "t", officer="王芳")


def test_init_prints_the_admins_token_once_and_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["init", "new", "--address", "https://office.example:8443", "--admin", "li"]
    assert main(asked) == 0
    printed = capsys.readouterr().out
    assert "https://office.example:8443" in printed
    token = printed.strip().rpartition(" ")[2]
    with House.open(Path("new"), {}) as house:
        assert AdminStore(house.engine).by_token(token) == "li"
        assert house.settings.addresses == ("https://office.example:8443",)
    assert token.encode() not in b"".join(
        path.read_bytes() for path in Path("new").iterdir() if path.is_file()
    )
    assert main(asked) == 2


def test_an_office_without_a_network_says_what_that_means(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "new", "--no-network"]) == 0
    assert "by stick only" in capsys.readouterr().out
    assert main(["enrol", "new", "--officer", "a", "--hall", "b", "--out", "e.cxoenrol"]) == 0
    enrolment = EnrolmentFile.from_bytes(Path("e.cxoenrol").read_bytes())
    assert (enrolment.addresses, enrolment.certificate) == ((), "")
    assert not Path("new/tls-key.pem").exists()


def test_a_founding_that_was_cut_off_before_the_keys_is_begun_again() -> None:
    found(Path("new"), "a", {}, addresses=(), admin="li")
    for path in Path("new").glob("office[-.][!d]*"):
        path.unlink()
    _, token = found(Path("new"), "a", {}, addresses=(), admin="li")
    with House.open(Path("new"), {}) as house:
        assert AdminStore(house.engine).every() == (("li", True),)
        assert AdminStore(house.engine).by_token(token) == "li"


def test_an_office_whose_keys_are_half_there_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    found(Path("new"), "a", {}, addresses=(), admin="li")
    Path("new", PUBLIC).unlink()
    assert main(["init", "new"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["device", "list", "new"]) == 2
    assert "is not the folder of an office" in capsys.readouterr().err


def test_where_an_offices_rows_are_is_never_forgotten(tmp_path: Path) -> None:
    environ = {
        "CXO_CENTRAL_DATABASE": f"sqlite:///{tmp_path}/rows.db",
        "CXO_CENTRAL_FILES": f"{tmp_path}/parts",
    }
    found(Path("new"), "a", environ, addresses=(), admin="li")
    with House.open(Path("new"), {}) as house:
        assert AdminStore(house.engine).every()
        assert house.settings.files == f"{tmp_path}/parts"
        enrolled(house.engine, new_seed(), "t")
    with raises(Code.OFFICE_EXISTS):
        found(Path("another"), "b", environ, addresses=(), admin="li")
    assert not Path("another", PUBLIC).exists()


def test_a_password_is_never_written_into_the_settings(tmp_path: Path) -> None:
    environ = {"CXO_CENTRAL_DATABASE": "postgresql://a:secret@127.0.0.1:1/none"}
    with raises(Code.OFFICE_DATABASE_FAILING):
        found(Path("new"), "a", environ, addresses=(), admin="li")
    assert not any(
        "secret" in path.read_text("utf-8", "replace") for path in Path("new").iterdir() if path.is_file()
    )


def test_an_enrolment_file_is_for_its_owner_only_and_trusts_one_certificate(
    device: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXO_CENTRAL_ADDRESSES", "https://office.example:8443")
    before = datetime.now(UTC)
    asked = ["enrol", "office", "--officer", "李敏", "--hall", "一号厅", "--days", "3", "--out", "e.cxoenrol"]
    assert main([*asked, "--qr", "svg"]) == 0
    printed = capsys.readouterr().out
    enrolment = EnrolmentFile.from_bytes(Path("e.cxoenrol").read_bytes())
    assert enrolment.certificate == Path("office/tls-certificate.pem").read_text()
    assert 2.9 < (enrolment.expires_at - before).total_seconds() / 86400 < 3.1
    assert enrolment.code not in printed
    for name in ("e.cxoenrol", "e.svg", "office/tls-key.pem"):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    assert main(asked) == 2
    assert "e.cxoenrol” is taken already" in capsys.readouterr().err


def test_a_certificate_too_large_for_a_picture_is_told(
    device: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["enrol", "office", "--officer", "a", "--hall", "b", "--out", "first.cxoenrol", "--qr", "none"])
    monkeypatch.setenv("CXO_CENTRAL_ADDRESSES", "https://office.example")
    main(["enrol", "office", "--officer", "a", "--hall", "b", "--out", "second.cxoenrol", "--qr", "none"])
    pem = Path("office/tls-certificate.pem").read_text()
    Path("office/chain.pem").write_text(pem * 4)
    monkeypatch.setenv("CXO_CENTRAL_TLS_TRUST", "chain.pem")
    capsys.readouterr()
    assert main(["enrol", "office", "--officer", "a", "--hall", "b", "--out", "e.cxoenrol"]) == 0
    assert "there is no picture: hand over the file" in capsys.readouterr().out
    assert not Path("e.png").exists()
    assert EnrolmentFile.from_bytes(Path("e.cxoenrol").read_bytes()).certificate == pem * 4


def test_laptops_are_listed_changed_and_revoked(device: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["device", "quota", "office", device.upper(), "2GiB"]) == 0
    assert main(["device", "rename", "office", device, "--hall", "二号厅"]) == 0
    assert main(["device", "revoke", "office", device]) == 0
    capsys.readouterr()
    assert main(["device", "list", "office"]) == 0
    printed = capsys.readouterr().out
    for said in (device, "revoked", "王芳", "二号厅", "2 GiB"):
        assert said in printed
    assert main(["device", "quota", "office", device, "-"]) == 0
    capsys.readouterr()
    assert main(["device", "list", "office", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["id"] == device and told["quota_bytes"] is None and "token" not in str(told)


@pytest.mark.parametrize(
    "words",
    [
        ["revoke", "office", "0" * 16],
        ["quota", "office", "0" * 16, "much"],
        ["rename", "office", "0" * 16],
    ],
)
def test_what_cannot_be_done_to_a_laptop_is_told(
    device: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["device", *words]) == 2
    assert capsys.readouterr().err.strip()


def test_admins_come_and_go(device: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["admin", "make", "office", "chen"]) == 0
    assert main(["admin", "revoke", "office", "chen"]) == 0
    assert main(["admin", "revoke", "office", "nobody"]) == 2
    capsys.readouterr()
    assert main(["admin", "list", "office"]) == 0
    assert capsys.readouterr().out.split() == ["chen", "revoked"]


def test_what_was_done_can_be_read(device: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["device", "revoke", "office", device])
    capsys.readouterr()
    assert main(["audit", "office"]) == 0
    assert f"command  device.revoke  {device}  done" in capsys.readouterr().out
    assert main(["audit", "office", "--json", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["what"] == "device.revoke"
