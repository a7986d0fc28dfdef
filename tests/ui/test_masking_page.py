"""Photos masked and checked at the window: every key, nothing waits, nothing drawn is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_core.privacy import Checked
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.app import Program
from cxo_desktop.imaging.edits import Arrow, Box, Circle, Crop, Label, Mask, MaskKind, Polygon
from cxo_desktop.services.consent import put_aside
from cxo_desktop.services.masking import edits_of
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.masking.keys import listed
from cxo_desktop.ui.masking.page import MaskingPage
from cxo_desktop.ui.masking.photo_rows import STANDING
from cxo_desktop.ui.masking.standing import Standing
from cxo_desktop.ui.shell.places import Place
from helpers.own_office import OwnOffice
from helpers.purged import returned
from helpers.recordings import MovingClock, begun, photographed
from helpers.screen import find, key, press, said, wait_for_page, write

Qk = Qt.Key
Start = Callable[..., Program]


@pytest.fixture
def program(start, vault: Vault, qtbot: QtBot) -> Iterator[Program]:
    """The window at the masking page, over a record with three photos."""
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    for number in (1, 2, 3):
        photographed(recording, vault, number, caption=f"照片 {number}")
    vault.close()
    running = start()
    qtbot.waitUntil(lambda: running.desk.is_unlocked)
    wait_for_page(qtbot, running.window, "recorder")
    running.desk.mask("")
    wait_for_page(qtbot, running.window, "masking")
    settle(qtbot, running)
    return running


def page_of(program: Program) -> MaskingPage:
    page = program.window.page
    assert isinstance(page, MaskingPage)
    return page


def settle(qtbot: QtBot, program: Program) -> None:
    """Until everything that was asked for is on the disk and shown."""
    page, lanes = page_of(program), program.desk.lanes
    qtbot.waitUntil(lambda: not page.writing.is_busy and not lanes.is_writing and bool(page.model.photos))
    QApplication.processEvents()


def state_of(program: Program) -> Walkthrough:
    recording = program.desk.recording
    assert recording is not None
    return recording.state


def photos(program: Program) -> tuple[Evidence, ...]:
    return state_of(program).photos


def shown(program: Program) -> str:
    photo = page_of(program)._photo
    assert photo is not None
    return photo.caption


def types(program: Program, *codes: Qt.Key) -> None:
    for code in codes:
        key(page_of(program).canvas, code)


def test_a_box_drawn_with_the_mouse_is_kept_with_enter_and_the_next_photo_comes(
    program: Program, qtbot: QtBot
) -> None:
    canvas = page_of(program).canvas
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(30, 30))
    QTest.mouseMove(canvas, middle + QPoint(80, 60))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(80, 60))
    [mask] = canvas.draft.edits
    assert isinstance(mask, Mask) and isinstance(mask.area, Box)
    types(program, Qk.Key_Return)
    assert shown(program) == "照片 2"
    settle(qtbot, program)
    assert edits_of(photos(program)[0]) == (mask,)
    assert photos(program)[0].checked is Checked.MASKED
    assert said(program.window, "maskingLeftOver") == "2 photos not yet checked"


def test_every_tool_has_a_number_and_draws_by_keys(program: Program, qtbot: QtBot) -> None:
    page = page_of(program)
    write(
        program.window, "maskingLabel", "窗口"
    ) if page.canvas.label_text else page.tools.label_written.emit("窗口")
    for number in (Qk.Key_1, Qk.Key_2, Qk.Key_3, Qk.Key_4, Qk.Key_5, Qk.Key_6, Qk.Key_7):
        types(program, number, Qk.Key_Space)
    edits = page.canvas.draft.edits
    assert [type(edit) for edit in edits] == [Mask, Mask, Mask, Crop, Arrow, Circle, Label]
    assert isinstance(edits[1], Mask) and edits[1].kind is MaskKind.MOSAIC
    assert isinstance(edits[2], Mask) and isinstance(edits[2].area, Polygon)
    types(program, Qk.Key_8)
    assert page.canvas.draft.quarters == 1
    types(program, Qk.Key_Return)
    settle(qtbot, program)
    assert len(photos(program)[0].edits) == 8 and photos(program)[0].checked is Checked.MASKED


def test_arrows_move_and_enlarge_the_chosen_shape(program: Program) -> None:
    canvas = page_of(program).canvas
    types(program, Qk.Key_1, Qk.Key_Space)
    before = canvas.draft.edits[0]
    assert isinstance(before, Mask) and isinstance(before.area, Box)
    types(program, Qk.Key_Right, Qk.Key_Down)
    moved = canvas.draft.edits[0]
    assert isinstance(moved, Mask) and isinstance(moved.area, Box)
    assert moved.area.left > before.area.left and moved.area.size == before.area.size
    key(canvas, Qk.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    grown = canvas.draft.edits[0]
    assert isinstance(grown, Mask) and isinstance(grown.area, Box)
    assert grown.area.size[0] > moved.area.size[0] and grown.area.left == moved.area.left
    types(program, Qk.Key_M)
    assert isinstance(canvas.draft.edits[0], Mask) and canvas.draft.edits[0].kind is MaskKind.MOSAIC
    types(program, Qk.Key_Space, Qk.Key_Comma, Qk.Key_Delete)
    assert len(canvas.draft.edits) == 1


def test_nothing_to_mask_goes_on_until_every_photo_may_leave(program: Program, qtbot: QtBot) -> None:
    for _each in range(3):
        types(program, Qk.Key_N)
    settle(qtbot, program)
    assert {photo.checked for photo in photos(program)} == {Checked.NOTHING_TO_MASK}
    assert said(program.window, "maskingLeftOver") == "✓ Every photo may leave"


def test_undo_takes_back_shapes_first_and_then_what_was_recorded(program: Program, qtbot: QtBot) -> None:
    page = page_of(program)
    types(program, Qk.Key_1, Qk.Key_Space, Qk.Key_Return)
    settle(qtbot, program)
    types(program, Qk.Key_1, Qk.Key_Space)
    page.undo()
    assert page.canvas.draft.edits == () and photos(program)[0].checked is Checked.MASKED
    page.redo()
    assert len(page.canvas.draft.edits) == 1
    page.undo()
    page.undo()
    settle(qtbot, program)
    assert photos(program)[0].checked is None and shown(program) == "照片 1"
    page.redo()
    settle(qtbot, program)
    assert photos(program)[0].checked is Checked.MASKED
    page.undo()
    page.undo()
    settle(qtbot, program)
    assert said(program.window, "maskingNote") == "There is nothing of photos to undo or redo."
    assert len(photos(program)) == 3


def test_what_was_drawn_is_kept_when_somebody_goes_elsewhere(program: Program, qtbot: QtBot) -> None:
    types(program, Qk.Key_1, Qk.Key_Space, Qk.Key_PageDown)
    settle(qtbot, program)
    assert shown(program) == "照片 2" and photos(program)[0].checked is Checked.MASKED
    types(program, Qk.Key_2, Qk.Key_Space)
    program.desk.go(Place.SEALING)
    wait_for_page(qtbot, program.window, "sealing")
    qtbot.waitUntil(lambda: photos(program)[1].checked is Checked.MASKED)


def test_a_sensitive_photo_says_what_it_needs_and_an_exception_asks_for_its_basis(
    program: Program, qtbot: QtBot
) -> None:
    find(program.window, "maskingFlag.identity", QCheckBox).click()
    types(program, Qk.Key_N)
    settle(qtbot, program)
    types(program, Qk.Key_PageUp)
    assert said(program.window, "maskingStanding") == "! Sensitive"
    types(program, Qk.Key_X)
    assert said(program.window, "maskingNote") == "Name the legal basis first."
    write(program.window, "maskingBasis", "PIPL 13")
    key(find(program.window, "maskingBasis", QLineEdit), Qk.Key_Return)
    settle(qtbot, program)
    first = photos(program)[0]
    assert (first.checked, first.basis, first.sensitive) == (Checked.EXCEPTION, "PIPL 13", ("identity",))


def test_nothing_to_mask_is_refused_while_a_mask_is_drawn(program: Program, qtbot: QtBot) -> None:
    types(program, Qk.Key_1, Qk.Key_Space, Qk.Key_N)
    assert "There is a mask" in said(program.window, "maskingNote")
    types(program, Qk.Key_Delete, Qk.Key_N)
    settle(qtbot, program)
    assert photos(program)[0].checked is Checked.NOTHING_TO_MASK


def test_a_crop_alone_is_kept_and_checked_in_one_go(program: Program, qtbot: QtBot) -> None:
    types(program, Qk.Key_4, Qk.Key_Space, Qk.Key_N)
    settle(qtbot, program)
    first = photos(program)[0]
    assert (len(first.edits), first.checked) == (1, Checked.NOTHING_TO_MASK)
    assert first.width < 160


def test_a_caption_is_written_where_it_stands(program: Program, qtbot: QtBot) -> None:
    write(program.window, "maskingCaption", "Ticket")
    page_of(program).canvas.setFocus()
    settle(qtbot, program)
    assert photos(program)[0].caption == "Ticket"


def test_proposed_faces_are_accepted_as_mosaic_or_dropped(program: Program) -> None:
    from dataclasses import replace

    page = page_of(program)
    page.canvas.show_draft(replace(page.canvas.draft, proposed=(Box(5, 5, 25, 25), Box(40, 40, 60, 60))))
    page.show_changed(page.canvas.draft)
    press(program.window, "maskingAccept")
    assert page.canvas.draft.edits == (
        Mask(Box(5, 5, 25, 25), MaskKind.MOSAIC),
        Mask(Box(40, 40, 60, 60), MaskKind.MOSAIC),
    )
    page.canvas.show_draft(replace(page.canvas.draft, proposed=(Box(1, 1, 9, 9),)))
    types(program, Qk.Key_D)
    assert page.canvas.draft.proposed == () and len(page.canvas.draft.edits) == 2


def test_the_strip_is_an_honest_model(program: Program, qtbot: QtBot) -> None:
    model = page_of(program).model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    types(program, Qk.Key_N)
    settle(qtbot, program)
    assert [model.data(model.index(row)) for row in range(3)] == [
        "✓ Nothing to mask",
        "? Not checked",
        "? Not checked",
    ]


def test_every_control_has_a_name_and_says_what_it_is(program: Program) -> None:
    page = page_of(program)
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit), page.canvas, page.strip]
    assert [each for each in controls if not each.objectName() or not each.accessibleName()] == []
    assert {pressed for pressed, _words in listed()} >= {"1", "7", "N", "X", "Enter", "Delete"}


def test_back_leads_to_where_somebody_came_from(program: Program, qtbot: QtBot) -> None:
    press(program.window, "maskingLeave")
    wait_for_page(qtbot, program.window, "recorder")


def test_a_sealed_walkthrough_shows_its_photos_and_takes_no_edit(program: Program, qtbot: QtBot) -> None:
    page = page_of(program)
    page.canvas.is_open = False
    types(program, Qk.Key_1, Qk.Key_Space, Qk.Key_N, Qk.Key_Return)
    settle(qtbot, program)
    assert page.canvas.draft.edits == () and photos(program)[0].checked is None


def test_what_is_drawn_along_the_edge_outside_the_photo_is_told_and_not_taken_for_a_mask(
    program: Program,
) -> None:
    canvas = page_of(program).canvas
    right = canvas.rect().right() - 1
    for tool in (Qk.Key_1, Qk.Key_3, Qk.Key_4, Qk.Key_6):
        types(program, tool)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(right, 120))
        QTest.mouseMove(canvas, QPoint(right, 200))
        QTest.mouseMove(canvas, QPoint(right, 260))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(right, 260))
        assert canvas.draft.edits == ()
        assert said(program.window, "maskingNote") == "That lies beside the photo; nothing was drawn."


def test_keys_never_move_the_view_or_a_new_shape_off_the_photo(program: Program) -> None:
    canvas = page_of(program).canvas
    types(program, Qk.Key_Plus, Qk.Key_Plus, Qk.Key_Plus, *[Qk.Key_Right] * 80, Qk.Key_1, Qk.Key_Space)
    [mask] = canvas.draft.edits
    assert isinstance(mask, Mask) and isinstance(mask.area, Box)
    assert mask.area.meets(Box(0, 0, canvas.draft.width, canvas.draft.height))


def test_a_photo_put_aside_is_told_in_the_strip_and_shown_nowhere(program: Program, qtbot: QtBot) -> None:
    page, recording = page_of(program), program.desk.recording
    assert recording is not None
    program.desk.lanes.record.submit(lambda: put_aside(recording, photos(program)[0].id))
    page.writing.look()
    settle(qtbot, program)
    qtbot.waitUntil(lambda: page.model.index(0).data(STANDING) == Standing.PUT_ASIDE)
    assert page.model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    types(program, Qk.Key_PageDown, Qk.Key_PageUp)
    settle(qtbot, program)
    assert page.canvas.is_blank and not page.canvas.is_open


def test_the_words_of_a_label_are_entered_where_they_are_typed_and_stay_on_this_photo(
    program: Program,
) -> None:
    page, canvas = page_of(program), page_of(program).canvas
    types(program, Qk.Key_7)
    field = find(program.window, "maskingLabel", QLineEdit)
    assert program.window.focusWidget() is field
    QTest.keyClicks(field, "Window 3")
    QTest.keyClick(field, Qk.Key_Return)
    [label] = canvas.draft.edits
    assert isinstance(label, Label) and label.text == "Window 3"
    assert label.at == (canvas.draft.width // 2, canvas.draft.height // 2)
    assert shown(program) == "照片 1" and program.window.focusWidget() is canvas
    types(program, Qk.Key_Right, Qk.Key_Down)
    assert canvas.draft.edits != (label,)
    page.undo(), page.undo(), page.undo()
    assert canvas.draft.edits == ()


def test_esc_leads_from_a_field_back_to_the_photo_and_not_away(program: Program) -> None:
    types(program, Qk.Key_7)
    for name in ("maskingLabel", "maskingBasis"):
        field = find(program.window, name, QLineEdit)
        field.setFocus()
        QTest.keyClick(field, Qk.Key_Escape)
        assert program.window.focusWidget() is page_of(program).canvas
        assert program.window.page is page_of(program)


def test_the_basis_of_an_exception_entered_says_nothing_of_the_next_photo(
    program: Program, qtbot: QtBot
) -> None:
    write(program.window, "maskingBasis", "PIPL 13")
    QTest.keyClick(find(program.window, "maskingBasis", QLineEdit), Qk.Key_Return)
    settle(qtbot, program)
    assert photos(program)[0].checked is Checked.EXCEPTION
    assert shown(program) == "照片 2" and not find(program.window, "maskingNote").isVisible()


def test_a_package_says_that_it_proposes_no_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from cxo_desktop.ui.masking.about import _why_no_faces

    assert "extra" in _why_no_faces()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert _why_no_faces().startswith("This package proposes no faces.")


def test_a_photo_sent_back_after_the_unmasked_one_was_erased_is_masked_further(
    start: Start, vault: Vault, qtbot: QtBot, tmp_path: Path
) -> None:
    recording = returned(vault, OwnOffice.trusted(vault, tmp_path))
    [before] = recording.state.photos
    vault.close()
    program = start()
    wait_for_page(qtbot, program.window, "recorder")
    program.desk.mask("")
    wait_for_page(qtbot, program.window, "masking")
    settle(qtbot, program)
    page = page_of(program)
    qtbot.waitUntil(lambda: "was erased" in said(program.window, "maskingNext"))
    assert page.canvas.draft.edits == ()
    types(program, Qk.Key_1, Qk.Key_Space, Qk.Key_Return)
    settle(qtbot, program)
    [after] = photos(program)
    assert after.drawn_on == before.sha256 and after.checked is Checked.MASKED
    assert len(page.canvas.draft.edits) == 1
    page.undo()
    settle(qtbot, program)
    assert photos(program) == (before,) and page.canvas.draft.edits == ()
