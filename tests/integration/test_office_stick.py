"""A stick at the office: everything is taken in the one way, and every laptop finds its answer, sealed to it."""

import json
import secrets
import subprocess
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from cxo_central.cli import main
from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_central.stick.importing import Visit, import_from, packet_name
from cxo_central.stick.taking import Fate
from cxo_central.storage.devices import DeviceStore
from cxo_central.storage.engine import reading
from cxo_central.storage.matters import MatterStore
from cxo_central.storage.tables import bundles, parts, uploads
from cxo_core.problems import Code
from cxo_core.protocol.enrolment import EnrolmentApproval
from cxo_core.protocol.pack import Pack
from cxo_core.protocol.packet import sealed_to
from cxo_core.protocol.receipt import Receipt
from cxo_core.signing import key_id, public_key
from helpers.office_house import EnrolledLaptop, enrolled, hall, laptop, open_house, task
from helpers.tight_disk import tight_disk

OTHER_SEED = bytes(range(1, 33))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path / "office")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick" / "CXO" / "to-office").mkdir(parents=True)
    return tmp_path / "stick"


def inbox(stick: Path) -> Path:
    return stick / "CXO" / "to-office"


def only(visits: list[Visit]) -> Visit:
    (visit,) = visits
    return visit


def receipts(house: House, laptop: EnrolledLaptop, stick: Path) -> list[Receipt]:
    return [Receipt.read(each, house.keys.receipt_key) for each in laptop.packet(house, stick).receipts]


def test_every_laptop_finds_its_receipts_and_its_pack(house: House, stick: Path) -> None:
    li, wang = enrolled(house), enrolled(house, OTHER_SEED, "王强", "区大厅")
    MatterStore(house.engine).put([task("t-1", officer="李娜"), hall("h-1")])
    li.bundle(house, inbox(stick) / "cxo-w-1-r1-00000000.cxo", "w-1")
    li.bundle(house, inbox(stick) / "cxo-w-2-r1-00000000.cxo", "w-2")
    wang.bundle(house, inbox(stick) / "cxo-w-3-r1-00000000.cxo", "w-3")
    before = {path.name: path.read_bytes() for path in inbox(stick).iterdir()}
    visit = only(import_from(house, [stick]))
    assert visit.is_well
    assert [each.fate for each in visit.taken] == [Fate.NEW] * 3
    assert {each.walkthrough for each in receipts(house, li, stick)} == {"w-1", "w-2"}
    assert {each.walkthrough for each in receipts(house, wang, stick)} == {"w-3"}
    pack = Pack.read(li.packet(house, stick).pack or b"", house.keys.receipt_key, li.device.id)
    assert {matter.id for matter in pack.matters} == {"t-1", "h-1"}
    assert before == {path.name: path.read_bytes() for path in inbox(stick).iterdir()}


def test_nothing_on_the_stick_is_in_clear(house: House, stick: Path) -> None:
    li = enrolled(house)
    MatterStore(house.engine).put([task("t-1", officer="李娜", reason="复查整改情况")])
    li.bundle(house, inbox(stick) / "a.cxo")
    import_from(house, [stick])
    for path in (path for path in stick.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        for word in ("李娜", "复查整改情况", "市大厅"):
            assert word.encode() not in content


def test_the_same_stick_again_gets_the_same_receipts(house: House, stick: Path) -> None:
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    import_from(house, [stick])
    first = li.packet(house, stick).receipts
    visit = only(import_from(house, [stick]))
    assert [each.fate for each in visit.taken] == [Fate.SAME]
    assert li.packet(house, stick).receipts == first


def test_a_copy_sealed_once_more_gets_the_receipt_of_the_first(house: House, stick: Path) -> None:
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    li.bundle(house, inbox(stick) / "b.cxo")
    visit = only(import_from(house, [stick]))
    assert {each.fate for each in visit.taken} == {Fate.NEW, Fate.SAME}
    assert len(li.packet(house, stick).receipts) == 1


def test_one_bad_file_never_stops_the_rest(house: House, stick: Path) -> None:
    li = enrolled(house)
    good = li.bundle(house, inbox(stick) / "good.cxo").read_bytes()
    (inbox(stick) / "cut.cxo").write_bytes(good[: len(good) // 2])
    (inbox(stick) / "empty.cxo").touch()
    (inbox(stick) / "letter.cxo").write_text("Dear office")
    (inbox(stick) / "half.cxo.part").write_bytes(good)
    visit = only(import_from(house, [stick]))
    fates = {each.file: each.fate for each in visit.taken}
    assert fates == {
        "good.cxo": Fate.NEW,
        "cut.cxo": Fate.REFUSED,
        "empty.cxo": Fate.FAILED,
        "letter.cxo": Fate.REFUSED,
    }
    assert not visit.is_well
    assert len(li.packet(house, stick).receipts) == 1


def test_a_refusal_travels_back_to_the_laptop_that_sealed(house: House, stick: Path) -> None:
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    import_from(house, [stick])
    li.bundle(house, inbox(stick) / "b.cxo", note="另一种说法")
    visit = only(import_from(house, [stick]))
    assert {each.fate for each in visit.taken} == {Fate.SAME, Fate.REFUSED}
    (refusal,) = li.packet(house, stick).refusals
    assert refusal.code == Code.BUNDLE_CONFLICTS


def test_a_bundle_of_a_laptop_nobody_enrolled_is_kept_apart(house: House, stick: Path) -> None:
    enrolled(house, OTHER_SEED)
    new_laptop().bundle(house, inbox(stick) / "a.cxo")
    visit = only(import_from(house, [stick]))
    (taken,) = visit.taken
    assert taken.fate is Fate.REFUSED and taken.problem is not None
    assert taken.problem.code is Code.BUNDLE_DEVICE_UNKNOWN
    assert visit.written == ()


def test_an_enrolment_request_is_approved_and_its_bundle_taken_at_once(house: House, stick: Path) -> None:
    asking = new_laptop()
    code = offer(house, officer="赵敏", hall="县大厅", days=7).code
    put_request(house, stick, asking, code)
    asking.bundle(house, inbox(stick) / "a.cxo")
    visit = only(import_from(house, [stick]))
    assert [each.fate for each in visit.taken] == [Fate.APPROVED, Fate.NEW]
    packet = asking.packet(house, stick)
    approval = EnrolmentApproval.read(packet.approval or b"", house.keys.receipt_key)
    assert (approval.officer, approval.hall) == ("赵敏", "县大厅")
    assert DeviceStore(house.engine).by_token(approval.token).id == asking.device.id


def test_a_request_with_a_wrong_code_is_told_and_noted(house: House, stick: Path) -> None:
    put_request(house, stick, new_laptop(), "guessed")
    (taken,) = only(import_from(house, [stick])).taken
    assert taken.fate is Fate.FAILED and taken.problem is not None
    assert taken.problem.code is Code.ENROLMENT_CODE_UNKNOWN


def test_a_request_for_another_office_is_left_alone(house: House, stick: Path) -> None:
    (inbox(stick) / f"cxo-{'a' * 16}-{'f' * 8}.cxoask").write_bytes(b"for somebody else")
    assert only(import_from(house, [stick])).taken == ()


def test_a_stick_with_an_old_packet_gets_a_new_one(house: House, stick: Path) -> None:
    li = enrolled(house)
    (stick / "CXO" / "to-laptops").mkdir()
    (stick / "CXO" / "to-laptops" / packet_name(house, li.device.id)).write_bytes(b"old")
    MatterStore(house.engine).put([hall("h-1")])
    visit = only(import_from(house, [stick]))
    assert visit.is_well and [each.device for each in visit.written] == [li.device.id]
    assert li.packet(house, stick).pack is not None


def test_a_laptop_that_was_revoked_learns_of_its_bundles_but_is_told_nothing_new(
    house: House, stick: Path
) -> None:
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    import_from(house, [stick])
    DeviceStore(house.engine).revoke(li.device.id, at=house.now())
    import_from(house, [stick])
    packet = li.packet(house, stick)
    assert packet.pack is None and packet.approval is None
    assert len(packet.receipts) == 1


def test_files_and_folders_can_be_named_too(house: House, tmp_path: Path) -> None:
    li = enrolled(house)
    loose = li.bundle(house, tmp_path / "loose" / "a.CXO", "w-1")
    folder = li.bundle(house, tmp_path / "folder" / "b.cxo", "w-2").parent
    laid_out = li.bundle(house, tmp_path / "third" / "CXO" / "to-office" / "c.cxo", "w-3")
    visits = import_from(house, [loose, folder, laid_out, tmp_path / "third" / "CXO", tmp_path / "nowhere"])
    told = {visit.folder.name: [each.fate for each in visit.taken] for visit in visits}
    assert told == {"loose": [Fate.NEW], "folder": [Fate.NEW], "third": [Fate.NEW], "nowhere": []}
    for name in ("loose", "folder", "third"):
        assert len(li.packet(house, tmp_path / name).receipts) == 1


def test_a_link_on_a_stick_leads_nowhere(house: House, stick: Path, tmp_path: Path) -> None:
    li = enrolled(house)
    outside = li.bundle(house, tmp_path / "private" / "a.cxo")
    (inbox(stick) / "a.cxo").symlink_to(outside)
    assert only(import_from(house, [stick])).taken == ()


def test_a_stick_that_takes_no_answer_loses_no_bundle(house: House, stick: Path) -> None:
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    (stick / "CXO" / "to-laptops").write_text("in the way")
    visit = only(import_from(house, [stick]))
    assert [each.fate for each in visit.taken] == [Fate.NEW]
    assert visit.problem is not None and visit.problem.code is Code.STICK_GONE
    (stick / "CXO" / "to-laptops").unlink()
    assert only(import_from(house, [stick])).is_well
    assert len(li.packet(house, stick).receipts) == 1


def test_on_a_full_stick_the_receipts_come_before_the_pack(house: House, tmp_path: Path) -> None:
    li = enrolled(house)
    MatterStore(house.engine).put([hall(f"h-{number}") for number in range(300)])
    with tight_disk(tmp_path / "small", 48) as stick:
        li.bundle(house, inbox(stick) / "a.cxo")
        visit = only(import_from(house, [stick]))
        assert visit.problem is not None and visit.problem.code is Code.STICK_FULL
        packet = li.packet(house, stick)
        assert packet.pack is None and len(packet.receipts) == 1


def test_a_stick_that_may_only_be_read_is_read(house: House, tmp_path: Path) -> None:
    li = enrolled(house)
    with tight_disk(tmp_path / "locked", 256) as stick:
        li.bundle(house, inbox(stick) / "a.cxo")
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        visit = only(import_from(house, [stick]))
    assert [each.fate for each in visit.taken] == [Fate.NEW]
    assert visit.problem is not None and visit.problem.code is Code.STICK_READ_ONLY


def test_a_file_larger_than_allowed_is_not_even_stored(tmp_path: Path, stick: Path) -> None:
    house = open_house(tmp_path / "small", max_upload_bytes="1024")
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    (taken,) = only(import_from(house, [stick])).taken
    assert taken.problem is not None and taken.problem.code is Code.UPLOAD_TOO_LARGE
    assert list(house.files.names()) == []


def test_no_upload_is_left_behind_and_every_stored_file_has_its_row(house: House, stick: Path) -> None:
    li = enrolled(house)
    for number in range(3):
        li.bundle(house, inbox(stick) / f"{number}.cxo", "w-1")
    (inbox(stick) / "bad.cxo").write_text("not one")
    import_from(house, [stick])
    with reading(house.engine) as connection:
        assert connection.execute(uploads.select()).all() == []
        assert len(connection.execute(bundles.select()).all()) == 1
        named = {row.name for row in connection.execute(parts.select())}
    assert set(house.files.names()) == named


def test_a_sealed_office_takes_files_but_opens_no_request(tmp_path: Path, stick: Path) -> None:
    house = open_house(tmp_path / "sealed", sealed="true")
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    put_request(house, stick, new_laptop(), "code")
    visit = only(import_from(house, [stick]))
    fates = {each.file.rpartition(".")[2]: each.fate for each in visit.taken}
    assert fates == {"cxo": Fate.NEW, "cxoask": Fate.FAILED}
    assert visit.unaddressed == 1 and visit.written == ()
    visit = only(import_from(house, [stick], laptops=[li.device.id]))
    assert visit.unaddressed == 0
    (receipt,) = receipts(house, li, stick)
    assert receipt.is_opened is False


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_command_says_what_became_of_each_file(
    house: House,
    stick: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", language)
    li = enrolled(house)
    li.bundle(house, inbox(stick) / "a.cxo")
    folder = str(house.settings.folder)
    assert main(["import", folder, str(stick)]) == 0
    told = capsys.readouterr().out
    assert ("taken" if language == "en" else "已收下") in told and li.device.id in told
    (inbox(stick) / "bad.cxo").write_text("not one")
    assert main(["import", folder, str(stick), "--json"]) == 1
    (visit,) = json.loads(capsys.readouterr().out)["sticks"]
    assert [each["fate"] for each in visit["files"]] == ["same", "refused"]
    assert visit["packets"][0]["device"] == li.device.id
    assert main(["import", folder, str(stick), "--all"]) == 1
    assert ("refused" if language == "en" else "拒收") in capsys.readouterr().out
    assert main(["import", folder, str(stick), "--laptop", "0" * 16]) == 2


def test_an_empty_stick_and_none_at_all_are_said(
    house: House, stick: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    folder = str(house.settings.folder)
    assert main(["import", folder, str(stick)]) == 0
    assert "neither bundles" in capsys.readouterr().out
    assert main(["import", folder, str(stick / "gone")]) == 1
    assert "Check that" in capsys.readouterr().out


def new_laptop() -> EnrolledLaptop:
    """One that nobody has enrolled yet."""
    seed = secrets.token_bytes(32)
    return EnrolledLaptop(seed, Identity.generate(), "", laptop(key_id(public_key(seed))))


def put_request(house: House, stick: Path, asking: EnrolledLaptop, code: str) -> None:
    content = sealed_to(asking.request(code).signed(asking.seed), house.keys.recipients)
    (inbox(stick) / f"cxo-{asking.device.id}-{house.id[:8]}.cxoask").write_bytes(content)
