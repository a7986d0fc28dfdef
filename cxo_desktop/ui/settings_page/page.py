"""Language, theme and text size, which change at once; who records; passphrase and recovery key."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from cxo_desktop.settings import TEXT_SIZES, Settings, Theme
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.papers_card import PapersCard
from cxo_desktop.ui.sending.automatic import AutomaticSync
from cxo_desktop.ui.settings_page.lock_card import LockCard
from cxo_desktop.ui.settings_page.office_card import OfficeCard
from cxo_desktop.ui.settings_page.officers_card import OfficersCard
from cxo_desktop.ui.settings_page.retention_card import RetentionCard
from cxo_desktop.ui.settings_page.secrets_card import SecretsCard
from cxo_desktop.ui.settings_page.sending_card import SendingCard
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Profile, Vault


class SettingsPage(Page):
    """Each choice takes effect when it is made; there is nothing to confirm."""

    chosen = Signal(object)
    enrolment_asked = Signal()
    offices_changed = Signal()
    retention_asked = Signal()
    lock_asked = Signal()
    officer_left = Signal(bool)
    secret_copied = Signal(str)

    def __init__(self, settings: Settings, vault: "Vault | None", lanes: Lanes, sync: AutomaticSync) -> None:
        super().__init__("settings", _("Settings"), widest=800)
        self._settings = settings
        self._vault = vault
        self._lanes = lanes
        self.body.addWidget(self._looks())
        if vault is not None:
            self._office = OfficeCard(vault, lanes)
            self._office.refused.connect(self.show_problem)
            self._office.enrolment_asked.connect(self.enrolment_asked)
            self._office.changed.connect(self.offices_changed)
            self._sending = SendingCard(vault, lanes, sync)
            keeping = RetentionCard()
            keeping.asked.connect(self.retention_asked)
            self._officers = OfficersCard(vault, lanes)
            self._officers.left.connect(self.officer_left)
            self._officers.refused.connect(self.show_problem)
            self._officers.renamed.connect(self._tell_label)
            lock = LockCard(settings)
            lock.chosen.connect(self._change)
            lock.lock_asked.connect(self.lock_asked)
            self._secrets = SecretsCard(vault, lanes, self.banner)
            self._secrets.secret_copied.connect(self.secret_copied)
            for card in (
                self._officer(vault),
                lock,
                self._office,
                self._sending,
                keeping,
                self._secrets,
                self._officers,
            ):
                self.body.addWidget(card)
            self._papers = PapersCard(vault, lanes)
            self._papers.refused.connect(self.show_problem)
            self.body.addWidget(self._papers)
        self.body.addStretch()

    def enter(self) -> None:
        self._language.setFocus()
        vault = self._vault
        if vault is not None:
            self._lanes.record.submit(lambda: vault.profile, self._show_profile, owner=self)
            self._office.look()
            self._sending.look()
            self._papers.look()
            self._officers.look()

    def leave(self) -> None:
        if self._vault is not None:
            self._secrets.forget()

    def _looks(self) -> Card:
        card = Card(
            "settingsLooks",
            _("How the window looks"),
            _("Changes take effect at once, on this machine only."),
        )
        languages = (Option("zh_CN", "中文"), Option("en", "English"))
        self._language = ChipChoice("settingsLanguage", _("Language"), languages)
        self._language.choose(self._settings.spoken)
        self._language.chosen.connect(lambda tag: self._change(replace(self._settings, language=tag)))
        themes = (
            Option(Theme.SYSTEM, _("Like the system")),
            Option(Theme.LIGHT, _("Light")),
            Option(Theme.DARK, _("Dark")),
        )
        theme = ChipChoice("settingsTheme", _("Colours"), themes)
        theme.choose(self._settings.theme)
        theme.chosen.connect(lambda name: self._change(replace(self._settings, theme=Theme(name))))
        sizes = tuple(Option(str(size), f"{size} %") for size in TEXT_SIZES)
        size = ChipChoice("settingsTextSize", _("Text size"), sizes)
        size.choose(str(self._settings.text_size))
        size.chosen.connect(lambda per_cent: self._change(replace(self._settings, text_size=int(per_cent))))
        for words, choice in ((_("Language"), self._language), (_("Colours"), theme), (_("Text size"), size)):
            card.body.addWidget(Field(choice.objectName(), words, choice))
        return card

    def _officer(self, vault: "Vault") -> Card:
        card = Card("settingsOfficer", _("Who records"))
        self._name = QLineEdit()
        self._named = Field(
            "settingsOfficerName",
            _("Your name"),
            self._name,
            _("Holds for walkthroughs from now on; records keep the name they were made under."),
        )
        self._name.returnPressed.connect(lambda: self._rename(vault))
        card.body.addWidget(self._named)
        row = QHBoxLayout()
        row.addWidget(button("settingsRename", _("Save the name"), lambda: self._rename(vault)))
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _change(self, settings: Settings) -> None:
        self.chosen.emit(settings)

    def _show_profile(self, profile: "Profile") -> None:
        if not self._name.isModified():
            self._name.setText(profile.name)

    def _rename(self, vault: "Vault") -> None:
        name = self._name.text().strip()
        self._named.set_mistake("" if name else _("Enter your name."))
        if not name:
            self._named.go_to()
            return
        self._lanes.record.submit(lambda: vault.rename(name), self._renamed, self.show_problem, owner=self)

    def _tell_label(self, label: str) -> None:
        self.banner.show_words(
            _("Saved"), _("From now on this laptop lists you as {label}.").format(label=label)
        )

    def _renamed(self, profile: "Profile") -> None:
        self._name.setModified(False)
        self.banner.show_words(_("Saved"), _("New walkthroughs will name {name}.").format(name=profile.name))
