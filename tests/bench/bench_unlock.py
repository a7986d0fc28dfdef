"""From the right passphrase to the recorder as it was left: what unlocking costs beyond the passphrase itself."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench.ratio import Row

ROUNDS = 9
PASSPHRASE = "harbour violin seventeen"
LIMIT_MS = 500


def rows() -> Iterator[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import keyring
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from PySide6.QtWidgets import QApplication, QLineEdit

    from cxo_core.roles import Channel
    from cxo_desktop import app
    from cxo_desktop.clock import SystemClock
    from cxo_desktop.services.beginning import begin
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.vaults import create, open_vault
    from helpers.memory_keyring import MemoryKeyring
    from helpers.recordings import beginning

    def until(is_true: Callable[[], bool]) -> None:
        while not is_true():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    keyring.set_keyring(MemoryKeyring())
    here = QApplication.instance()
    window_of = here if isinstance(here, QApplication) else QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["CXO_HOME"] = home
        folder = Path(home) / "vault"
        with create(folder, PASSPHRASE, "李敏") as vault:
            begin(
                vault,
                SystemClock(),
                beginning(scheme=Catalogue(()).scheme_for(Channel.HALL.role, Channel.HALL)),
            )
        with open_vault(folder) as vault:
            stretching = [_took(lambda: vault.prove(PASSPHRASE)) for _ in range(ROUNDS)]
        program = app.build(window_of, folder, language="zh_CN")
        program.show()
        until(lambda: program.desk.place == "recorder" and not program.lanes.is_writing)
        locking, unlocking = [], []
        for _ in range(ROUNDS):
            locking.append(_took(program.lock.close))
            editor = program.window.centralWidget().findChild(QLineEdit, "passphrase")
            assert isinstance(editor, QLineEdit)
            editor.setText(PASSPHRASE)
            began = time.perf_counter()
            editor.returnPressed.emit()
            until(lambda: not program.lock.is_closed and program.window.rail.isVisible())
            program.window.repaint()
            until(lambda: not program.lanes.is_writing)
            unlocking.append((time.perf_counter() - began) * 1000)
        program.window.close()
        program.close()
    beyond = median(unlocking) - median(stretching)
    yield Row(name="unlocked, beyond the passphrase", ours=beyond, goal=LIMIT_MS)
    yield Row(name="the passphrase itself (Argon2id)", ours=median(stretching))
    yield Row(name="locked", ours=median(locking))


def _took(call: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
