"""Promises every page keeps: names for everything, room at every text size, no window of its own, both languages."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cxo_core.problems import Code, Problem
from cxo_desktop.app import Program
from cxo_desktop.services.vaults import Vault
from cxo_desktop.settings import Settings, SettingsFile, Theme
from cxo_desktop.storage.sync_log import LogLine
from cxo_desktop.ui.opening.first_run import FirstRunPage
from cxo_desktop.ui.opening.recovery_key import RecoveryKeyPage
from cxo_desktop.ui.opening.refused import RefusedPage
from cxo_desktop.ui.opening.unlock import UnlockPage
from cxo_desktop.ui.shell.crash_dialog import CrashDialog
from cxo_desktop.ui.shell.places import Place
from helpers.office_line import Desk as Laptop
from helpers.recordings import MovingClock, begun
from helpers.screen import find, press, said, wait_for_page

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QProgressBar,
)
OWN_PAGES = (
    Place.TODAY,
    Place.BEGINNING,
    Place.SEALING,
    Place.LIBRARY,
    Place.OUTBOX,
    Place.SETTINGS,
    Place.RETENTION,
    Place.PERSON,
)
LANGUAGES = ("zh_CN", "en")


def nameless(root: QWidget) -> list[str]:
    """Our widgets without an objectName, and controls without an accessible name. Qt's own inner parts are its business."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if is_inner(widget):
            continue
        if not widget.objectName():
            found.append(f"no name: {type(widget).__name__} in {widget.parent()}")
        elif isinstance(widget, CONTROLS) and not widget.accessibleName():
            found.append(f"not spoken: {widget.objectName()}")
    return found


def is_inner(widget: QWidget) -> bool:
    above = widget
    while above is not None:
        if above.objectName().startswith("qt_") or above.metaObject().className() in INNER:
            return True
        parent = above.parentWidget()
        if parent is not None and isinstance(
            parent, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit
        ):
            return True
        above = parent
    return False


INNER = {"QScrollBar", "QScrollAreaViewport", "QTipLabel", "QRubberBand", "QHeaderView", "QTableCornerButton"}


class TopLevels(QObject):
    """Notices every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched.objectName() or type(watched).__name__)
        return False


@pytest.fixture
def top_levels(qapp: QApplication) -> Iterator[TopLevels]:
    watching = TopLevels()
    qapp.installEventFilter(watching)
    yield watching
    qapp.removeEventFilter(watching)


@pytest.fixture
def furnished(start, vault: Vault, qtbot: QtBot):
    """The window on a vault with a paused walkthrough in it, in a language and text size."""

    def furnish(language: str, text_size: int = 100, theme: Theme = Theme.LIGHT) -> Program:
        begun(vault, MovingClock())
        vault.close()
        SettingsFile().save(Settings(language=language, text_size=text_size, theme=theme))
        program = start(language)
        qtbot.waitUntil(lambda: program.desk.is_unlocked)
        wait_for_page(qtbot, program.window, "recorder")
        return program

    return furnish


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_of_every_page_has_a_name_for_programs_and_for_people(
    furnished, qtbot: QtBot, language: str, top_levels: TopLevels
) -> None:
    program = furnished(language)
    for page in each_page(program, qtbot):
        assert nameless(page) == []
    assert nameless(find(program.window, "rail")) == []
    assert top_levels.seen == ["window"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_before_the_vault_is_open_are_named_too(start, qtbot: QtBot, language: str) -> None:
    from cxo_desktop import words

    words.use_language(language)
    for page in (
        FirstRunPage(),
        RecoveryKeyPage("0000-1111"),
        UnlockPage("/vault", "why"),
        RefusedPage(Problem(Code.VAULT_IN_USE, pid=1, path="/vault"), "/vault"),
        CrashDialog("report", None),
    ):
        qtbot.addWidget(page)
        assert nameless(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_100_per_cent_every_page_fits_1280_by_720_without_sideways_scrolling(
    furnished, qtbot: QtBot, language: str
) -> None:
    program = furnished(language)
    program.window.resize(1280, 720)
    for page in each_page(program, qtbot):
        assert (program.window.width(), program.window.height()) == (1280, 720)
        assert (sideways(page), cut_off(page)) == ([], [])


def test_at_200_per_cent_pages_scroll_downwards_only_and_the_window_does_not_grow(
    furnished, qtbot: QtBot
) -> None:
    program = furnished("en", text_size=200)
    program.window.resize(1280, 720)
    for page in each_page(program, qtbot):
        assert (program.window.width(), program.window.height()) == (1280, 720)
        assert (sideways(page), cut_off(page)) == ([], [])


@pytest.mark.parametrize(("language", "text_size"), [("zh_CN", 100), ("en", 100), ("en", 200)])
def test_with_an_office_its_pages_are_named_and_nothing_on_them_is_cut_off(
    laptop: Laptop, at_work: Callable[[str], Program], qtbot: QtBot, language: str, text_size: int
) -> None:
    """The workbench with tasks, the outbox with bundles of several states, the enrolment page, the form of a task."""
    from cxo_central.storage.matters import MatterStore
    from helpers.office_house import task

    refused, *_others = (laptop.seal() for _ in range(3))
    problem = Problem(Code.BUNDLE_CONFLICTS, walkthrough=refused.walkthrough_id, revision=1)
    laptop.vault.bundles.refuse(refused, problem, LogLine(laptop.clock.now().wall, refused.office, "send"))
    asked = task("t-1", reason="核实一次性告知是否到位，群众反映材料反复提交")
    MatterStore(laptop.house.engine).put([asked, task("t-2")])
    laptop.syncing().drain()
    SettingsFile().save(Settings(language=language, text_size=text_size))
    program = at_work(language)
    program.window.resize(1280, 720)
    program.desk.office.enrol()
    for name in ("enrolment", Place.TODAY, Place.OUTBOX, Place.SETTINGS):
        program.desk.go(name)
        page = wait_for_page(qtbot, program.window, name)
        if name == Place.OUTBOX:
            press(page, "outboxFilter.all")
        settle(program, qtbot)
        assert nameless(page) == [], name
        assert (sideways(page), cut_off(page)) == ([], []), name
    assert nameless(find(program.window, "rail")) == []


def test_what_is_pressed_is_at_least_32_pixels_high(furnished, qtbot: QtBot) -> None:
    for page in each_page(furnished("en"), qtbot):
        pressed = [
            each
            for each in page.findChildren(QWidget)
            if isinstance(each, QAbstractButton | QLineEdit | QComboBox)
        ]
        low = {
            each.objectName(): each.height() for each in pressed if each.isVisible() and not is_inner(each)
        }
        assert {name: height for name, height in low.items() if height < 32} == {}


def test_language_colours_and_text_size_change_without_a_restart(program: Program, qtbot: QtBot) -> None:
    window = program.window
    program.desk.go(Place.SETTINGS)
    wait_for_page(qtbot, window, "settings")
    assert said(window, "settingsTitle") == "Settings"
    press(window, "settingsLanguage.zh_CN")
    qtbot.waitUntil(lambda: said(window, "settingsTitle") == "设置")
    press(window, "settingsTheme.dark")
    qtbot.waitUntil(lambda: window.palette().window().color().lightness() < 60)
    qtbot.waitUntil(lambda: find(window, "settingsTextSize.150").isVisible())
    before = find(window, "settingsTitle").fontInfo().pixelSize()
    press(window, "settingsTextSize.150")
    qtbot.waitUntil(lambda: find(window, "settingsTitle").fontInfo().pixelSize() > before)
    program.close()
    kept = SettingsFile().load()
    assert (kept.language, kept.theme, kept.text_size) == ("zh_CN", Theme.DARK, 150)


def test_f1_lists_every_key_and_puts_the_list_away_again(program: Program, qtbot: QtBot) -> None:
    from helpers.screen import key

    key(program.window, Qt.Key.Key_F1)
    overlay = find(program.window, "keys")
    assert overlay.isVisible()
    listed = {label.text() for label in overlay.findChildren(QLabel)}
    assert {"Ctrl+1", "Ctrl+6", "Ctrl+N", "Ctrl+F", "F1", "Ctrl+Q"} <= listed
    assert nameless(overlay) == []
    key(overlay, Qt.Key.Key_F1)
    assert not overlay.isVisible()


def test_each_place_of_the_rail_has_its_number_key(program: Program, qtbot: QtBot) -> None:
    from helpers.screen import key

    names = ("today", "recorderEmpty", "sealingEmpty", "library", "outbox", "settings")
    for number, name in enumerate(names, 1):
        key(program.window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        wait_for_page(qtbot, program.window, name)


def each_page(program: Program, qtbot: QtBot) -> Iterator[QWidget]:
    """Goes to every page in turn and hands it out when it shows everything."""
    for place in OWN_PAGES:
        program.desk.go(place)
        page = wait_for_page(qtbot, program.window, place)
        settle(program, qtbot)
        yield page


def settle(program: Program, qtbot: QtBot) -> None:
    """Until nothing is on its way to the page any more."""
    lanes = program.lanes
    qtbot.waitUntil(lambda: not (lanes.record.is_busy or lanes.work.is_busy))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def sideways(page: QWidget) -> list[str]:
    areas = [each for each in page.findChildren(QScrollArea) if each.isVisible()]
    return [each.objectName() for each in areas if each.horizontalScrollBar().maximum() > 0]


def cut_off(page: QWidget) -> list[str]:
    """Buttons and wrapped sentences that get less room than their words need."""
    short = []
    for each in page.findChildren(QWidget):
        if not each.isVisible() or is_inner(each):
            continue
        if isinstance(each, QAbstractButton) and each.width() < each.minimumSizeHint().width():
            short.append(each.objectName())
        if (
            isinstance(each, QLabel)
            and each.wordWrap()
            and each.heightForWidth(each.width()) > each.height() + 1
        ):
            short.append(each.objectName())
    return short
