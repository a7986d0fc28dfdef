"""From the closed vault to the open one: first start, unlocking, and the pages that say why it stays closed."""

import os
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.ui.opening.first_run import FirstRunPage

_WRONG_SECRET = (Code.PASSPHRASE_WRONG, Code.PASSPHRASE_TOO_SOON, Code.RECOVERY_KEY_WRONG)
_SECRET_NEEDED = (Code.PASSPHRASE_NEEDED, Code.KEYRING_LOCKED)


class Way(Enum):
    """How a run begins: with the one vault, with the question who it is, with one more officer, or with a closed vault
    that opens only when somebody asks for it."""

    OPEN = "open"
    CHOOSE = "choose"
    ADD = "add"
    SHUT = "shut"


class Door(QObject):
    """Shows its pages in the window until the vault is open; then it says `opened` and is done. `vault` is to be closed at the end."""

    opened = Signal(object)
    language_chosen = Signal(str)
    secret_copied = Signal(str)
    folder_chosen = Signal(object)

    def __init__(self, window: MainWindow, lanes: Lanes, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._lanes = lanes
        self._folder = folder
        self._shown: Page | None = None
        self._is_adding = False
        self.vault: Vault | None = None
        self.was_recovered = False

    @property
    def is_first_start(self) -> bool:
        return not (self._folder / "vault.json").exists()

    def begin(self, way: Way) -> bool:
        """What has to be asked before any vault is opened; whether there is anything."""
        match way:
            case Way.CHOOSE:
                self.choose()
            case Way.ADD:
                self.add()
            case _ if self.is_first_start:
                self.open()
            case Way.SHUT:
                self._ask_secret()
            case Way.OPEN:
                return False
        return True

    def open(self) -> None:
        """Opens with the key the keyring keeps, or `CXO_PASSPHRASE`; asks where neither does it."""
        if self.is_first_start:
            self.ask_who()
            return
        passphrase = os.environ.get("CXO_PASSPHRASE")
        folder = self._folder
        self._lanes.record.submit(
            lambda: _open(folder, passphrase=passphrase), self._enter, self._refuse, owner=self
        )

    def choose(self) -> None:
        """Asks which officer it is, where there are several; else opens the one vault."""
        from cxo_desktop.services.officers import everyone, listed
        from cxo_desktop.ui.opening.officers import OfficersPage

        found = everyone()
        if len(found) < 2:
            self.open()
            return
        page = OfficersPage(found, listed(found))
        page.chosen.connect(self._use)
        page.added.connect(self.add)
        self._show(page)

    def add(self) -> None:
        """One more officer, with a vault beside the others."""
        from cxo_desktop.services.officers import place_for_another

        self._is_adding = True
        self._use(place_for_another())

    def _use(self, folder: Path) -> None:
        self._folder = folder
        self.folder_chosen.emit(folder)
        self.open()

    def ask_who(self) -> None:
        """The page of the first start, in the language now in use."""
        from cxo_desktop.ui.opening.first_run import FirstRunPage

        page = FirstRunPage(*self._listed()) if self._is_adding else FirstRunPage()
        page.language_chosen.connect(self.language_chosen)
        page.asked.connect(lambda name, passphrase: self._create(page, name, passphrase))
        self._show(page)

    def _create(self, page: "FirstRunPage", name: str, passphrase: str) -> None:
        def made(answer: "tuple[Vault, str]") -> None:
            from cxo_desktop.ui.opening.recovery_key import RecoveryKeyPage
            from cxo_desktop.ui.opening.recovery_paper import RecoveryPaper, drawn

            vault, key = answer
            self.vault = vault
            shown = RecoveryKeyPage(key)
            paper = RecoveryPaper(lambda: drawn(vault, key), self._lanes, shown.banner, shown)
            shown.print_asked.connect(paper.ask_printer)
            shown.save_asked.connect(paper.ask_file)
            shown.copied.connect(self.secret_copied)
            shown.kept.connect(lambda: self._enter(vault))
            self._show(shown)

        def refused(problem: Problem) -> None:
            page.wait(False)
            page.show_problem(problem)

        page.wait(True)
        label = page.label if self._is_adding else None
        self._lanes.record.submit(
            lambda: _create(self._folder, passphrase, name, label), made, refused, owner=page
        )

    def _listed(self) -> tuple[str, frozenset[str]]:
        """How one more officer would be listed, and what the others are called."""
        from cxo_desktop.services.officers import everyone, labels_of_others

        number = len(everyone()) + 1
        return _("Officer {number}").format(number=number), labels_of_others(self._folder)

    def _ask_secret(self, problem: Problem | None = None) -> None:
        from cxo_desktop.services.vaults import ways_in
        from cxo_desktop.ui.opening.unlock import UnlockPage
        from cxo_desktop.ui.opening.why import note_of, why_asked

        try:
            ways = ways_in(self._folder)
        except Problem as worse:
            self._refuse(worse)
            return
        offers_keyring = ways.keyring and (
            problem is None or problem.code is Code.KEYRING_LOCKED or not ways.passphrase
        )
        page = UnlockPage(
            str(self._folder),
            why_asked(problem, ways),
            ways=replace(ways, keyring=offers_keyring),
            note=note_of(problem, ways),
        )

        def refused(problem: Problem) -> None:
            page.wait(False)
            if problem.code in _WRONG_SECRET:
                page.refuse(problem)
            elif problem.code in _SECRET_NEEDED:
                page.show_problem(problem)
            else:
                self._refuse(problem)

        def attempt(*, recovered: bool = False, **secret: str) -> None:
            def entered(vault: "Vault") -> None:
                self.was_recovered = recovered
                self._enter(vault)

            page.wait(True)
            self._lanes.record.submit(lambda: _open(self._folder, **secret), entered, refused, owner=self)

        page.passphrase_given.connect(lambda secret: attempt(passphrase=secret))
        page.recovery_key_given.connect(lambda secret: attempt(recovered=True, recovery_key=secret))
        page.keyring_asked.connect(attempt)
        self._show(page)

    def _refuse(self, problem: Problem) -> None:
        if problem.code in (*_SECRET_NEEDED, *_WRONG_SECRET):
            self._ask_secret(problem)
            return
        from cxo_desktop.ui.opening.refused import RefusedPage

        page = RefusedPage(problem, str(self._folder))
        page.retried.connect(self.open)
        page.left.connect(self._window.close)
        self._show(page)

    def _enter(self, vault: "Vault") -> None:
        self.vault = vault
        self._window.lock_rail(False)
        self.opened.emit(vault)
        if self._shown is not None:
            self._window.drop_page(self._shown)
            self._shown = None

    def _show(self, page: Page) -> None:
        self._window.lock_rail(True)
        before, self._shown = self._shown, page
        self._window.show_page(page, "")
        if before is not None:
            self._window.drop_page(before)


def _open(folder: Path, *, passphrase: str | None = None, recovery_key: str | None = None) -> "Vault":
    from cxo_desktop.services.vaults import open_vault

    vault = open_vault(folder, passphrase, recovery_key=recovery_key)
    vault.prepare()
    return vault


def _create(folder: Path, passphrase: str, officer_name: str, label: str | None) -> "tuple[Vault, str]":
    from cxo_desktop.services import officers
    from cxo_desktop.services.vaults import create

    vault = create(folder, passphrase, officer_name)
    if label is not None:
        officers.enter(label, folder)
    key = vault.make_recovery_key()
    vault.prepare()
    return vault, key
