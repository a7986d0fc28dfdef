"""Who is in the record and on what ground, which photo shows them, and consent taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from cxo_core.privacy import Basis, Person, Want, want_of
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.people_words import BASES, CONSENTS, looks_identifying
from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _, ngettext


class PeopleBar(InlineBar):
    """Enter keeps the person. The photo chosen in the strip is the one the question is about."""

    noted = Signal(str, str, str, str)
    shown = Signal(str, list)
    withdrawn = Signal(str)
    destruction_asked = Signal(str)
    about_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("peopleBar", _("People"))
        self._state: Walkthrough | None = None
        self._photo: Evidence | None = None
        self._who = AskedBox("peopleWho", _("Who"))
        self._label = named(secret(LineField()), "peopleLabel", _("A label that is no name"))
        self._label.setPlaceholderText(_("For instance: window 3"))
        self._label.textChanged.connect(self._warn)
        self._basis = AskedBox("peopleBasis", _("Ground"))
        for basis, words in BASES.items():
            self._basis.addItem(_(words), basis.value)
        self._consent = AskedBox("peopleConsent", _("How consent was given"))
        for consent, words in CONSENTS.items():
            self._consent.addItem(_(words), consent)
        self._basis.currentIndexChanged.connect(self._follow_basis)
        self._in_photo = named(QCheckBox(_("In the chosen photo")), "peopleInPhoto", _("In the chosen photo"))
        self._in_photo.clicked.connect(self._say_shown)
        self._withdraw = SureButton(
            "peopleWithdraw", _("Consent taken back…"), _("Really? It cannot be undone"), self._take_back
        )
        self._destroy = SureButton(
            "peopleDestroy", _("Destroy these photos…"), _("Really destroy them?"), self._destroy_photos
        )
        self._about = button(
            "peopleAbout", _("Everything about this person"), self._ask_about, keys="Ctrl+Shift+F"
        )
        self._told = label("peopleTold", "", tone="warning")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(SPACE_S)
            self.body.addLayout(row)
        first.addWidget(self._who, 2)
        first.addWidget(self._label, 3)
        first.addWidget(self._basis, 1)
        first.addWidget(self._consent, 1)
        first.addWidget(button("peopleKeep", _("Keep"), self.keep, tone="primary", keys="Enter"))
        first.addWidget(self.close_button())
        second.addWidget(self._in_photo)
        second.addWidget(self._told, 1)
        second.addWidget(self._about)
        second.addWidget(self._destroy)
        second.addWidget(self._withdraw)
        for field in (self._who, self._label, self._basis, self._consent):
            field.setProperty("look", "finger")
        self._fill()
        self._who.currentIndexChanged.connect(self._show_person)

    def ask(self, photo: Evidence | None) -> None:
        """Opens at the label; `photo` is the one chosen in the strip, where one is."""
        self._photo = photo
        is_voice = photo is not None and photo.is_voice
        self._in_photo.setText(_("In the chosen voice note") if is_voice else _("In the chosen photo"))
        self._in_photo.setAccessibleName(self._in_photo.text())
        self._show_person()
        self.open_at(self._label)

    def show_state(self, state: Walkthrough) -> None:
        """Only what changed is shown anew: what is being typed stays."""
        before, self._state = self._state, state
        if before is None or (before.persons, before.evidence) != (state.persons, state.evidence):
            self._fill()

    def fill(self, label: str, basis: Basis, consent: str) -> None:
        """Puts an answer there, for the officer to keep or change."""
        self._label.setText(label)
        self._basis.setCurrentIndex(self._basis.findData(basis.value))
        self._consent.setCurrentIndex(max(0, self._consent.findData(consent)))

    def keep(self) -> None:
        text = self._label.text().strip()
        if not text:
            restyle(self._label, wrong="true")
            self._label.setFocus()
            return
        basis = str(self._basis.currentData())
        consent = "" if basis == Basis.DUTY else str(self._consent.currentData())
        self.noted.emit(str(self._who.currentData() or ""), text, basis, consent)
        if not self._who.currentData():
            self._label.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.keep()
            return
        super().keyPressEvent(event)

    @property
    def _person(self) -> Person | None:
        chosen = self._who.currentData()
        persons = self._state.persons if self._state else ()
        return next((each for each in persons if each.id == chosen), None)

    def _fill(self) -> None:
        chosen = self._who.currentData()
        self._who.blockSignals(True)
        self._who.clear()
        self._who.addItem(_("Somebody new"), "")
        for person in self._state.persons if self._state else ():
            words = _("{label} (withdrawn)") if person.is_withdrawn else "{label}"
            self._who.addItem(words.format(label=person.label), person.id)
        self._who.setCurrentIndex(max(0, self._who.findData(chosen)))
        self._who.blockSignals(False)
        self._show_standing()

    def _show_person(self) -> None:
        person = self._person
        restyle(self._label, wrong="false")
        if person is not None:
            self._label.setText(person.label)
            self._basis.setCurrentIndex(max(0, self._basis.findData(person.basis.value)))
            self._consent.setCurrentIndex(max(0, self._consent.findData(person.consent)))
        elif not self._label.isModified():
            self._label.clear()
        self._follow_basis()
        self._show_standing()

    def _show_standing(self) -> None:
        person, photo = self._person, self._current_photo()
        self._in_photo.setEnabled(person is not None and photo is not None)
        is_shown = person is not None and photo is not None and person.id in photo.shows
        self._in_photo.setChecked(is_shown)
        self._withdraw.setVisible(person is not None and not person.is_withdrawn)
        self._about.setVisible(person is not None)
        left = self._left_of(person)
        self._destroy.setVisible(left > 0)
        self._withdraw.calm()
        self._destroy.calm()
        self._warn()
        if left:
            words = ngettext(
                "{count} photo still to be masked or destroyed",
                "{count} photos still to be masked or destroyed",
                left,
            )
            self._told.setText(words.format(count=left))

    def _left_of(self, person: Person | None) -> int:
        if person is None or self._state is None or not person.is_withdrawn:
            return 0
        state = self._state
        wanted = (want_of(photo, state) for photo in state.kept if person.id in photo.shows)
        return sum(want is Want.MASK_OR_REMOVE_WITHDRAWN for want in wanted)

    def _current_photo(self) -> Evidence | None:
        """The chosen photo as the record has it now."""
        if self._photo is None or self._state is None:
            return None
        return next((each for each in self._state.kept if each.id == self._photo.id), None)

    def _warn(self) -> None:
        is_number = looks_identifying(self._label.text())
        told = _("This looks like the number of a person. A label such as “window 3” is enough.")
        self._told.setText(told if is_number else "")

    def _follow_basis(self) -> None:
        self._consent.setEnabled(self._basis.currentData() != Basis.DUTY.value)

    def _say_shown(self) -> None:
        person, photo = self._person, self._current_photo()
        if person is not None and photo is not None:
            others = [each for each in photo.shows if each != person.id]
            self.shown.emit(photo.id, [*others, person.id] if self._in_photo.isChecked() else others)

    def _ask_about(self) -> None:
        if self._person is not None:
            self.about_asked.emit(self._person.label)

    def _take_back(self) -> None:
        if self._person is not None:
            self.withdrawn.emit(self._person.id)

    def _destroy_photos(self) -> None:
        if self._person is not None:
            self.destruction_asked.emit(self._person.id)
