"""An office's folder: made once, its secrets kept to itself, its public part what laptops seal to."""

import os
import stat
from pathlib import Path

import pytest

from cxo_central.office import IDENTITY, PUBLIC, RECEIPT_KEY, RECIPIENT, SETTINGS, Office
from cxo_core.bundle.identities import read_identities, read_recipients
from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, is_signed, sign


def test_a_new_office_can_open_what_is_sealed_to_it(tmp_path: Path) -> None:
    office = Office.make(tmp_path / "office", "市营商办")
    opened = Office.open(tmp_path / "office")
    assert opened.keys == office.keys == OfficeKeys.read(tmp_path / "office" / PUBLIC)
    assert [str(identity.to_public()) for identity in opened.identities()] == list(opened.keys.recipients)
    assert read_recipients(tmp_path / "office" / RECIPIENT) == list(opened.keys.recipients)


def test_a_receipt_it_signs_is_known_by_its_public_key(tmp_path: Path) -> None:
    office = Office.make(tmp_path, "市营商办")
    signature = sign(office.receipt_seed(), Domain.RECEIPT, b"arrived whole")
    assert is_signed(office.keys.receipt_key, Domain.RECEIPT, b"arrived whole", signature)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_its_secrets_are_for_its_owner_only(tmp_path: Path) -> None:
    Office.make(tmp_path / "office", "市营商办")
    for name in (IDENTITY, RECEIPT_KEY):
        assert stat.S_IMODE((tmp_path / "office" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "office").stat().st_mode) == 0o700


@pytest.mark.parametrize("left", [IDENTITY, RECEIPT_KEY, RECIPIENT, PUBLIC, SETTINGS])
def test_keys_that_are_there_are_never_replaced(tmp_path: Path, left: str) -> None:
    (tmp_path / left).write_text("kept")
    with pytest.raises(Problem) as raised:
        Office.make(tmp_path, "again")
    assert raised.value.code is Code.OFFICE_EXISTS
    assert [each.name for each in tmp_path.iterdir()] == [left]
    assert (tmp_path / left).read_text() == "kept"


def test_a_name_with_quotes_and_line_ends_is_kept(tmp_path: Path) -> None:
    import tomllib

    Office.make(tmp_path, 'A "quoted" \\ name\tof 体验办')
    assert tomllib.loads((tmp_path / SETTINGS).read_text("utf-8"))["name"] == 'A "quoted" \\ name\tof 体验办'
    assert len(Office.open(tmp_path).identities()) == 1


def test_a_folder_of_something_else_is_no_office(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        Office.open(tmp_path)
    assert raised.value.code is Code.OFFICE_UNREADABLE


def test_a_receipt_key_that_is_another_offices_is_not_used(tmp_path: Path) -> None:
    office = Office.make(tmp_path / "a", "a")
    Office.make(tmp_path / "b", "b")
    (tmp_path / "a" / RECEIPT_KEY).write_bytes((tmp_path / "b" / RECEIPT_KEY).read_bytes())
    with pytest.raises(Problem) as raised:
        office.receipt_seed()
    assert raised.value.code is Code.IDENTITY_UNREADABLE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("# only a comment\n", 0),
        ("# key\nnonsense\n", 2),
        ("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\n", 1),
        ("AGE-SECRET-KEY-1QQQ\n", 1),
    ],
)
def test_a_file_that_holds_no_identity_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "key.txt").write_text(text)
    with pytest.raises(Problem) as raised:
        read_identities(tmp_path / "key.txt")
    assert raised.value.code is Code.IDENTITY_UNREADABLE
    assert raised.value.details["line"] == line


def test_a_key_file_that_is_not_there_is_a_named_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        read_identities(tmp_path / "none.txt")
    assert raised.value.code is Code.IDENTITY_UNREADABLE
    with pytest.raises(Problem) as raised:
        read_recipients(tmp_path / "none.txt")
    assert raised.value.code is Code.RECIPIENT_UNREADABLE


def test_a_secret_key_is_no_recipient(tmp_path: Path) -> None:
    Office.make(tmp_path, "a")
    with pytest.raises(Problem) as raised:
        read_recipients(tmp_path / IDENTITY)
    assert raised.value.code is Code.RECIPIENT_UNREADABLE
    assert raised.value.details["line"] == 3


def test_a_public_document_survives_reading_and_writing() -> None:
    keys, _ = OfficeKeys.new("市营商办")
    assert OfficeKeys.from_bytes(keys.to_bytes()) == keys


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"format": "cxo.bundle"}, "format"),
        ({"format_version": 2}, "format_version"),
        ({"name": " "}, "name"),
        ({"name": 7}, "name"),
        ({"recipients": []}, "recipients"),
        ({"recipients": ["age1x"]}, "recipients"),
        ({"recipients": "age1x"}, "recipients"),
        ({"receipt_key": "xyz"}, "receipt_key"),
        ({"receipt_key": None}, "receipt_key"),
    ],
)
def test_a_public_document_with_a_wrong_field_names_it(changes: dict[str, object], field: str) -> None:
    import json

    keys, _ = OfficeKeys.new("a")
    content = json.dumps(json.loads(keys.to_bytes()) | changes).encode()
    with pytest.raises(Problem) as raised:
        OfficeKeys.from_bytes(content)
    assert raised.value.code is Code.OFFICE_UNREADABLE
    assert raised.value.details["field"] == field


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b"null", b"\xff", b"[" * 100_000, b" " * 70_000])
def test_a_file_that_is_no_public_document_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "office.json").write_bytes(content)
    with pytest.raises(Problem) as raised:
        OfficeKeys.read(tmp_path / "office.json")
    assert raised.value.code is Code.OFFICE_UNREADABLE
