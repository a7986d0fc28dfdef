"""A vault with the real keyring of a Linux desktop: kept, found again, locked, and not there at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs dbus-run-session and gnome-keyring-daemon",
)

STORY = """
import sys
from pathlib import Path
import secretstorage
from cxo_core.problems import Problem
from cxo_desktop.services.vaults import create, open_vault

folder = Path(sys.argv[1])
with create(folder, "four words are enough", "李敏") as vault:
    print(vault.keyring.value)
with open_vault(folder) as vault:
    print(vault.profile.name)
with secretstorage.dbus_init() as bus:
    secretstorage.get_default_collection(bus).lock()
try:
    open_vault(folder)
except Problem as problem:
    print(problem.code.value)
with open_vault(folder, "four words are enough") as vault:
    print(vault.keyring.value)
"""

UNLOCKED = (
    'eval "$(printf "\\n" | gnome-keyring-daemon --unlock --components=secrets --daemonize)"; exec "$@"'
)


def test_a_desktop_keyring_keeps_the_key_and_says_when_it_is_locked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    environment |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONPATH": str(TESTS.parent),
        "LC_ALL": "C.UTF-8",
    }
    told = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "bash",
            "-c",
            UNLOCKED,
            "-",
            sys.executable,
            "-c",
            STORY,
            str(tmp_path / "vault"),
        ],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert told.stdout.splitlines()[-4:] == ["ready", "李敏", "keyring-locked", "locked"], told.stderr
