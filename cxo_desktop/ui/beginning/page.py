"""The form of a new walkthrough. Enter begins from anywhere; what is wrong is said where it is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCompleter, QLineEdit, QListView, QVBoxLayout

from cxo_core.problems import Problem
from cxo_core.roles import Channel
from cxo_core.scheme import Scheme
from cxo_desktop.ui.beginning.items_model import ItemsModel
from cxo_desktop.ui.beginning.people_card import PeopleCard
from cxo_desktop.ui.beginning.place_card import PlaceCard
from cxo_desktop.ui.beginning.task_card import TaskCard
from cxo_desktop.ui.beginning.wish import Wish, mistakes
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.theme import SPACE_M, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.catalogue import Catalogue, ItemSummary
    from cxo_desktop.services.tasks import TaskOnHand


TWO_COLUMNS = 760
"""Below this width, in pixels at 100 % text, the form stands in one column."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from, and what is wrong with an office's own files."""

    items: "tuple[ItemSummary, ...]"
    schemes: Mapping[Channel, Scheme]
    problems: tuple[Problem, ...]


class BeginningPage(Page):
    """Needs no vault: what it asks for is started as soon as there is one."""

    begun = Signal(object)
    left = Signal()
    looked = Signal()

    def __init__(self, catalogue: "Callable[[], Catalogue]", lanes: Lanes) -> None:
        super().__init__("beginning", _("New walkthrough"), widest=1100)
        self._catalogue = catalogue
        self._lanes = lanes
        self._offer: Offer | None = None
        self._remembered: Mapping[str, Any] = {}
        self._task: tuple[TaskOnHand, Beginning] | None = None
        self._task_card = TaskCard()
        self._task_card.dropped.connect(self.drop_task)
        self._secrets = ChipChoice(
            "showsSecrets",
            _("Are papers or screens marked as state secrets (密) in sight?"),
            (Option("no", _("No")), Option("yes", _("Yes: no photos will be taken"))),
        )
        self._secrets_field = Field(
            "showsSecrets", _("Are papers or screens marked as state secrets (密) in sight?"), self._secrets
        )
        self._place = PlaceCard()
        self._people = PeopleCard()
        self._start = button("beginStart", _("Start recording"), self.start, tone="primary", picture="record")
        self._lay_out()
        self._place.channel.chosen.connect(lambda _channel: self._check_again())

    def enter(self) -> None:
        self._secrets.setFocus()
        self._lanes.work.submit(lambda: _offer(self._catalogue()), self._show_offer, owner=self)
        self.looked.emit()

    def remember(self, place: Mapping[str, Any] | None, halls: Sequence[str] = ()) -> None:
        """Fills in where and how the last walkthrough was; halls visited before are proposed while typing."""
        self._remembered = place or {}
        if not self._place.hall.isModified():
            self._place.hall.setText(self._remembered.get("hall", ""))
        if not self._place.number.isModified():
            self._place.number.setText(self._remembered.get("window", ""))
        if not self._place.channel.value:
            self._place.choose_channel(self._remembered.get("channel", ""))
        completer = QCompleter(list(halls), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._place.hall.setCompleter(completer)
        self._choose_item(self._remembered.get("item", ""))

    def take_task(self, task: "TaskOnHand", asked: "Beginning") -> None:
        """Fills in what the office asks for; item and channel are then not the officer's to choose."""
        self._task = (task, asked)
        self._task_card.show_task(task, asked)
        self._place.choose_channel(asked.scheme.channel.value)
        if asked.hall:
            self._place.hall.setText(asked.hall)
            self._place.hall.setModified(True)
        self._search.clear()
        self._show_task()
        self._secrets.setFocus()

    def drop_task(self) -> None:
        """The walkthrough answers no task after all."""
        self._task = None
        self._task_card.hide()
        self._show_task()

    @property
    def wish(self) -> Wish:
        """What the form says now."""
        index = self._list.currentIndex()
        secrets = self._secrets.value
        task, asked = self._task or (None, None)
        return Wish(
            item=asked.item.id if asked else str(index.data(Qt.ItemDataRole.UserRole) or ""),
            channel=self._place.chosen_channel,
            hall=self._place.hall.text().strip(),
            window=self._place.number.text().strip(),
            is_announced=self._people.announced.value == "yes",
            is_accompanied=self._people.accompanied.value == "yes",
            companion=self._people.companion.text().strip(),
            second=self._people.second.text().strip(),
            second_duty=self._people.second_duty.value,
            first_step=str(self._place.first.currentData() or ""),
            last_step=str(self._place.last.currentData() or ""),
            shows_secrets=secrets == "yes" if secrets else None,
            task=task.task.id if task else "",
            office=task.office if task else "",
        )

    def start(self) -> None:
        """Begins, or says what is still wrong and goes to the first of it."""
        found = self._check()
        if found:
            next(iter(found.values())).go_to()
            return
        self._start.setEnabled(False)
        self._start.setText(_("Starting…"))
        self.begun.emit(self.wish)

    def show_problem(self, problem: Problem) -> None:
        self._start.setEnabled(True)
        self._start.setText(_("Start recording"))
        super().show_problem(problem)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("Enter", _("Start recording")),
            ("Esc", _("Back to the workbench")),
            ("↓", _("From the search to the list")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.start()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._search
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where the text leaves room for them, otherwise one below the other."""
        super().resizeEvent(event)
        is_wide = self.width() >= scaled_to_text(TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _lay_out(self) -> None:
        first = Card("beginSecrets")
        first.body.addWidget(self._secrets_field)
        self._what = what = Card("beginItem", _("Service item"))
        self._search = named(QLineEdit(), "itemSearch", _("Search service items"))
        self._search.setPlaceholderText(_("Type part of the name; ↓ chooses"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self._model = ItemsModel()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setMinimumHeight(220)
        self._list.activated.connect(lambda _index: self.start())
        self._item_field = Field("itemList", _("Choose one"), self._list)
        what.body.addWidget(self._search)
        what.body.addWidget(self._item_field, 1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_M)
        right.addWidget(self._place)
        right.addWidget(self._people)
        right.addStretch()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(SPACE_M)
        self._columns.addWidget(what, 1)
        self._columns.addLayout(right, 1)
        self.body.addWidget(self._task_card)
        self.body.addWidget(first)
        self.body.addLayout(self._columns, 1)
        self.foot.addWidget(self._start)
        self.foot.addWidget(button("beginCancel", _("Cancel"), self.left.emit))
        self.foot.addWidget(small("beginHint", _("Enter starts, Esc goes back")), 1)

    def _show_offer(self, offer: Offer) -> None:
        self._offer = offer
        self._model.offer(offer.items)
        self._show_task()
        self._narrow(self._search.text())
        self._choose_item(self._remembered.get("item", ""))
        if offer.problems:
            self.show_problem(offer.problems[0])

    def _show_task(self) -> None:
        """The form follows the task where there is one: its item, its scheme."""
        asked = self._task[1] if self._task else None
        for each in (self._search, self._list, self._place.channel):
            each.setEnabled(asked is None)
        self._what.setVisible(asked is None)
        if self._offer is not None:
            self._place.offer(self._schemes())
        if asked is not None:
            row = self._model.row_of(asked.item.id)
            self._list.setCurrentIndex(self._model.index(row))
            self._list.scrollTo(self._model.index(row))

    def _schemes(self) -> Mapping[Channel, Scheme]:
        known = self._offer.schemes if self._offer else {}
        return {**known, self._task[1].scheme.channel: self._task[1].scheme} if self._task else known

    def _narrow(self, typed: str) -> None:
        before = self.wish.item
        self._model.narrow(typed)
        row = self._model.row_of(before)
        if row < 0 and typed and self._model.rowCount():
            row = 0
        self._list.setCurrentIndex(self._model.index(row))

    def _choose_item(self, item: str) -> None:
        row = self._model.row_of(item)
        if row >= 0 and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(row))
            self._list.scrollTo(self._model.index(row))

    def _check(self) -> dict[str, Field]:
        fields = {
            "shows_secrets": self._secrets_field,
            "item": self._item_field,
            "channel": self._place.channel_field,
            "hall": self._place.hall_field,
            "companion": self._people.companion_field,
            "part": self._place.part_field,
        }
        found = mistakes(self.wish, self._schemes())
        for name, field in fields.items():
            field.set_mistake(found.get(name, ""))
        return {name: fields[name] for name in found}

    def _check_again(self) -> None:
        """Takes back what is no longer wrong; says nothing new while the form is being filled in."""
        if any(field.mistake for field in (self._place.channel_field, self._place.hall_field)):
            self._check()


def _offer(catalogue: "Catalogue") -> Offer:
    """Work lane."""
    schemes = {each.channel: catalogue.scheme_for(each.role, each.channel) for each in catalogue.schemes()}
    return Offer(catalogue.items(), schemes, catalogue.problems())
