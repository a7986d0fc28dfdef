"""The phone's panel: which address and network, the code to scan, and how many photos have come."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from cxo_core.problems import Problem
from cxo_desktop import problem_words
from cxo_desktop.handover.session import Count
from cxo_desktop.ui.handover.addresses import Address, addresses
from cxo_desktop.ui.handover.code import code
from cxo_desktop.ui.handover.line import PhoneLine
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.picture_bar import PictureBar
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

_CODE_SIDE = 184


class HandoverPanel(PictureBar):
    """Off until somebody presses the button; closing it ends the line. `network_named` gives what is to be remembered."""

    network_named = Signal(str)

    def __init__(
        self, line: PhoneLine, listed: Callable[[], Sequence[Address]] = addresses, network: str = ""
    ) -> None:
        super().__init__("handover", _("Photos from a phone"))
        self._line = line
        self._listed = listed
        self._problem = ""
        self._code = named(QLabel(), "handoverCode", _("Code for the phone's camera"))
        self._code.setFixedSize(QSize(grown(_CODE_SIDE), grown(_CODE_SIDE)))
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = label("handoverSaid")
        self._said.setAccessibleName(_("Photos from a phone"))
        self._address = named(QComboBox(), "handoverAddress", _("Address of this laptop"))
        self._network = named(LineField(), "handoverNetwork", _("Network the phone joins"))
        self._network.setText(network)
        self._network.setPlaceholderText(_("Name of the hotspot or network, to show beside the code"))
        self._network.editingFinished.connect(lambda: self.network_named.emit(self._network.text().strip()))
        self._start = button("handoverStart", _("Show the code"), self.start, tone="primary")
        self._new = button("handoverNew", _("New code"), self.start)
        self._again = button("handoverLook", _("Look for addresses again"), self._list)
        self._end = button("handoverEnd", _("End"), self.put_away, tone="danger")
        for each in (self._address, self._network, self._start, self._new, self._again, self._end):
            each.setProperty("look", "finger")
        self._choices = self._make_choices()
        self._lay_out()
        line.changed.connect(self._tell)
        line.ended.connect(self._end_idle)

    def ask(self) -> None:
        """Opens the panel, or gives the keyboard to what can be pressed next."""
        if self.isHidden():
            self._problem = ""
            self._list()
        self.open_at(self._start if not self._line.is_open else self._end)
        self._tell()

    def start(self) -> None:
        """A fresh code on the chosen address."""
        self._problem = ""
        try:
            self._line.open(str(self._address.currentData()))
        except Problem as problem:
            self._problem = f"{problem_words.title(problem)}. {problem_words.sentence(problem)}"
            self._list()
        else:
            self._code.setPixmap(code(self._line.url, grown(_CODE_SIDE), self.devicePixelRatioF()))
        self._tell()

    def put_away(self) -> None:
        """The line ends with its panel."""
        self._line.close()
        self._code.clear()
        super().put_away()

    def _end_idle(self) -> None:
        self._line.close()
        self._problem = _("Ended: nothing was sent for a while. Show a new code to go on.")
        self._tell()

    def _list(self) -> None:
        chosen = self._address.currentData()
        self._address.clear()
        for each in self._listed():
            self._address.addItem(each.words, each.ip)
        self._address.setCurrentIndex(max(0, self._address.findData(chosen)))
        self._tell()

    def _tell(self) -> None:
        count, is_open = self._line.count, self._line.is_open
        has_address = self._address.count() > 0
        self._code.setVisible(is_open and not count.is_claimed)
        self._choices.setVisible(not is_open)
        self._address.setVisible(has_address)
        self._again.setVisible(not has_address)
        self._start.setEnabled(has_address)
        self._new.setVisible(is_open)
        self._end.setVisible(is_open)
        self._said.setText(self._words(count, is_open=is_open, has_address=has_address))
        self._said.setAccessibleDescription(self._said.text())

    def _words(self, count: Count, *, is_open: bool, has_address: bool) -> str:
        if self._problem and not is_open:
            return self._problem
        if not is_open and not has_address:
            return _(
                "The laptop is in no network. Switch on its hotspot, or join the network the phone is in; the internet is not needed."
            )
        if not is_open:
            return _(
                "The phone sends its photos straight to this laptop, encrypted, without internet and without an app. Only the chosen address can be reached, until this panel is closed."
            )
        if not count.is_claimed:
            return _waiting_words(self._network.text().strip())
        return _count_words(count)

    def _make_choices(self) -> QWidget:
        made = named(QWidget(), "handoverChoices")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_S)
        grid.addWidget(label("handoverAddressLabel", _("Address"), wraps=False), 0, 0)
        grid.addWidget(self._address, 0, 1)
        grid.addWidget(self._again, 0, 1)
        grid.addWidget(label("handoverNetworkLabel", _("Network"), wraps=False), 1, 0)
        grid.addWidget(self._network, 1, 1)
        grid.addWidget(self._start, 0, 2, 2, 1)
        grid.setColumnStretch(1, 1)
        return made

    def _lay_out(self) -> None:
        pressed = QHBoxLayout()
        pressed.setSpacing(SPACE_S)
        for each in (self._new, self._end):
            pressed.addWidget(each)
        pressed.addStretch()
        self.arrange(_("Photos from a phone"), self._code, self._said, self._choices, pressed)


def _waiting_words(network: str) -> str:
    if not network:
        return _(
            "Let the phone join the laptop's hotspot or the same network, scan the code with its camera and open the page. The code is good for one phone."
        )
    return _(
        "Let the phone join the network “{network}”, scan the code with its camera and open the page. The code is good for one phone."
    ).format(network=network)


def _count_words(count: Count) -> str:
    """A phone is there: how many photos came, are on their way, were refused."""
    kept = ngettext("{count} photo is in", "{count} photos are in", count.kept).format(count=count.kept)
    said = [_("The phone is connected."), kept]
    if count.coming:
        words = ngettext("{count} on its way", "{count} on their way", count.coming)
        said.append(words.format(count=count.coming))
    if count.refused:
        words = ngettext("{count} not taken in", "{count} not taken in", count.refused)
        said.append(words.format(count=count.refused))
    return f"{said[0]} {' · '.join(said[1:])}"
