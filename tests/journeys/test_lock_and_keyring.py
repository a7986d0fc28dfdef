"""The lock and a real Secret Service: a closed vault leaves no key in the memory, and the keyring opens it when it is allowed to."""

import base64
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path

import pytest

from cxo_desktop.services.vaults import open_vault
from cxo_desktop.storage.header import read_header
from helpers.outside import ROOT, Program, Screen, until
from helpers.outside_visit import PASSPHRASE, running

LOGIN = "login password"
ASKED = (
    "import sys; from cxo_desktop.storage import system_keyring\n"
    "print(system_keyring.recall(sys.argv[1]).reveal().hex())"
)


def key_in_the_keyring(screen: Screen, environment: Mapping[str, str], vault: str) -> bytes:
    told = subprocess.run(
        [sys.executable, "-c", ASKED, vault],
        cwd=ROOT,
        env=screen.environment | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return bytes.fromhex(told.stdout.strip())


def is_in_memory(pid: int, key: bytes) -> bool:
    """Whether a process holds a key: as it is, in hexadecimal as SQLCipher is told it, or as the keyring keeps it."""
    forms = (key, key.hex().encode(), base64.b64encode(key))
    try:
        areas = Path(f"/proc/{pid}/maps").read_text().splitlines()
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            return any(form in held for held in written(memory, areas) for form in forms)
    except PermissionError:
        pytest.skip("only root may look into a process that forbids it")


def written(memory: FileIO, areas: list[str]) -> Iterator[bytes]:
    """Everything the process can write to."""
    for area in areas:
        where, rights, *_rest = area.split()
        first, last = (int(number, 16) for number in where.split("-"))
        if rights.startswith("rw"):
            memory.seek(first)
            with suppress(OSError):
                yield memory.read(last - first)


def asked_by_the_keyring(screen: Screen) -> None:
    """Waits for the desktop's own question for the keyring's password."""
    look = ["xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"]
    until(
        lambda: subprocess.run(look, env=screen.environment, capture_output=True).stdout,
        "the keyring's question",
    )


def lock_and_close(program: Program) -> None:
    program.keys("ctrl+shift+l")
    program.focus_is("passphrase")
    program.press("lockedLeave")
    program.see(id="unlockKeyring")


def test_a_vault_closed_from_the_lock_is_out_of_the_memory_until_the_keyring_opens_it(
    screen: Screen, home: Path, vault: Path, tmp_path: Path
) -> None:
    header = read_header(vault / "vault.json")
    with open_vault(vault, PASSPHRASE) as opened:
        recovery_key = opened.make_recovery_key()
    with screen.keyring(tmp_path / "session", LOGIN) as keyring:
        with running(
            screen, home, language="en", environment=keyring | {"CXO_PASSPHRASE": PASSPHRASE}
        ) as program:
            program.see(id="todayGreeting", part="李敏")
            assert program.quit() == 0
        key = key_in_the_keyring(screen, keyring, header.vault)
        with running(screen, home, language="en", environment=keyring) as program:
            program.see(id="todayGreeting", part="李敏")
            assert is_in_memory(program.pid, key)
            lock_and_close(program)
            assert not is_in_memory(program.pid, key)

            program.press("unlockKeyring")
            program.see(id="todayGreeting", part="李敏")

            lock_and_close(program)
            screen.lock_keyring()
            program.press("unlockKeyring")
            asked_by_the_keyring(screen)
            program.keys("Escape")
            program.see(id="unlockBannerTitle", part="keyring is locked")
            program.see(id="unlockBannerSentence", part="passphrase")
            assert not is_in_memory(program.pid, key)

            program.press("unlockKeyring")
            asked_by_the_keyring(screen)
            program.type(LOGIN)
            program.keys("Return")
            program.see(id="todayGreeting", part="李敏")
            assert program.quit() == 0
    with running(screen, home, language="en") as program:
        program.focus_is("passphrase")
        program.see(id="unlockNote", part="Nothing is wrong")
        program.press("unlockOther")
        program.fill("passphrase", recovery_key.lower())
        program.keys("Return")
        program.focus_is("renewedPassphrase")
        program.press("renewingSkip")
        program.see(id="todayGreeting", part="李敏")
        assert program.quit() == 0
