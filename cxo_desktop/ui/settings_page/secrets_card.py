"""Another passphrase, and a new recovery key: both only for who knows the passphrase, or has the recovery key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.opening.new_passphrase import NewPassphrase, hidden_line
from cxo_desktop.ui.opening.recovery_card import RecoveryCard
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.banner import Banner
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.ui.opening.recovery_paper import RecoveryPaper

_WRONG = (Code.PASSPHRASE_WRONG, Code.PASSPHRASE_TOO_SOON, Code.RECOVERY_KEY_WRONG)


class SecretsCard(Card):
    """A new recovery key stays in view until the page is left or the window locks, and never comes back."""

    secret_copied = Signal(str)

    def __init__(self, vault: "Vault", lanes: Lanes, banner: Banner) -> None:
        super().__init__("settingsSecrets", _("Passphrase and recovery key"))
        self._vault = vault
        self._lanes = lanes
        self._banner = banner
        self._key = ""
        self._present = hidden_line()
        self._asked = Field(
            "settingsPresent", _("Your passphrase as it is now, or the recovery key"), self._present
        )
        self._choice = NewPassphrase("settingsPassphrase", _("New passphrase"))
        self._choice.entered.connect(self._change)
        acts = FlowLayout(gap=SPACE_S)
        acts.addWidget(button("settingsChangePassphrase", _("Change the passphrase"), self._change))
        acts.addWidget(
            button("settingsNewRecoveryKey", _("Make a new recovery key"), self._make, picture="key")
        )
        self._shown = RecoveryCard(
            "settingsRecovery",
            _(
                "Print this key now, or copy it by hand: it goes when you leave this page or the window locks, and never comes back. The earlier one no longer opens anything."
            ),
        )
        self._shown.hide()
        self._shown.copied.connect(self.secret_copied)
        self._shown.print_asked.connect(lambda: self._paper().ask_printer())
        self._shown.save_asked.connect(lambda: self._paper().ask_file())
        self.body.addWidget(self._asked)
        self.body.addWidget(self._choice)
        self.body.addLayout(acts)
        self.body.addWidget(self._shown)
        self.body.addWidget(
            small("settingsVaultFolder", _("Your vault: {folder}").format(folder=vault.folder.root))
        )
        self._asked.setVisible(vault.has_passphrase)

    def forget(self) -> None:
        """What was typed and what was shown is gone."""
        self._key = ""
        self._shown.forget()
        self._present.clear()
        self._choice.clear()

    def _change(self) -> None:
        wrong = self._choice.look()
        if not self._is_given():
            wrong = self._asked
        if wrong is not None:
            wrong.go_to()
            return
        present, chosen = self._present.text(), self._choice.text

        def change() -> None:
            from cxo_desktop.services.recovering import change_passphrase

            change_passphrase(self._vault, present, chosen)

        self._lanes.record.submit(change, lambda _done: self._changed(), self._refuse, owner=self)

    def _make(self) -> None:
        if not self._is_given():
            self._asked.go_to()
            return
        present = self._present.text()

        def make() -> str:
            from cxo_desktop.services.recovering import make_key

            return make_key(self._vault, present)

        self._lanes.record.submit(make, self._show_key, self._refuse, owner=self)

    def _is_given(self) -> bool:
        """Whether the passphrase was typed, where there is one."""
        is_missing = self._vault.has_passphrase and not self._present.text().strip()
        self._asked.set_mistake(_("Type it first.") if is_missing else "")
        return not is_missing

    def _changed(self) -> None:
        self._present.clear()
        self._choice.clear()
        self._asked.setVisible(True)
        self._banner.show_words(
            _("The passphrase is changed"), _("From now on only the new one opens your records.")
        )

    def _show_key(self, key: str) -> None:
        self._present.clear()
        self._key = key
        self._shown.show_key(key)
        self._shown.show()

    def _paper(self) -> "RecoveryPaper":
        from cxo_desktop.ui.opening.recovery_paper import RecoveryPaper, drawn

        key, vault = self._key, self._vault
        return RecoveryPaper(lambda: drawn(vault, key), self._lanes, self._banner, self)

    def _refuse(self, problem: Problem) -> None:
        if problem.code in _WRONG:
            self._asked.set_mistake(problem_words.sentence(problem))
            self._present.selectAll()
            self._asked.go_to()
        else:
            self._banner.show_problem(problem)
