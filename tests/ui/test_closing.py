"""From the last step to the sealed file on a stick, the printed report, and the way back in."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QListView, QSpinBox
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.app import Program
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.reporting.page import ReportingPage
from cxo_desktop.ui.sealing.page import SealingPage
from cxo_desktop.ui.shell.places import Place
from helpers.recordings import MovingClock, an_office, begun, looked_at, photographed
from helpers.screen import find, press, said, wait_for_page, write


def walked(vault: Vault, clock: MovingClock) -> Recording:
    """A short visit: a paper outside the list, seen by the officer, and a photo."""
    recording = begun(vault, clock)
    recording.tap(Kind.STEP_ENTERED, {"step": "queue"})
    for kind in (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED):
        clock.wait(minutes=2)
        recording.tap(kind)
    recording.tap(Kind.MATERIAL_DEMANDED, {"material": "extra-1", "title": "Lease", "grade": "witnessed"})
    photographed(recording, vault, 1)
    looked_at(recording)
    clock.wait(minutes=3)
    recording.tap(Kind.SERVICE_ENDED)
    recording.tap(Kind.LEFT)
    return recording


@pytest.fixture
def closing(start, vault: Vault, qtbot: QtBot) -> Program:
    """The window at finish-and-seal, with a walked record open and no office told yet."""
    walked(vault, MovingClock())
    vault.close()
    program = start()
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    wait_for_page(qtbot, program.window, "recorder")
    program.desk.go(Place.SEALING)
    wait_for_page(qtbot, program.window, "sealing")
    qtbot.waitUntil(lambda: find(program.window, "sealingSeal").isVisible())
    return program


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    keys, _ = an_office()
    path = tmp_path / "office.json"
    path.write_bytes(keys.to_bytes())
    return path


def page_of(program: Program) -> SealingPage:
    page = program.window.page
    assert isinstance(page, SealingPage)
    return page


def state_of(program: Program) -> Walkthrough:
    recording = program.desk.recording
    assert recording is not None
    return recording.state


def seal(program: Program, office: Path, qtbot: QtBot) -> None:
    page_of(program).trust(office)
    qtbot.waitUntil(lambda: page_of(program).banner.isVisible())
    press(program.window, "sealingSeal")
    qtbot.waitUntil(lambda: find(program.window, "sealed").isVisible())


def test_what_is_missing_is_listed_and_leads_there(closing: Program, qtbot: QtBot) -> None:
    assert "Check" in said(closing.window, "gap.0.weight")
    sentences = [said(closing.window, f"gap.{at}.sentence") for at in range(3)]
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    press(closing.window, "gap.0.go")
    wait_for_page(qtbot, closing.window, "recorder")


def test_photos_nobody_looked_at_stand_in_one_row_that_leads_to_them(closing: Program, qtbot: QtBot) -> None:
    recording = closing.desk.recording
    assert recording is not None
    for number in (2, 3):
        photographed(recording, closing.desk.vault, number)
    page_of(closing).enter()
    qtbot.waitUntil(lambda: "2 photos not yet checked" in said(closing.window, "gap.0.sentence"))
    assert not find(closing.window, "sealingSeal").isEnabled()
    press(closing.window, "gap.0.go")
    wait_for_page(qtbot, closing.window, "masking")
    press(closing.window, "maskingLeave")
    wait_for_page(qtbot, closing.window, "sealing")


def test_an_answer_by_digit_is_in_the_record_and_its_gap_is_gone(closing: Program, qtbot: QtBot) -> None:
    before = len(gaps_shown(closing))
    press(closing.window, "question.policy.4")
    qtbot.waitUntil(lambda: len(gaps_shown(closing)) == before - 1)
    reading = state_of(closing).reading("policy")
    assert reading is not None
    assert reading.value == 4


def test_a_proposed_code_counts_only_when_it_is_ticked(closing: Program, qtbot: QtBot) -> None:
    box = find(closing.window, "code.109", QCheckBox)
    assert not box.isChecked()
    assert state_of(closing).codes == {}
    box.click()
    qtbot.waitUntil(lambda: dict(state_of(closing).codes) == {"109": True})


def test_the_minutes_the_walkthrough_cost_others_are_logged(closing: Program, qtbot: QtBot) -> None:
    find(closing.window, "burdenMinutes", QSpinBox).setValue(12)
    press(closing.window, "burdenAdd")
    qtbot.waitUntil(lambda: "12" in said(closing.window, "burdenTold"))
    assert [(each.who, each.minutes) for each in state_of(closing).burden] == [("staff", 12)]


def test_without_an_office_sealing_says_what_to_do_and_the_record_stays_open(
    closing: Program, qtbot: QtBot
) -> None:
    press(closing.window, "sealingSeal")
    qtbot.waitUntil(lambda: page_of(closing).banner.isVisible())
    assert find(closing.window, "sealingBannerAction").isVisible()
    assert find(closing.window, "sealingSeal").isEnabled()
    assert state_of(closing).status is not Status.SEALED


def test_sealing_shows_the_file_its_digest_and_copies_it_whole(
    closing: Program, qtbot: QtBot, office_file: Path, tmp_path: Path
) -> None:
    seal(closing, office_file, qtbot)
    file = Path(find(closing.window, "sealedPath", QLineEdit).text())
    assert file.is_file()
    stick = tmp_path / "stick"
    stick.mkdir()
    page_of(closing).copy_to(stick)
    qtbot.waitUntil(lambda: bool(list(stick.glob("*.cxo"))))
    (copy,) = stick.iterdir()
    assert copy.read_bytes() == file.read_bytes()
    import hashlib

    assert (
        hashlib.sha256(copy.read_bytes()).hexdigest()
        == find(closing.window, "sealedDigest", QLineEdit).text()
    )


def test_re_opening_needs_a_reason_and_makes_the_next_revision(
    closing: Program, qtbot: QtBot, office_file: Path
) -> None:
    seal(closing, office_file, qtbot)
    press(closing.window, "reopen")
    assert said(closing.window, "reopenReasonMistake")
    write(closing.window, "reopenReason", "A photo was missing")
    press(closing.window, "reopen")
    qtbot.waitUntil(lambda: state_of(closing).revision == 2)
    qtbot.waitUntil(lambda: find(closing.window, "sealingSeal").isVisible())
    assert state_of(closing).status is Status.RECORDING


def test_the_window_says_what_is_recorded_only_while_it_is(
    closing: Program, qtbot: QtBot, office_file: Path
) -> None:
    assert "Test item" in closing.window.windowTitle()
    seal(closing, office_file, qtbot)
    assert "Test item" not in closing.window.windowTitle()


def test_what_is_sealed_waits_in_the_outbox_and_goes_to_a_stick(
    closing: Program, qtbot: QtBot, office_file: Path, tmp_path: Path
) -> None:
    seal(closing, office_file, qtbot)
    closing.desk.go(Place.OUTBOX)
    page = wait_for_page(qtbot, closing.window, "outbox")
    bundles = find(page, "outboxList", QListView)
    qtbot.waitUntil(lambda: bundles.model().rowCount() == 1)
    QAbstractItemModelTester(bundles.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    stick = tmp_path / "stick"
    stick.mkdir()
    closing.desk.office.stick.save_to(stick)
    qtbot.waitUntil(lambda: find(page, "outboxBanner").isVisible())
    assert [each.suffix for each in (stick / "CXO" / "to-office").iterdir()] == [".cxo"]
    assert bundles.model().rowCount() == 1


def test_a_stick_that_cannot_be_written_is_said_and_the_bundle_stays(
    closing: Program, qtbot: QtBot, office_file: Path, tmp_path: Path
) -> None:
    seal(closing, office_file, qtbot)
    page_of(closing).banner.clear()
    page_of(closing).copy_to(tmp_path / "no such folder")
    qtbot.waitUntil(lambda: page_of(closing).banner.isVisible())
    assert find(closing.window, "sealingBannerCopy").isVisible()
    assert Path(find(closing.window, "sealedPath", QLineEdit).text()).is_file()


@pytest.fixture
def report(closing: Program, qtbot: QtBot) -> ReportingPage:
    recording = closing.desk.recording
    assert recording is not None
    closing.desk.report(recording.id)
    page = wait_for_page(qtbot, closing.window, "reporting")
    assert isinstance(page, ReportingPage)
    qtbot.waitUntil(lambda: find(page, "reportSave").isEnabled())
    return page


def test_the_report_is_shown_from_memory_and_saved_where_one_says(
    report: ReportingPage, qtbot: QtBot, tmp_path: Path, folder: Path
) -> None:
    assert not list(tmp_path.rglob("*.pdf"))
    path = tmp_path / "report.pdf"
    report.save_to(path)
    qtbot.waitUntil(path.exists)
    assert path.read_bytes().startswith(b"%PDF")


def test_the_report_is_printed_page_by_page(report: ReportingPage, qtbot: QtBot, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    report.print_on(printer)
    qtbot.waitUntil(lambda: find(report, "reportPrint").isEnabled())
    document = QPdfDocument()
    document.load(str(printed))
    shown = report.findChild(QPdfDocument)
    assert shown is not None
    assert document.pageCount() == shown.pageCount() > 0
    document.close()


def gaps_shown(program: Program) -> list[str]:
    """The sentences of what is missing, as they stand in the list."""
    labels = program.window.findChildren(QLabel)
    return [each.text() for each in labels if each.objectName().endswith(".sentence") and each.isVisible()]
