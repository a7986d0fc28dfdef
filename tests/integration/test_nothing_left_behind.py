"""When the program dies: no core file, and in what it tells nothing of its keys."""

import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cxo_desktop import crash
from cxo_desktop.services.vaults import create

PASSPHRASE = "harbour violin seventeen"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="core files as Linux has them")

DYING = """
import ctypes, os, resource
from cxo_desktop.storage.no_dumps import forbid_dumps
forbid_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
os.abort()
"""


def test_a_process_that_dies_leaves_no_core_file(tmp_path: Path) -> None:
    unlimited = resource.getrlimit(resource.RLIMIT_CORE)[1]
    died = subprocess.Popen(
        [sys.executable, "-c", DYING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(crash.__file__).parent.parent)},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (unlimited, unlimited)),
    )
    said, _ = died.communicate(timeout=30)
    assert said == "(0, 0) 0\n"
    assert died.returncode == -signal.SIGABRT
    assert list(tmp_path.iterdir()) == []


def test_a_crash_with_secrets_all_around_tells_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told: list[str] = []
    caught = crash.install(lambda report, _kept: told.append(report))
    with create(tmp_path / "vault", PASSPHRASE, "李敏") as vault:
        recovery_key, seed, key = vault.make_recovery_key(), vault.device_key(), vault._key

        def dies(passphrase: str, secret: bytes) -> None:
            raise RuntimeError(f"{passphrase} {recovery_key} {secret!r} {vault!r} {key!r} {seed.hex()}")

        try:
            dies(PASSPHRASE, key.reveal())
        except RuntimeError as error:
            caught(error)
        secrets = (PASSPHRASE, recovery_key, key.reveal().hex(), repr(key.reveal()), seed.hex(), "李敏")
    kept = next((tmp_path / "cxo-home" / "crashes").iterdir()).read_text("utf-8")
    for text in (told[0], kept, capsys.readouterr().err):
        assert "RuntimeError" in text
        assert not [secret for secret in secrets if secret in text]
