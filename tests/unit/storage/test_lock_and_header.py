"""The lock that keeps a second process out, and the header that says how to get at the key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.storage.header import Header, read_header
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.lock import VaultLock, is_locked
from helpers.problems_raised import raises

KEY = VaultKey(b"k" * 32)
HOLD = """
import sys
from pathlib import Path
from cxo_desktop.storage.lock import VaultLock
lock = VaultLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_taker_is_told_which_process_holds_the_vault(tmp_path: Path) -> None:
    lock = VaultLock(tmp_path / "lock")
    with raises(Code.VAULT_IN_USE) as caught:
        VaultLock(tmp_path / "lock")
    assert caught.details["pid"] == os.getpid()
    lock.release()
    VaultLock(tmp_path / "lock").release()


def test_the_lock_of_a_killed_process_is_free_and_says_that_it_was_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    assert is_locked(path)
    with raises(Code.VAULT_IN_USE) as caught:
        VaultLock(path)
    assert caught.details["pid"] == holder.pid
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert not is_locked(path)
    lock = VaultLock(path)
    assert lock.was_left_behind
    lock.release()
    lock = VaultLock(path)
    assert not lock.was_left_behind
    lock.release()
    lock.release()


def test_the_header_holds_nothing_about_a_person_and_nothing_of_the_key(tmp_path: Path) -> None:
    header = (
        Header("v1", KEY.check()).with_passphrase(KEY, "correct horse").with_recovery_key(KEY, _recovery())
    )
    header.write(tmp_path / "vault.json")
    said = (tmp_path / "vault.json").read_text()
    assert set(json.loads(said)) == {"format", "vault", "check", "passphrase", "recovery"}
    assert "horse" not in said
    assert KEY.reveal().hex() not in said
    assert read_header(tmp_path / "vault.json") == header
    assert [path.name for path in tmp_path.iterdir()] == ["vault.json"]


def test_a_header_opens_for_its_own_vault_only() -> None:
    header = Header("v1", KEY.check()).with_passphrase(KEY, "correct horse")
    stolen = Header("v2", header.check, header.passphrase, header.recovery)
    assert header.key_from_passphrase("correct horse").reveal() == KEY.reveal()
    with raises(Code.PASSPHRASE_WRONG):
        stolen.key_from_passphrase("correct horse")


def test_a_vault_without_passphrase_or_recovery_key_opens_with_neither() -> None:
    header = Header("v1", KEY.check())
    with raises(Code.PASSPHRASE_WRONG):
        header.key_from_passphrase("correct horse")
    with raises(Code.RECOVERY_KEY_WRONG):
        header.key_from_recovery(_recovery())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b'{"format": "x"}', b"\xff\xfe"])
def test_a_header_that_makes_no_sense_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vault.json").write_bytes(content)
    with raises(Code.VAULT_DAMAGED):
        read_header(tmp_path / "vault.json")


def test_a_header_of_a_later_format_asks_for_an_update(tmp_path: Path) -> None:
    (tmp_path / "vault.json").write_text('{"format": 2, "something": "else"}')
    with raises(Code.VAULT_NEWER) as caught:
        read_header(tmp_path / "vault.json")
    assert (caught.details["found"], caught.details["known"]) == (2, 1)


def test_no_header_means_no_vault(tmp_path: Path) -> None:
    with raises(Code.VAULT_MISSING):
        read_header(tmp_path / "vault.json")


def _recovery() -> str:
    from cxo_desktop.storage import recovery

    return recovery.fresh()
