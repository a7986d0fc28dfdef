"""How and where: channel, hall, window, and the part of the flow."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.words import _, pick


class PlaceCard(Card):
    """Part of the form. The steps to choose from follow the channel."""

    def __init__(self) -> None:
        super().__init__("beginPlace", _("How and where"))
        self._schemes: Mapping[Channel, Scheme] = {}
        self.channel = ChipChoice("channel", _("Role and channel"), tuple(_option(each) for each in Channel))
        self.hall, self.number = QLineEdit(), QLineEdit()
        self.first, self.last = QComboBox(), QComboBox()
        self.channel_field = Field("channel", _("Role and channel"), self.channel)
        self.hall_field = Field("hall", _("Hall or place"), self.hall)
        window = Field("window", _("Window number"), self.number)
        self.part_field = Field("firstStep", _("From step"), self.first)
        last = Field("lastStep", _("To step"), self.last)
        place, part = QHBoxLayout(), QHBoxLayout()
        for row, fields in (
            (place, ((self.hall_field, 2), (window, 1))),
            (part, ((self.part_field, 1), (last, 1))),
        ):
            row.setSpacing(SPACE_S)
            for field, stretch in fields:
                row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.channel_field)
        self.body.addLayout(place)
        self.body.addLayout(part)
        self.channel.chosen.connect(lambda _channel: self._offer_steps())
        self._offer_steps()

    @property
    def chosen_channel(self) -> Channel | None:
        return Channel(self.channel.value) if self.channel.value else None

    def choose_channel(self, channel: str) -> None:
        self.channel.choose(channel)
        self._offer_steps()

    def offer(self, schemes: Mapping[Channel, Scheme]) -> None:
        self._schemes = schemes
        self._offer_steps()

    def _offer_steps(self) -> None:
        scheme = self._schemes.get(self.chosen_channel) if self.chosen_channel else None
        for box, words in (
            (self.first, _("The first (whole flow)")),
            (self.last, _("The last (whole flow)")),
        ):
            box.clear()
            box.addItem(words, "")
            for step in scheme.steps if scheme else ():
                box.addItem(pick(step.title), step.id)
            box.setEnabled(scheme is not None)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)


def _option(channel: Channel) -> Option:
    role = _("applicant") if channel.role is Role.APPLICANT else _("approver")
    return Option(channel.value, f"{role} · {name_of(channel)}")
