"""One whole walkthrough per channel at the recorder, by keyboard alone, on a real vault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cxo_core.chain import check_chain
from cxo_core.fold import fold
from cxo_core.gaps import Lack, gaps
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.roles import Channel
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.widgets.answers import Answers
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import MovingClock, beginning, vault_in

WALKS: dict[Channel, dict[str, list[str]]] = {
    Channel.HALL: {
        "arrive": ["F12", "Alt+4", "Alt+4"],
        "queue": ["F2", "= A032", "Return", "F3", "Return", "F3", "Return"],
        "hand_in": ["F4", "Ctrl+M", "Space", "G", "Down", "Space", "F7", "Shift+F2", "Alt+1", "Alt+1", "F5"],
        "told_missing": ["F8", "1", "2"],
        "make_good": ["F9"],
        "acceptance": ["F10", "F6"],
        "follow_review": ["Shift+F2", "Shift+F3"],
        "decision": ["Shift+F2", "1"],
        "collect": ["+ 2 days", "F12", "Shift+F2", "F11", "= post", "Return", "F6"],
    },
    Channel.ONLINE: {
        "find_portal": ["F2"],
        "register": ["F3", "F9", "= code late", "Return", "F4"],
        "log_in": ["F5"],
        "fill_form": ["F6", "Alt+2", "= time-out", "Return", "Alt+2"],
        "upload": ["F7", "F8", "= 2.5", "Return"],
        "submit": ["F10"],
        "precheck": ["F11", "Shift+F3"],
        "decision": ["Shift+F2", "1"],
        "collect": ["Shift+F2", "F12", "Return"],
    },
    Channel.WINDOW_DUTY: {
        "set_up": ["Alt+2", "= no network", "Return", "Alt+2"],
        "receive": ["F2", "F3", "1", "F5"],
        "check": ["F3", "2"],
        "key_in": ["F3", "3", "F4"],
        "accept_or_return": ["F8"],
        "decide": ["F9", "1"],
        "hand_out": ["F10", "F11", "= window", "Return", "F12", "2"],
    },
    Channel.INSPECTION: {
        "take_case": ["F2", "F3"],
        "notify": ["F4"],
        "identify": ["+ 1 days", "F5", "= 2", "Return"],
        "check_points": ["Alt+1", "Return", "Alt+1"],
        "talk_it_over": ["F7", "1", "1"],
        "sign_record": ["F6", "1", "= in order", "Return"],
        "conclude": ["F8", "F11", "1"],
        "tell_conclusion": ["F12", "= by hand", "Return"],
    },
    Channel.GRASSROOTS: {
        "consultation": ["F2", "1", "F2", "2"],
        "receive": ["F3", "F4", "F5"],
        "accept": ["F8"],
        "review": ["F9", "= county", "Return"],
        "decide": ["F10", "1"],
        "deliver": ["Shift+F2", "F11", "Return", "F12", "2"],
    },
}
"""What is pressed at each step: a key, `= text` typed where the keyboard is, `+ 2 days` that pass."""

HAPPENED = {
    Channel.HALL: [
        Kind.ARRIVED,
        Kind.TICKET_TAKEN,
        Kind.CALLED,
        Kind.CALLED,
        Kind.SERVICE_STARTED,
        Kind.LEFT,
    ],
    Channel.ONLINE: [
        Kind.PORTAL_OPENED,
        Kind.ATTEMPT_FAILED,
        Kind.LOGGED_IN,
        Kind.UPLOAD_ENDED,
        Kind.DELIVERED,
    ],
    Channel.WINDOW_DUTY: [Kind.CASE_OPENED, Kind.ACTIVITY_STARTED, Kind.DECIDED, Kind.CASE_CLOSED],
    Channel.INSPECTION: [
        Kind.INSPECTION_NOTIFIED,
        Kind.INSPECTION_ARRIVED,
        Kind.INSPECTION_ENDED,
        Kind.DECIDED,
    ],
    Channel.GRASSROOTS: [Kind.CONSULTED, Kind.CASE_OPENED, Kind.SENT_UP, Kind.DELIVERED, Kind.CASE_CLOSED],
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue((), cache=tmp_path_factory.mktemp("catalogue") / "catalogue.json")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with vault_in(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("channel", list(Channel), ids=str)
def test_a_whole_walk_is_recorded_by_keyboard_alone(
    channel: Channel, qtbot: QtBot, qapp: QApplication, vault: Vault, catalogue: Catalogue
) -> None:
    clock = MovingClock()
    scheme = catalogue.scheme_for(channel.role, channel)
    at = AtTheRecorder(qtbot, vault, clock, begin(vault, clock, beginning(scheme=scheme)))
    for step in scheme.steps:
        at.key("Alt+Down", minutes=3)
        assert at.state.step == step.id
        for pressed in WALKS[channel].get(step.id, ()):
            play(at, pressed)
        at.key("Ctrl+E").type(f"seen at {step.id}").key("Esc")
        answer_everything(at)
    at.key("Ctrl+I").type("Nothing names the time limit").key("Tab").key("1").key("2").key("Return")
    with qtbot.waitSignal(at.page.finish_asked):
        at.key("Ctrl+Return", minutes=2)
    at.settle()

    happened = iter(at.kinds())
    assert all(kind in happened for kind in HAPPENED[channel]), at.kinds()
    assert all(entry.entered is Entered.LIVE for entry in at.state.counting)
    lacks = {gap.lack for gap in gaps(at.state)}
    assert not lacks & {Lack.READING, Lack.STEP_NOT_WALKED, Lack.STILL_OPEN, Lack.TIMES_OUT_OF_ORDER}
    assert len(at.state.notes) == len(scheme.steps)
    assert len(at.state.findings) == 1
    assert at.problems == []
    at.close()

    stored = list(vault.walkthroughs.events(at.recording.id))
    check_chain(stored)
    assert fold(stored).chain_head == at.state.chain_head
    assert at.recording.drafts() == {}


def play(at: AtTheRecorder, pressed: str) -> None:
    """One key, text or stretch of time."""
    if pressed.startswith("= "):
        at.type(pressed.removeprefix("= "))
    elif pressed.startswith("+ "):
        at.clock.wait(days=int(pressed.split()[1]))
    else:
        at.key(pressed, seconds=30)


def answer_everything(at: AtTheRecorder) -> None:
    """Goes from line to line with the digit or the number each takes."""
    at.key("Ctrl+R")
    for _ in range(40):
        focused = at.focused()
        if not at.where().startswith("reading."):
            return
        if isinstance(focused, Answers):
            if focused.value is not None:
                return
            at.key("1" if "outcome" in at.where() else "2")
        elif isinstance(focused, QLineEdit):
            if focused.text():
                return
            at.type("2").key("Return")
