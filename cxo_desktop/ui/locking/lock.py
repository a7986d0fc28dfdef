"""The lock of the window: closes on a key, when nobody is there and when the laptop sleeps; the record goes on behind it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractNativeEventFilter, QObject, Signal

from cxo_core.problems import Problem
from cxo_desktop.settings import Settings
from cxo_desktop.ui.desk import Desk
from cxo_desktop.ui.door import Way
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.locking.idle import Idle
from cxo_desktop.ui.locking.suspend import Suspend
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.ui.locking.locked_page import LockedPage
    from cxo_desktop.ui.widgets.page import Page


class Lock(QObject):
    """Shuts people out, not the program: the vault stays open so that what is on its way is still written.

    Pages leave the window whole and come back as they were. Only the passphrase or the recovery key opens: the system's
    keyring proves the laptop's user, not who sits there. `left` tells which way somebody goes who wants this vault closed.
    """

    closed = Signal()
    opened = Signal()
    left = Signal(object)

    def __init__(
        self, window: MainWindow, lanes: Lanes, desk: Desk, put_away: Callable[[], object], settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._lanes = lanes
        self._desk = desk
        self._put_away = put_away
        self._settings = settings
        self._vault: Vault | None = None
        self._page: Page | None = None
        self._is_renewing = False
        self.idle = Idle(self)
        self.idle.passed.connect(self.close)
        self.suspend = Suspend(self)
        self.suspend.slept.connect(self._sleep)
        window.lock_asked.connect(self.close)

    @property
    def is_closed(self) -> bool:
        return self._page is not None

    def guard(self, vault: "Vault", install: Callable[[QAbstractNativeEventFilter], object]) -> None:
        """The vault is open: from now on there is something to lock."""
        self._vault = vault
        if (handle := self._window.windowHandle()) is not None:
            self.idle.watch(handle)
        self.settle(self._settings)
        self.suspend.begin(install)

    def settle(self, settings: Settings) -> None:
        """Other minutes, or sleep no longer locks."""
        self._settings = settings
        self.idle.allow(settings.lock_minutes if self._vault is not None else 0)

    def close(self) -> None:
        """Locks. What was typed goes to the disk first; a vault without a passphrase could not be opened again."""
        vault = self._vault
        if vault is None or (self.is_closed and not self._is_renewing):
            return
        if not vault.has_passphrase:
            self._say_how()
            return
        self._is_renewing = False
        from cxo_desktop.ui.locking.locked_page import LockedPage

        self._desk.leave()
        self._put_away()
        page = LockedPage(self._recording_since())
        page.passphrase_given.connect(lambda secret: self._prove(page, lambda: vault.prove(secret)))
        page.recovery_key_given.connect(
            lambda secret: self._prove(page, lambda: vault.prove_by_recovery(secret), self.renew)
        )
        self._page = page
        self._window.cover(page)
        self._offer_leaving(page, vault)
        self.closed.emit()

    def renew(self) -> None:
        """Somebody came in by the recovery key: a new passphrase is chosen, or not, before the window opens."""
        from cxo_desktop.ui.opening.renewing import RenewingPage

        vault = self._vault
        if vault is None:
            return
        page = RenewingPage(vault.keyring)
        page.skipped.connect(lambda: self._tell_skipped(vault))
        page.chosen.connect(
            lambda passphrase: self._lanes.record.submit(
                lambda: vault.change_passphrase(passphrase),
                lambda _done: self._tell_renewed(),
                page.refuse,
                owner=page,
            )
        )
        self._page = page
        self._is_renewing = True
        self._window.cover(page)

    def tell_held(self) -> None:
        """Why the window does not close: without saying what is held."""
        if self._page is not None:
            self._page.banner.show_words(
                _("Not everything is on the disk yet"),
                _("Unlock to see what is waiting; leaving now would lose it."),
                tone="problem",
            )

    def _offer_leaving(self, page: "LockedPage", vault: "Vault") -> None:
        def look() -> bool:
            from cxo_desktop.services.officers import have_own_locks

            return have_own_locks(vault.folder.root)

        def offer(has_others: bool) -> None:
            page.left.connect(lambda: self.left.emit(Way.CHOOSE if has_others else Way.SHUT))
            page.offer_leaving(has_others)

        self._lanes.record.submit(look, offer, owner=page)

    def _prove(
        self, page: "LockedPage", prove: Callable[[], None], then: Callable[[], None] | None = None
    ) -> None:
        def refused(problem: Problem) -> None:
            page.wait(False)
            page.refuse(problem)

        page.wait(True)
        self._lanes.record.submit(prove, lambda _done: (then or self._open)(), refused, owner=page)

    def _open(self) -> None:
        self._page = None
        self._is_renewing = False
        self._window.uncover()
        self.settle(self._settings)
        self.opened.emit()

    def _tell_renewed(self) -> None:
        self._open()
        self._tell(
            _("The passphrase is changed"), _("From now on only the new one opens your records."), "done"
        )

    def _tell_skipped(self, vault: "Vault") -> None:
        from cxo_desktop.ui.opening.renewing import without

        self._open()
        self._tell(_("The forgotten passphrase still stands"), without(vault.keyring), "notice")

    def _tell(self, title: str, sentence: str, tone: str) -> None:
        if self._window.page is not None:
            self._window.page.banner.show_words(title, sentence, tone=tone)

    def _sleep(self) -> None:
        if self._settings.lock_on_suspend:
            self.close()

    def _recording_since(self) -> datetime | None:
        state = self._desk.state
        if state is None or state.started is None:
            return None
        from cxo_core.walkthrough import Status

        return state.started.wall if state.status is Status.RECORDING else None

    def _say_how(self) -> None:
        self._tell(
            _("There is no passphrase to unlock with"),
            _("Choose one under Settings; from then on the window can be locked."),
            "notice",
        )
