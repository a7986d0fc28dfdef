"""The vault tidies up while nobody taps, and never in front of a tap."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui import resting
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.resting import Resting
from helpers.held_executor import HeldExecutor
from helpers.recordings import MovingClock, begun


@pytest.fixture
def held() -> dict[str, HeldExecutor]:
    return {}


@pytest.fixture
def lanes(qapp: object, held: dict[str, HeldExecutor]) -> Lanes:
    executor: Callable[[str], HeldExecutor] = lambda name: held.setdefault(name, HeldExecutor())  # noqa: E731
    return Lanes(on_problem=lambda problem: None, on_bug=lambda bug: None, executor=executor)


def test_the_vault_rests_after_a_quiet_while_and_only_once(
    qtbot: QtBot,
    vault: Vault,
    lanes: Lanes,
    held: dict[str, HeldExecutor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resting, "QUIET_MS", 30)
    owner = QObject()
    Resting(vault, lanes.record, owner)
    lanes.record.submit(lambda: begun(vault, MovingClock()))
    record = held["record"]
    record.release_all()
    qtbot.waitUntil(lambda: bool(record.waiting))

    def all_tidy() -> bool:
        record.release_all()
        return (
            not lanes.record.is_busy
            and not owner.findChildren(QObject)[0].findChildren(QObject)[0].isActive()
        )

    qtbot.waitUntil(all_tidy)
    with qtbot.assertNotEmitted(lanes.record.busy_changed, wait=120):
        pass


def test_a_tap_puts_the_rest_off(
    qtbot: QtBot,
    vault: Vault,
    lanes: Lanes,
    held: dict[str, HeldExecutor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resting, "QUIET_MS", 60_000)
    owner = QObject()
    Resting(vault, lanes.record, owner)
    with qtbot.waitSignal(lanes.record.busy_changed, check_params_cb=lambda busy: not busy):
        lanes.record.submit(lambda: None)
        held["record"].release_all()
    lanes.record.submit(lambda: None)
    assert len(held["record"].waiting) == 1
    held["record"].release_all()
