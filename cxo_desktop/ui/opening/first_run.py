"""The first start: who records, and the passphrase that keeps the records closed to everybody else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar

from cxo_desktop.ui.opening.strength import SHORTEST, Strength, strength
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import N_, _, language

_WORDS = {
    Strength.TOO_SHORT: N_("Too short: at least {shortest} characters"),
    Strength.WEAK: N_("Weak: a few more words make it safe"),
    Strength.FAIR: N_("Fair: good against other people, not against a computer that guesses for weeks"),
    Strength.STRONG: N_("Strong"),
}


class FirstRunPage(Page):
    """Asks for the officer's name and, twice, a passphrase; with `listed`, how the laptop lists them too."""

    asked = Signal(str, str)
    language_chosen = Signal(str)

    def __init__(self, listed: str = "") -> None:
        super().__init__("firstRun", _("Before your first walkthrough"), widest=640)
        self._label = QLineEdit(listed)
        self._name = QLineEdit()
        self._passphrase = _secret()
        self._again = _secret()
        self._named = Field("officerName", _("Your name, as it will stand in the record"), self._name)
        self._chosen = Field("newPassphrase", _("Choose a passphrase"), self._passphrase)
        self._repeated = Field("newPassphraseAgain", _("The same passphrase once more"), self._again)
        self._bar = named(QProgressBar(), "passphraseStrength", _("Strength of the passphrase"))
        self._bar.setRange(0, len(Strength) - 1)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar_words = small("passphraseStrengthWords")
        self._passphrase.textChanged.connect(self._weigh)

        languages = ChipChoice(
            "firstRunLanguage", _("Language"), (Option("zh_CN", "中文"), Option("en", "English"))
        )
        languages.choose(language())
        languages.chosen.connect(self.language_chosen)
        self.head_actions.addWidget(languages)
        who = Card("firstRunWho", _("Who are you?"))
        who.body.addWidget(self._named)
        if listed:
            hint = _("Everybody at this laptop reads it before a vault is open; it need not be your name.")
            who.body.addWidget(Field("officerLabel", _("How this laptop lists you"), self._label, hint))
        why = Card("firstRunWhy", _("Keep the records closed"))
        why.body.addWidget(
            label(
                "firstRunWhySentence",
                _(
                    "Everything you record is encrypted on this laptop. The passphrase opens it when the system's keyring "
                    "cannot, for instance on another machine. Nobody else knows it and nobody can reset it. "
                    "Three or four words that nobody would put together are easy to remember and hard to guess."
                ),
                tone="quiet",
            )
        )
        for each in (self._chosen, self._bar, self._bar_words, self._repeated):
            why.body.addWidget(each)
        self._create = button("createVault", _("Create my vault"), self._ask, tone="primary")
        self.body.addWidget(who)
        self.body.addWidget(why)
        self.body.addWidget(self._create)
        self.body.addStretch()
        for editor in (self._name, self._passphrase, self._again):
            editor.returnPressed.connect(self._ask)
        self._weigh("")

    @property
    def label(self) -> str:
        """How another officer of this laptop wants to be listed."""
        return self._label.text().strip()

    def enter(self) -> None:
        self._name.setFocus()

    def wait(self, is_waiting: bool) -> None:
        """While the vault is being made the button does nothing and says so."""
        self._create.setEnabled(not is_waiting)
        self._create.setText(_("Creating your vault…") if is_waiting else _("Create my vault"))

    def _weigh(self, passphrase: str) -> None:
        weight = strength(passphrase)
        self._bar.setVisible(bool(passphrase))
        self._bar.setValue(weight)
        self._bar_words.setText(_(_WORDS[weight]).format(shortest=SHORTEST) if passphrase else "")

    def _ask(self) -> None:
        name, passphrase = self._name.text().strip(), self._passphrase.text()
        too_short = strength(passphrase) is Strength.TOO_SHORT
        differ = passphrase != self._again.text()
        self._named.set_mistake("" if name else _("Enter your name."))
        self._chosen.set_mistake(
            _("Use at least {shortest} characters.").format(shortest=SHORTEST) if too_short else ""
        )
        self._repeated.set_mistake(_("The two passphrases differ. Type it again.") if differ else "")
        if not name:
            self._name.setFocus()
        elif too_short:
            self._passphrase.setFocus()
        elif differ:
            self._again.selectAll()
            self._again.setFocus()
        else:
            self.asked.emit(name, passphrase)


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor
