"""A recorder on a record of the shipped hall scheme."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor

import pytest
from pytestqt.qtbot import QtBot

from cxo_core.roles import Channel
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import MovingClock, beginning

Open = Callable[..., AtTheRecorder]


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue((), cache=tmp_path_factory.mktemp("catalogue") / "catalogue.json")


@pytest.fixture
def record(vault: Vault, clock: MovingClock, catalogue: Catalogue) -> Callable[..., Recording]:
    """Begins a record of a channel's shipped scheme; anything else as `helpers.recordings.beginning` has it."""

    def make(channel: Channel = Channel.HALL, **said: object) -> Recording:
        scheme = catalogue.scheme_for(channel.role, channel)
        return begin(vault, clock, beginning(scheme=scheme, **said))

    return make


@pytest.fixture
def at_recorder(
    qtbot: QtBot, vault: Vault, clock: MovingClock, record: Callable[..., Recording]
) -> Iterator[Open]:
    """Opens the recorder: on a new record of a channel, or on one that was begun. At the end nothing may have crashed."""
    opened: list[AtTheRecorder] = []

    def show(
        recording: Recording | None = None, executor: Callable[[str], Executor] | None = None, **said: object
    ) -> AtTheRecorder:
        recorder = AtTheRecorder(qtbot, vault, clock, recording or record(**said), executor)
        opened.append(recorder)
        return recorder

    yield show
    for recorder in opened:
        recorder.close()
