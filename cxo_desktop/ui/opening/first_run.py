"""The first start: who records, and the passphrase that keeps the records closed to everybody else."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from cxo_desktop.ui.opening.new_passphrase import NewPassphrase
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, language


class FirstRunPage(Page):
    """Asks for the officer's name and, twice, a passphrase; with `listed`, how the laptop lists them too.

    `taken`: the labels of the others, in small letters.
    """

    asked = Signal(str, str)
    language_chosen = Signal(str)

    def __init__(self, listed: str = "", taken: Collection[str] = ()) -> None:
        super().__init__("firstRun", _("Before your first walkthrough"), widest=640)
        self._taken = taken
        self._label = QLineEdit(listed)
        self._name = QLineEdit()
        self._named = Field("officerName", _("Your name, as it will stand in the record"), self._name)
        hint = _("Everybody at this laptop reads it before a vault is open; it need not be your name.")
        self._labelled = Field("officerLabel", _("How this laptop lists you"), self._label, hint)
        self._chosen = NewPassphrase("newPassphrase", _("Choose a passphrase"))

        languages = ChipChoice(
            "firstRunLanguage", _("Language"), (Option("zh_CN", "中文"), Option("en", "English"))
        )
        languages.choose(language())
        languages.chosen.connect(self.language_chosen)
        self.head_actions.addWidget(languages)
        who = Card("firstRunWho", _("Who are you?"))
        who.body.addWidget(self._named)
        who.body.addWidget(self._labelled)
        self._labelled.setVisible(bool(listed))
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
        why.body.addWidget(self._chosen)
        self._create = button("createVault", _("Create my vault"), self._ask, tone="primary")
        self.body.addWidget(who)
        self.body.addWidget(why)
        self.body.addWidget(self._create)
        self.body.addStretch()
        self._name.returnPressed.connect(self._ask)
        self._chosen.entered.connect(self._ask)

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

    def _ask(self) -> None:
        name = self._name.text().strip()
        is_taken = self.label.casefold() in self._taken
        wrong = self._chosen.look()
        self._named.set_mistake("" if name else _("Enter your name."))
        self._labelled.set_mistake(_("Another officer is listed like this already.") if is_taken else "")
        if not name:
            wrong = self._named
        elif is_taken:
            wrong = self._labelled
        if wrong is not None:
            wrong.go_to()
        else:
            self.asked.emit(name, self._chosen.text)
