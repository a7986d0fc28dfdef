"""Photos by file, drop and paste, and findings in one line with the photos they rest on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QProgressBar, QPushButton

from cxo_core.findings import FindingClass, FindingKind, Grade
from cxo_core.kinds import Kind
from cxo_core.privacy import Checked, Sensitive
from cxo_desktop.imaging.edits import Box, Mask
from cxo_desktop.services.consent import put_aside
from cxo_desktop.services.masking import Masking
from cxo_desktop.ui.masking.marks import draw
from cxo_desktop.ui.masking.photo_rows import STANDING
from cxo_desktop.ui.masking.standing import Standing
from cxo_desktop.ui.recorder.pictures import from_files
from helpers.at_the_recorder import AtTheRecorder
from helpers.held_executor import HeldExecutor
from helpers.recordings import jpeg
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


def picture(folder: Path, number: int = 0) -> Path:
    path = folder / f"photo {number}.jpg"
    path.write_bytes(jpeg(number))
    return path


def drop(at: AtTheRecorder, *paths: Path) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    at.page.dropEvent(QDropEvent(QPoint(5, 5), copy, carried, Qt.MouseButton.LeftButton, none))
    at.settle()


def test_photos_dropped_on_the_page_belong_to_the_step(at_recorder: Open, tmp_path: Path) -> None:
    at = at_recorder().begin("hand_in")
    drop(at, picture(tmp_path, 1), picture(tmp_path, 2))
    assert [photo.step for photo in at.state.photos] == ["hand_in", "hand_in"]
    model = at.page.parts.photos.model
    assert model.rowCount() == 2
    model.pixmap(at.state.photos[0].id)
    at.settle()
    shown = model.pixmap(at.state.photos[0].id)
    assert shown is not None
    assert not shown.isNull()


def test_a_folder_gives_its_pictures_only(tmp_path: Path) -> None:
    picture(tmp_path, 1)
    (tmp_path / "notes.txt").write_text("no picture", "utf-8")
    assert [each.name for each in from_files([tmp_path])] == ["photo 1.jpg"]


def test_a_picture_in_the_clipboard_is_pasted_even_while_a_note_is_written(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)
    at.key("Ctrl+V")
    at.key("Ctrl+E").key("Ctrl+V")
    assert len(at.state.photos) == 2
    assert at.page.parts.note.toPlainText() == ""


def test_a_file_that_is_no_picture_is_named_with_the_reason_and_the_others_go_on(
    at_recorder: Open, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    at = at_recorder().begin("hand_in")
    drop(at, broken, picture(tmp_path))
    assert len(at.state.photos) == 1
    assert at.page.banner.isVisible()
    assert "broken.jpg" in at.page.banner.sentence
    drop(at, broken, broken)
    assert find(at.page, "recorderBannerTitle").property("text") == "2 photos were not taken in"


def test_taps_go_past_photos_and_the_rest_can_be_stopped(at_recorder: Open, tmp_path: Path) -> None:
    lanes: dict[str, HeldExecutor] = {}
    at = at_recorder(executor=lambda name: lanes.setdefault(name, HeldExecutor()))
    lanes["record"].release_all()
    at._qtbot.wait(1)
    drop_without_waiting(at, [picture(tmp_path, number) for number in range(4)])
    progress = find(at.page, "photoProgress", QProgressBar)
    assert (progress.value(), progress.maximum()) == (0, 4)
    assert progress.text() == "0 of 4"
    at.key("F12", settle=False)
    lanes["record"].release_all()
    at._qtbot.wait(1)
    assert at.kinds() == [Kind.ARRIVED], "no photo is in yet, the tap is"
    find(at.page, "photoStop", QPushButton).click()
    for _ in range(12):
        for lane in lanes.values():
            lane.release_all()
        at._qtbot.wait(1)
    assert len(at.state.photos) == 1, "the one at hand is finished and kept"
    assert not progress.isVisible()


def drop_without_waiting(at: AtTheRecorder, paths: list[Path]) -> None:
    at.page.take_pictures(from_files(paths))


def test_a_photo_is_described_moved_and_removed_with_a_reason(at_recorder: Open, tmp_path: Path) -> None:
    at = at_recorder().begin("hand_in")
    drop(at, picture(tmp_path, 1))
    at.key("Ctrl+Shift+P").key("Return")
    assert at.where() == "photoCaption"
    at.type("The counter").key("Return")
    assert at.state.photos[0].caption == "The counter"
    at.key("Ctrl+Shift+P").key("Return")
    steps = find(at.page, "photoStep", QComboBox)
    steps.setCurrentIndex(steps.findData("queue"))
    at.key("Return")
    assert at.state.photos[0].step == "queue"
    at.begin("queue").key("Ctrl+Shift+P").key("Delete").key("Return")
    assert at.state.photos, "not without a reason"
    at.type("shows a face").key("Return")
    assert at.state.photos == ()
    assert at.state.evidence[0].removed == "shows a face"


def test_where_no_photos_are_taken_none_can_be_added(at_recorder: Open, tmp_path: Path) -> None:
    at = at_recorder(takes_photos=False).begin("hand_in")
    assert not find(at.page, "photoAdd", QPushButton).isEnabled()
    drop(at, picture(tmp_path))
    assert at.state.photos == ()
    assert at.page.banner.isVisible()


def test_a_finding_is_one_line_by_keys_with_the_latest_photo_as_evidence(
    at_recorder: Open, tmp_path: Path
) -> None:
    at = at_recorder().begin("hand_in")
    drop(at, picture(tmp_path, 1), picture(tmp_path, 2))
    at.key("Ctrl+I")
    assert at.where() == "findingFact"
    at.type("Health certificate outside the list").key("Tab")
    at.key("1").key("2").key("2").key("3").key("1")
    assert at.where() == "findingEvidence"
    at.key("1").key("Return")
    finding = at.state.findings[0]
    assert (finding.kind, finding.klass, finding.grade, finding.severity) == (
        FindingKind.PROBLEM,
        FindingClass.PROCESS,
        Grade.DOCUMENT,
        3,
    )
    assert finding.step == "hand_in"
    first, second = (photo.id for photo in at.state.photos)
    assert finding.evidence == (second, first)
    assert at.page.parts.bars.open_one is None


def test_a_finding_asks_for_its_fact_and_its_class_before_it_is_saved(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+I").key("Return")
    assert find(at.page, "findingFact").property("wrong") == "true"
    at.type("No seats").key("Return")
    assert at.where() == "findingClass"
    assert at.state.findings == ()
    at.key("3").key("Return")
    assert at.state.findings[0].klass is FindingClass.SERVICE


def test_escape_keeps_a_finding_that_was_begun_for_the_next_time(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+I")
    at.type("No seats").key("Esc")
    assert at.state.findings == ()
    assert at.page.parts.bars.open_one is None
    at.key("Ctrl+I")
    assert find(at.page, "findingFact", QLineEdit).text() == "No seats"
    find(at.page, "findingClass").setFocus()
    at.key("3").key("Return")
    assert len(at.state.findings) == 1
    assert at.recording.drafts() == {}


def test_a_finding_is_changed_and_withdrawn_in_the_same_line(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+I")
    at.type("No seats").key("Tab").key("1").key("3").key("Return")
    at.key("Ctrl+T").key("Return")
    assert at.where() == "findingFact"
    find(at.page, "findingFact", QLineEdit).setText("Two seats for thirty people")
    find(at.page, "findingUrgent", QCheckBox).setChecked(True)
    at.key("Return")
    assert (at.state.findings[0].fact, at.state.findings[0].is_urgent) == (
        "Two seats for thirty people",
        True,
    )
    at.page.findings.change(at.state.findings[0])
    find(at.page, "findingReason").setFocus()
    at.type("they had gone to be cleaned").key("Return")
    assert at.state.findings == ()


def test_one_line_is_open_at_a_time(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+I")
    at.type("half").key("Ctrl+L")
    assert at.page.parts.bars.open_one is at.page.parts.bars.late
    at.key("Esc").key("Ctrl+I")
    assert find(at.page, "findingFact", QLineEdit).text() == "half"


def test_every_photo_of_the_step_says_how_far_it_is_by_sign_and_words(
    at_recorder: Open, tmp_path: Path
) -> None:
    at = at_recorder().begin("hand_in")
    drop(at, *(picture(tmp_path, number) for number in range(4)))
    masking, photos = Masking(at.vault, at.recording), at.state.photos
    masking.edit(photos[0], [Mask(Box(2, 2, 30, 30))])
    masking.check(photos[1], Checked.NOTHING_TO_MASK)
    masking.flag(photos[2], [Sensitive.IDENTITY])
    masking.check(photos[2], Checked.NOTHING_TO_MASK)
    at.page.live.look_again()
    at.settle()
    model = at.page.parts.photos.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [model.index(row) for row in range(4)]
    assert [row.data(STANDING) for row in rows] == [
        Standing.MASKED,
        Standing.NOTHING_TO_MASK,
        Standing.SENSITIVE,
        Standing.NOT_CHECKED,
    ]
    spoken = [str(row.data(Qt.ItemDataRole.AccessibleTextRole)).rpartition(" · ")[2] for row in rows]
    assert spoken == ["■ Masked", "✓ Nothing to mask", "! Sensitive", "? Not checked"]
    put_aside(at.recording, photos[3].id)
    at.page.live.look_again()
    at.settle()
    assert model.rowCount() == 3
    assert find(at.page, "photosAside").property("text") == "⊘ 1 put aside"


def test_marks_differ_in_shape_and_not_in_colour_only() -> None:
    shapes = {
        bytes(_inked(standing))
        for standing in (
            Standing.NOT_CHECKED,
            Standing.SENSITIVE,
            Standing.MASKED,
            Standing.NOTHING_TO_MASK,
            Standing.EXCEPTION,
            Standing.PUT_ASIDE,
        )
    }
    assert len(shapes) == 6


def _inked(standing: Standing) -> list[bool]:
    """The mark in black and white only: which pixels stand out from their plate's middle grey."""
    image = QImage(44, 44, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    painter = QPainter(image)
    draw(painter, QRectF(0, 0, 44, 44), standing)
    painter.end()
    level = [image.pixelColor(x, y).lightness() for y in range(44) for x in range(44)]
    return [abs(each - 160) > 60 for each in level]
