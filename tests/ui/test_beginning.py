"""A new walkthrough, by keyboard alone."""

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxo_core.roles import Channel
from cxo_desktop.app import Program
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.ui.beginning.items_model import ItemsModel
from cxo_desktop.ui.beginning.page import BeginningPage
from cxo_desktop.ui.beginning.wish import Wish, mistakes, part_of
from helpers.screen import find, key, press, said, wait_for_page, write

READY = Wish(item="x", channel=Channel.HALL, hall="Hall", companion="A firm", shows_secrets=False)


@pytest.fixture(scope="module")
def schemes() -> dict[Channel, object]:
    catalogue = Catalogue()
    return {each.channel: catalogue.scheme_for(each.role, each.channel) for each in catalogue.schemes()}


def form(program: Program, qtbot: QtBot) -> BeginningPage:
    key(program.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = wait_for_page(qtbot, program.window, "beginning")
    items = find(page, "itemList", QListView)
    qtbot.waitUntil(lambda: items.model().rowCount() >= 10)
    assert isinstance(page, BeginningPage)
    return page


def type_keys(*keys: Qt.Key | str) -> None:
    """Types into whatever has the keyboard."""
    for each in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(each, str):
            QTest.keyClicks(focus, each)
        else:
            QTest.keyClick(focus, each)


def test_the_keyboard_alone_begins_a_walkthrough(program: Program, qtbot: QtBot) -> None:
    form(program, qtbot)
    tab, space, enter = Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return
    type_keys(space, tab, "individual business", tab, tab)  # no secrets in sight; the item, found by its name
    type_keys(space, tab, "City hall", tab, "3", tab, tab)  # in the hall; where; the whole flow
    type_keys(tab, tab, "Wang's noodle shop", enter)
    wait_for_page(qtbot, program.window, "recorder")
    state = program.desk.state
    assert state is not None
    assert state.item is not None
    assert "individual" in state.item.title.en
    assert (state.hall, state.window, state.companion, state.channel) == (
        "City hall",
        "3",
        "Wang's noodle shop",
        Channel.HALL,
    )


def test_what_is_wrong_is_said_beside_the_field_and_the_first_gets_the_keyboard(
    program: Program, qtbot: QtBot
) -> None:
    page = form(program, qtbot)
    press(page, "beginStart")
    assert said(page, "showsSecretsMistake")
    assert said(page, "itemListMistake")
    assert said(page, "hallMistake")
    assert said(page, "companionMistake")
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().objectName().startswith("showsSecrets")


def test_a_mistake_below_the_edge_of_a_small_screen_is_brought_into_view(
    program: Program, qtbot: QtBot
) -> None:
    program.window.resize(1280, 720)
    page = form(program, qtbot)
    companion, told = find(page, "companion"), find(page, "companionMistake")
    assert companion.visibleRegion().isEmpty(), "it lies below the edge"
    begin(page, companion="")
    qtbot.waitUntil(lambda: not companion.visibleRegion().isEmpty() and not told.visibleRegion().isEmpty())
    assert companion.hasFocus()


def test_the_last_place_is_remembered_and_secrets_are_asked_about_again(
    program: Program, qtbot: QtBot
) -> None:
    page = form(program, qtbot)
    begin(page)
    wait_for_page(qtbot, program.window, "recorder")
    again = form(program, qtbot)
    qtbot.waitUntil(lambda: again.wish.hall == "City hall")
    assert again.wish.item
    assert again.wish.channel is Channel.HALL
    assert again.wish.shows_secrets is None


def test_where_secrets_are_in_sight_the_record_says_that_no_photos_are_taken(
    program: Program, qtbot: QtBot
) -> None:
    page = form(program, qtbot)
    begin(page, secrets="yes")
    wait_for_page(qtbot, program.window, "recorder")
    assert program.desk.state is not None
    assert program.desk.state.locked["photos"] is False


def test_a_second_person_is_asked_for_a_duty_only_when_named(program: Program, qtbot: QtBot) -> None:
    page = form(program, qtbot)
    assert not find(page, "secondDutyField").isVisible()
    write(page, "second", "Zhao Lei")
    assert find(page, "secondDutyField").isVisible()
    begin(page)
    wait_for_page(qtbot, program.window, "recorder")
    assert program.desk.state is not None
    assert [(each.name, each.duty) for each in program.desk.state.officers][1] == ("Zhao Lei", "researcher")


def test_one_can_begin_while_the_vault_is_still_being_opened(start, vault, qtbot: QtBot) -> None:
    from helpers.held_executor import HeldExecutor

    vault.close()
    held: dict[str, HeldExecutor] = {}
    program = start(executor=lambda name: held.setdefault(name, HeldExecutor()))
    wait_for_page(qtbot, program.window, "today")
    press(program.window, "todayStart")
    page = wait_for_page(qtbot, program.window, "beginning")
    held["work"].release_all()
    items = find(page, "itemList", QListView)
    qtbot.waitUntil(lambda: items.model().rowCount() >= 10)
    begin(page)
    qtbot.waitUntil(lambda: bool(held["record"].waiting))

    def let_on() -> bool:
        held["record"].release_all()
        return program.window.page is not None and program.window.page.objectName() == "recorder"

    qtbot.waitUntil(let_on)


def test_items_are_found_by_every_word_in_either_language(qtbot: QtBot) -> None:
    model = ItemsModel()
    model.offer(Catalogue().items())
    every = model.rowCount()
    model.narrow("食品 延续")
    assert model.rowCount() == 1
    model.narrow("FOOD renewal")
    assert model.rowCount() == 1
    model.narrow("no such thing")
    assert model.rowCount() == 0
    model.narrow("")
    assert model.rowCount() == every


def test_the_list_of_items_keeps_the_rules_of_a_model(qtmodeltester: ModelTester) -> None:
    model = ItemsModel()
    model.offer(Catalogue().items())
    assert isinstance(model, QAbstractItemModel)
    qtmodeltester.check(model)


def test_a_part_runs_from_the_first_to_the_last_step(schemes) -> None:
    scheme = schemes[Channel.HALL]
    steps = [step.id for step in scheme.steps]
    assert part_of(READY, scheme) == ()
    assert part_of(Wish(first_step=steps[2]), scheme) == tuple(steps[2:])
    assert part_of(Wish(first_step=steps[1], last_step=steps[3]), scheme) == tuple(steps[1:4])
    assert part_of(Wish(first_step=steps[0], last_step=steps[-1]), scheme) == ()


def test_a_complete_wish_has_no_mistake_and_each_lack_has_its_own(schemes) -> None:
    from dataclasses import replace

    steps = [step.id for step in schemes[Channel.HALL].steps]
    assert mistakes(READY, schemes) == {}
    assert list(mistakes(Wish(), schemes)) == ["shows_secrets", "item", "channel", "hall", "companion"]
    assert list(mistakes(replace(READY, is_accompanied=False, companion=""), schemes)) == []
    assert list(mistakes(replace(READY, channel=Channel.ONLINE, hall=""), schemes)) == []
    assert list(mistakes(replace(READY, first_step=steps[3], last_step=steps[1]), schemes)) == ["part"]


def begin(page, secrets: str = "no", companion: str = "A firm") -> None:
    """Fills in what is needed and begins."""
    find(page, f"showsSecrets.{secrets}").click()
    write(page, "itemSearch", "individual business")
    find(page, "channel.hall").click()
    write(page, "hall", "City hall")
    write(page, "companion", companion)
    press(page, "beginStart")
