"""People at the recorder: noted by a label, shown in a photo, consent taken back, a photo put aside."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton

from cxo_core.privacy import Basis
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import photographed
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


def press(at: AtTheRecorder, name: str) -> None:
    found = find(at.page, name)
    assert isinstance(found, QPushButton | QCheckBox)
    found.click()
    at.settle()


def with_a_photo(at_recorder: Open) -> AtTheRecorder:
    at = at_recorder().begin("hand_in")
    photographed(at.recording, at.vault)
    at.page.live.look_again()
    at.settle()
    at.page.parts.photos.focus()
    return at


def with_a_person(at_recorder: Open) -> AtTheRecorder:
    """Somebody who consented is in the chosen photo."""
    at = with_a_photo(at_recorder)
    at.key("Ctrl+H").type("window 3")
    basis = find(at.page, "peopleBasis")
    assert isinstance(basis, QComboBox)
    basis.setCurrentIndex(basis.findData(Basis.CONSENT.value))
    at.key("Return")
    who = find(at.page, "peopleWho")
    assert isinstance(who, QComboBox)
    who.setCurrentIndex(1)
    press(at, "peopleInPhoto")
    return at


def test_somebody_is_noted_and_shown_by_keyboard(at_recorder: Open) -> None:
    at = with_a_person(at_recorder)
    (person,) = at.state.persons
    assert (person.label, person.basis, person.consent) == ("window 3", Basis.CONSENT, "spoken")
    assert at.state.photos[0].shows == (person.id,)


def test_a_label_that_looks_like_a_number_is_warned_of_and_kept_all_the_same(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    at.key("Ctrl+H").type("110101199003071234")
    told = find(at.page, "peopleTold")
    assert isinstance(told, QLabel) and "window 3" in told.text()
    at.key("Return")
    assert len(at.state.persons) == 1


def test_consent_taken_back_asks_twice_and_then_the_photo_is_destroyed(at_recorder: Open) -> None:
    at = with_a_person(at_recorder)
    press(at, "peopleWithdraw")
    assert not at.state.persons[0].is_withdrawn
    press(at, "peopleWithdraw")
    assert at.state.persons[0].is_withdrawn and len(at.state.photos) == 1
    told = find(at.page, "peopleTold")
    assert isinstance(told, QLabel) and "1 photo" in told.text()
    press(at, "peopleDestroy")
    press(at, "peopleDestroy")
    assert at.state.photos == () and at.vault.evidence_rows.of(at.recording.id) == ()
    at.key("Ctrl+Z")
    assert at.state.photos == ()


def test_a_photo_put_aside_leaves_the_strip_at_once(at_recorder: Open) -> None:
    at = with_a_photo(at_recorder)
    at.page.parts.bars.photo.ask(at.state.photos[0])
    press(at, "photoAside")
    assert len(at.state.photos) == 1
    press(at, "photoAside")
    assert at.state.photos == () and at.page.parts.photos.model.rowCount() == 0
    assert at.vault.evidence_rows.of(at.recording.id)
