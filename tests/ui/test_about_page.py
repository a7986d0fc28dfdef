"""The page about one person: found, narrowed, led to, handed over, taken back; and what it says where it finds nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_desktop.app import Program
from cxo_desktop.services.consent import note_person, note_shown, put_aside
from cxo_desktop.services.officers import enter
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.ui.people.about_hits import Sort
from cxo_desktop.ui.people.about_model import AboutModel
from cxo_desktop.ui.people.about_page import AboutPage
from cxo_desktop.ui.people.about_search import AT_ONCE
from cxo_desktop.ui.people.export_card import Way, Wish
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.places import Place
from helpers.recordings import MovingClock, begun, photographed
from helpers.screen import find, key, press, said, wait_for_page, write

LABEL = "3 号窗"
SEVERAL = 30
Begin = Callable[..., Program]


def with_a_person(vault: Vault, label: str = LABEL, *, notes: int = 1) -> tuple[Recording, str, str]:
    """A record with a photo that shows somebody; the notes name them."""
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    shown = photographed(recording, vault, 0)
    person = note_person(recording, label, Basis.CONSENT, consent="spoken")
    note_shown(recording, shown, [person])
    for number in range(notes):
        recording.tap(Kind.NOTE_WRITTEN, {"note_id": f"n{number}", "text": f"问{label}第 {number} 次"})
    return recording, person, shown


@pytest.fixture
def looking(vault: Vault, start: Begin, qtbot: QtBot) -> Begin:
    """The window at the page about one person, reached by its key."""

    def begin(first: str = "recorder") -> Program:
        vault.close()
        program = start()
        wait_for_page(qtbot, program.window, first)
        qtbot.waitUntil(lambda: program.desk.is_unlocked)
        key(
            program.window,
            Qt.Key.Key_F,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        wait_for_page(qtbot, program.window, "person")
        return program

    return begin


def hits(program: Program) -> QListView:
    return find(program.window, "aboutList", QListView)


def count(program: Program) -> int:
    return hits(program).model().rowCount()


def model(program: Program) -> AboutModel:
    found = hits(program).model()
    assert isinstance(found, AboutModel)
    return found


def ask(program: Program, qtbot: QtBot, text: str, wanted: int) -> None:
    field = find(program.window, "aboutText", QLineEdit)
    field.setFocus()
    field.setText(text)
    key(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(program) == wanted)
    qtbot.waitUntil(lambda: find(program.window, "aboutStop").isHidden())


def choose(program: Program, sort: Sort) -> None:
    row = next(row for row in range(count(program)) if model(program).at(row).sort is sort)  # type: ignore[union-attr]
    hits(program).setCurrentIndex(model(program).index(row))


def test_before_anybody_is_looked_for_it_says_how(looking: Begin) -> None:
    program = looking("today")
    assert find(program.window, "aboutEmpty").isVisible()
    assert program.window.focusWidget() is find(program.window, "aboutText")
    assert not find(program.window, "aboutExport", QPushButton).isEnabled()


def test_everything_about_a_label_is_found_and_can_be_narrowed(
    vault: Vault, looking: Begin, qtbot: QtBot
) -> None:
    with_a_person(vault)
    with_a_person(vault, "5 号窗")
    program = looking()
    ask(program, qtbot, LABEL, 4)
    assert said(program.window, "aboutProgress") == "4 places found"
    assert program.window.focusWidget() is hits(program)
    assert hits(program).selectionModel().hasSelection()
    find(program.window, f"aboutSorts.{Sort.PHOTO}", QRadioButton).click()
    assert count(program) == 1
    qtbot.waitUntil(lambda: not find(program.window, "aboutPicture", QLabel).isHidden())
    assert said(program.window, "aboutKept") == "Kept without end: it was not delivered yet."


def test_nothing_found_says_so(vault: Vault, looking: Begin, qtbot: QtBot) -> None:
    with_a_person(vault)
    program = looking()
    write(program.window, "aboutText", "nobody at all")
    press(program.window, "aboutLook")
    qtbot.waitUntil(lambda: find(program.window, "aboutNothing").isVisible())


def test_many_walkthroughs_are_looked_through_a_few_at_a_time_and_it_can_be_stopped(
    vault: Vault, looking: Begin, qtbot: QtBot
) -> None:
    clock = MovingClock()
    for _number in range(SEVERAL):
        recording = begun(vault, clock.wait(minutes=1))
        for number in range(9):
            recording.tap(Kind.NOTE_WRITTEN, {"note_id": f"n{number}", "text": f"{LABEL}，第 {number} 句"})
    program = looking()
    ask(program, qtbot, LABEL, SEVERAL * 9)
    QAbstractItemModelTester(model(program))
    assert said(program.window, "aboutProgress") == f"{SEVERAL * 9} places found"
    page = find(program.window, "person", AboutPage)
    seen: list[int] = []
    page._search.advanced.connect(lambda _hits, done, _every: seen.append(done))
    page._search.advanced.connect(lambda *_told: page._search.stop())
    press(program.window, "aboutLook")
    qtbot.waitUntil(lambda: "not everything was looked through" in said(program.window, "aboutProgress"))
    assert seen == [AT_ONCE]
    assert count(program) == AT_ONCE * 9


def test_a_hit_leads_to_its_entry_without_recording_anything(
    vault: Vault, looking: Begin, qtbot: QtBot
) -> None:
    recording, _person, _shown = with_a_person(vault)
    entries = len(recording.state.entries)
    program = looking()
    ask(program, qtbot, LABEL, 4)
    choose(program, Sort.ENTRY)
    wanted = model(program).at(hits(program).currentIndex().row())
    press(program.window, "aboutGo")
    wait_for_page(qtbot, program.window, "recorder")

    def chosen() -> int | None:
        page = program.window.page
        entry = page.parts.timeline.chosen if isinstance(page, RecorderPage) else None
        return entry.seq if entry is not None else None

    assert wanted is not None
    qtbot.waitUntil(lambda: chosen() == wanted.seq)
    opened = program.desk.recording
    assert opened is not None
    assert len(opened.state.entries) == entries


def test_a_photo_leads_to_the_photos_and_coming_back_finds_the_same_place(
    vault: Vault, looking: Begin, qtbot: QtBot
) -> None:
    with_a_person(vault)
    program = looking()
    ask(program, qtbot, LABEL, 4)
    choose(program, Sort.PHOTO)
    press(program.window, "aboutGo")
    wait_for_page(qtbot, program.window, "masking")
    program.desk.go(Place.PERSON)
    wait_for_page(qtbot, program.window, "person")
    qtbot.waitUntil(lambda: count(program) == 4)
    there = model(program).at(hits(program).currentIndex().row())
    assert there is not None and there.sort is Sort.PHOTO


def test_consent_is_taken_back_from_there_after_a_second_press(
    vault: Vault, looking: Begin, qtbot: QtBot
) -> None:
    with_a_person(vault)
    program = looking()
    ask(program, qtbot, LABEL, 4)
    choose(program, Sort.CONSENT)
    press(program.window, "aboutWithdraw")
    assert program.desk.vault.count_of(Kind.CONSENT_WITHDRAWN) == 0
    press(program.window, "aboutWithdraw")
    qtbot.waitUntil(lambda: count(program) == 5)
    assert program.desk.vault.count_of(Kind.CONSENT_WITHDRAWN) == 1
    assert find(program.window, "aboutWithdraw").isHidden()
    assert "1 photo must now be masked or destroyed" in said(program.window, "personBannerSentence")
    press(program.window, "personBannerAction")
    wait_for_page(qtbot, program.window, "masking")


def test_put_aside_damaged_locked_and_erased_are_said(
    vault: Vault, looking: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    recording, _person, shown = with_a_person(vault)
    put_aside(recording, shown)
    broken = with_a_person(vault)[0]
    with vault.erasures.together() as run:
        run(
            "UPDATE events SET line = ? WHERE kind = ? AND place >> 24 ="
            " (SELECT number FROM walkthroughs WHERE id = ?)",
            (b"{", Kind.PERSON_NOTED.value, broken.id),
        )
    other = tmp_path / "other"
    create(other, "a passphrase of ten", "王强").close()
    (tmp_path / "cxo-home").mkdir()
    enter("Officer 2", other)
    program = looking("today")
    ask(program, qtbot, LABEL, 4)
    assert "1 walkthrough cannot be read" in said(program.window, "aboutProgress")
    assert "1 vault of another officer" in said(program.window, "aboutElsewhere")
    choose(program, Sort.PHOTO)
    there = model(program).at(hits(program).currentIndex().row())
    assert there is not None and there.text == "Neither picture nor caption is shown."
    assert find(program.window, "aboutPicture").isHidden()
    press(program.window, "aboutGo")
    wait_for_page(qtbot, program.window, "settings")


def handed(program: Program, wish: Wish, path: Path) -> None:
    page = find(program.window, "person", AboutPage)
    about = page._search.about
    assert about is not None
    page.acts.hand_over(wish, about, path)


def test_it_is_handed_over_encrypted_and_in_clear_only_after_a_warning(
    vault: Vault, looking: Begin, qtbot: QtBot, tmp_path: Path
) -> None:
    with_a_person(vault)
    program = looking()
    ask(program, qtbot, LABEL, 4)
    window = program.window
    asked: list[Wish] = []
    page = find(window, "person", AboutPage)
    page._card.asked.connect(asked.append)
    page.acts.ask_where = lambda wish, about, _page: None  # type: ignore[method-assign]
    press(window, "aboutExport")
    write(window, "aboutPassphrase", "short")
    press(window, "aboutExportGo")
    assert asked == []
    assert "At least 8 characters." in said(window, "aboutPassphraseMistake")
    write(window, "aboutPassphrase", "four words of their own")
    write(window, "aboutPassphraseAgain", "four words of their own")
    press(window, "aboutExportGo")
    assert asked == [Wish(Way.PASSPHRASE, "four words of their own")]
    handed(program, asked[0], tmp_path / "a.age")
    qtbot.waitUntil(lambda: "encrypted" in said(window, "personBannerSentence"))
    opened = pyrage.passphrase.decrypt((tmp_path / "a.age").read_bytes(), "four words of their own")
    assert LABEL.encode() in opened
    assert find(window, "aboutPassphrase", QLineEdit).text() == ""
    press(window, "aboutExport")
    find(window, f"aboutExportWay.{Way.CLEAR}", QRadioButton).click()
    assert "In clear means" in said(window, "aboutClearWarning")
    press(window, "aboutExportClear")
    assert len(asked) == 1
    press(window, "aboutExportClear")
    assert asked[1] == Wish(Way.CLEAR)
    handed(program, asked[1], tmp_path / "clear")
    qtbot.waitUntil(lambda: "anybody can read it" in said(window, "personBannerSentence"))
    told = json.loads((tmp_path / "clear" / "about.json").read_text("utf-8"))
    assert told["persons"][0]["label"] == LABEL


def test_the_people_of_a_record_lead_there(vault: Vault, start: Begin, qtbot: QtBot) -> None:
    with_a_person(vault)
    vault.close()
    program = start()
    wait_for_page(qtbot, program.window, "recorder")
    page = program.window.page
    assert isinstance(page, RecorderPage)
    bar = page.parts.bars.people
    bar.ask(None)
    bar._who.setCurrentIndex(1)
    press(program.window, "peopleAbout")
    wait_for_page(qtbot, program.window, "person")
    qtbot.waitUntil(lambda: count(program) == 4)
    press(program.window, "aboutBack")
    wait_for_page(qtbot, program.window, "library")
    press(program.window, "libraryAbout")
    wait_for_page(qtbot, program.window, "person")
