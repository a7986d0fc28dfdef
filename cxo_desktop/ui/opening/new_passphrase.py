"""Choosing a passphrase: twice the same, with a word about how long it would stand against guessing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from cxo_desktop.ui.opening.strength import SHORTEST, Strength, strength
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import N_, _

_WORDS = {
    Strength.TOO_SHORT: N_("Too short: at least {shortest} characters"),
    Strength.WEAK: N_("Weak: a few more words make it safe"),
    Strength.FAIR: N_("Fair: good against other people, not against a computer that guesses for weeks"),
    Strength.STRONG: N_("Strong"),
}


class NewPassphrase(QWidget):
    """`name` is what its lines' names begin with. `entered`: Return in one of them."""

    entered = Signal()

    def __init__(self, name: str, asked: str) -> None:
        super().__init__()
        named(self, f"{name}Choice")
        self._first, self._second = hidden_line(), hidden_line()
        self._chosen = Field(name, asked, self._first)
        self._repeated = Field(f"{name}Again", _("The same passphrase once more"), self._second)
        self._bar = named(QProgressBar(), "passphraseStrength", _("Strength of the passphrase"))
        self._bar.setRange(0, len(Strength) - 1)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._words = small("passphraseStrengthWords")
        self._first.textChanged.connect(self._weigh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for each in (self._chosen, self._bar, self._words, self._repeated):
            column.addWidget(each)
        for line in (self._first, self._second):
            line.returnPressed.connect(self.entered)
        self._weigh("")

    @property
    def text(self) -> str:
        return self._first.text()

    def focus(self) -> None:
        self._first.setFocus()

    def clear(self) -> None:
        self._first.clear()
        self._second.clear()

    def look(self) -> Field | None:
        """Says beside the lines what is wrong with them; the first to be typed in again, or None where all is well."""
        too_short = strength(self.text) is Strength.TOO_SHORT
        differ = self.text != self._second.text()
        self._chosen.set_mistake(
            _("Use at least {shortest} characters.").format(shortest=SHORTEST) if too_short else ""
        )
        self._repeated.set_mistake(_("The two passphrases differ. Type it again.") if differ else "")
        if too_short:
            return self._chosen
        if differ:
            self._second.selectAll()
            return self._repeated
        return None

    def _weigh(self, passphrase: str) -> None:
        weight = strength(passphrase)
        self._bar.setVisible(bool(passphrase))
        self._bar.setValue(weight)
        self._words.setVisible(bool(passphrase))
        self._words.setText(_(_WORDS[weight]).format(shortest=SHORTEST) if passphrase else "")


def hidden_line() -> QLineEdit:
    """A line that shows dots."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
