"""The window's desk: which page lies on top, and which walkthrough lies open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cxo_core.moment import Clock
from cxo_desktop.settings import Settings
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.laying_open import interrupted, laid_open, place_of
from cxo_desktop.ui.office_ways import connect_offices
from cxo_desktop.ui.office_work import OfficeWork
from cxo_desktop.ui.pages import BUILDERS, NEED_NO_VAULT
from cxo_desktop.ui.sending.automatic import Connect, over_network
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.today.overview import Overview
from cxo_desktop.ui.today.page import TodayPage
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_core.walkthrough import Walkthrough
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.ui.beginning.wish import Wish
    from cxo_desktop.ui.recorder.live_record import LiveRecord


class Desk(QObject):
    """Before `unlock` only what needs no vault can be reached: today and, behind the start button, the beginning.

    One walkthrough at a time lies open: recorder and finish-and-seal are about it. `state` is how it stood when it was
    laid open or last sealed.
    """

    settings_chosen = Signal(object)
    lock_asked = Signal()
    officer_left = Signal(bool)
    secret_copied = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        lanes: Lanes,
        clock: Clock,
        settings: Settings,
        catalogue: "Callable[[], Catalogue]",
        connect: Connect = over_network,
    ) -> None:
        super().__init__(window)
        self.office = OfficeWork(lanes, clock, catalogue, connect, self)
        self.lanes = lanes
        self.clock = clock
        self.settings = settings
        self.catalogue = catalogue
        self.recording: Recording | None = None
        self.state: Walkthrough | None = None
        self.reported = ""
        self._window = window
        self._vault: Vault | None = None
        self._live: LiveRecord | None = None
        self._wish: Wish | None = None
        self._pages: dict[str, Page] = {}
        self._place: str = Place.TODAY
        self._came_from: str = Place.TODAY
        window.asked.connect(self.go)
        connect_offices(self, window)

    @property
    def vault(self) -> "Vault":
        """The open vault; only pages that are built when it is open ask for it."""
        assert self._vault is not None, "no vault is open"
        return self._vault

    @property
    def is_unlocked(self) -> bool:
        return self._vault is not None

    def unlock(self, vault: "Vault") -> None:
        """From now on every page can be reached. A walkthrough that was being recorded goes on at its step."""
        self._vault = vault
        self.office.unlock(vault)
        if self._place != Place.BEGINNING:
            self.go(Place.TODAY)
            self.lanes.record.submit(lambda: interrupted(vault), self._go_on, owner=self)
        elif self._wish is not None:
            self.begin(self._wish)
        else:
            self._pages[Place.BEGINNING].enter()
        self.office.show_brought()

    @property
    def place(self) -> str:
        """Which page lies on top."""
        return self._place

    @property
    def is_held(self) -> bool:
        """Whether entries were pressed that cannot be written, for instance because the disk is full."""
        return self._live is not None and self._live.stopped_by is not None and bool(self._live.waiting)

    def hold(self, leave: Callable[[], object] | None = None) -> None:
        """Goes to the entries that are not on the disk yet and says what leaving them would mean."""
        count = len(self._live.waiting) if self._live is not None else 0
        page = self._show(Place.RECORDER)
        page.banner.show_words(
            ngettext(
                "{count} entry is not on the disk yet", "{count} entries are not on the disk yet", count
            ).format(count=count),
            _(
                "It is tried again every few seconds. Make room on the disk or give write access; leaving now would lose it."
            ),
            tone="problem",
            action=_("Leave and lose it") if leave else "",
            do=leave,
        )

    def follow(self, live: "LiveRecord") -> None:
        """The recorder's record: its state is the desk's, and what it cannot write holds its page."""
        self._live = live
        live.looked.connect(lambda seen: self._keep(seen.state))

    def go(self, place: str) -> None:
        """Leads to a place; what needs the vault leads to today while it is still being opened."""
        wanted = Place.LIBRARY if place == "search" else Place(place)
        if not self.is_unlocked and wanted not in NEED_NO_VAULT:
            wanted = Place.TODAY
        page = self._show(wanted)
        if place == "search":
            page.search()

    def open(
        self,
        walkthrough: str,
        then: Place | None = None,
        *,
        prepare: "Callable[[Recording], object]" = lambda recording: None,
        step: str = "",
    ) -> None:
        """Lays a walkthrough open and goes to where it stands: the recorder, or finish-and-seal.

        `prepare` is done to its record first, on the record lane; `step` is where the recorder goes.
        """
        vault = self.vault
        if self.is_held:
            self.hold()
            return

        def opened(answer: "tuple[Recording, Walkthrough]") -> None:
            self._lay_open(*answer)
            self.go(then or place_of(answer[1].status))
            if step:
                self.go_to_step(step)

        self.lanes.record.submit(
            lambda: laid_open(vault, self.clock, walkthrough, prepare), opened, owner=self
        )

    def report(self, walkthrough: str) -> None:
        """Shows the report of a walkthrough, whichever lies open."""
        if self.reported != walkthrough:
            self._drop(Place.REPORTING)
        self.reported = walkthrough
        self.go(Place.REPORTING)

    def begin(self, wish: "Wish") -> None:
        """Starts a walkthrough; while the vault is still being opened the wish waits for it."""
        if not self.is_unlocked:
            self._wish = wish
            return
        if self.is_held:
            self.hold()
            return
        vault, self._wish = self.vault, None

        def call() -> "tuple[Recording, Walkthrough]":
            from cxo_desktop.ui.beginning.start import start

            return start(vault, self.catalogue(), self.clock, wish)

        def begun(answer: "tuple[Recording, Walkthrough]") -> None:
            self._lay_open(*answer)
            self.go(Place.RECORDER)
            self._drop(Place.BEGINNING)

        self.lanes.record.submit(call, begun, owner=self)

    def mask(self, evidence: str, place: Place = Place.MASKING) -> None:
        """To the photos of the open walkthrough, or its voice notes in the recorder, at one of them where it is named."""
        page = self._show(place)
        show_photo = getattr(page, "show_photo", None)
        if evidence and show_photo is not None:
            show_photo(evidence)

    def go_back(self) -> None:
        """From the photos to where somebody came from."""
        self.go(self._came_from)

    def go_to_step(self, step: str) -> None:
        """To the recorder, at a step: where something is missing."""
        page = self._show(Place.RECORDER)
        go_to = getattr(page, "go_to", None)
        if go_to is not None:
            go_to(step or None)

    def take(self, state: "Walkthrough") -> None:
        """The open walkthrough changed outside the recorder: finished, sealed or re-opened."""
        self._keep(state)
        self._drop(Place.RECORDER)
        self.office.sync.look_and_send()

    def look_at_today(self) -> None:
        self.office.look(self._show_overview, self)

    def tell_today(self, words: str) -> None:
        """A calm word on the workbench, seen now or when one comes back to it."""
        if (today := self._pages.get(Place.TODAY)) is not None:
            today.banner.show_words(words)

    def rebuild(self, settings: Settings) -> None:
        """Every page anew, in the language, colours and size now in use."""
        self.settings = settings
        self.leave()
        if self.is_held:
            self.hold()
            return
        recording = self.recording
        if recording is None:
            self._furnish()
        else:
            self.lanes.record.submit(lambda: recording.state, self._furnish, owner=self)

    def leave(self) -> None:
        """Lets every page put away what must not wait."""
        for page in self._pages.values():
            page.leave()

    def _furnish(self, state: "Walkthrough | None" = None) -> None:
        """New pages show the open walkthrough as it stands now, behind everything that was just recorded."""
        self.state = state
        self._pages.clear()
        focused = self._window.focusWidget()
        self._window.furnish()
        self.office.sync.tell_again()
        page = self._show(Place(self._place))
        if focused is not None and (same := page.findChild(QWidget, focused.objectName())) is not None:
            same.setFocus()
        if self._place != Place.TODAY:
            self.look_at_today()

    def _go_on(self, walkthrough: str | None) -> None:
        if walkthrough is not None:
            self.open(walkthrough)

    def _lay_open(self, recording: "Recording", state: "Walkthrough") -> None:
        self._drop(Place.RECORDER)
        self._drop(Place.MASKING)
        self._drop(Place.SEALING)
        self.recording = recording
        self._keep(state)

    def _keep(self, state: "Walkthrough") -> None:
        self.state = state
        self._tell_recorded(state)

    def _tell_recorded(self, state: "Walkthrough") -> None:
        from cxo_core.walkthrough import Status

        title = pick(state.item.title) if state.item else _("Walkthrough")
        self._window.tell_recorded(title if state.status is Status.RECORDING else "")

    def _show(self, place: Place) -> Page:
        if place not in self._pages:
            self._pages[place] = BUILDERS[place](self)
        if place is Place.MASKING and self._place != Place.MASKING:
            self._came_from = self._place
        self._place = place
        self._window.show_page(self._pages[place], place)
        return self._pages[place]

    def renew(self, place: Place) -> Page:
        """Shows a place with a page built anew."""
        self._drop(place)
        return self._show(place)

    def _drop(self, place: Place) -> None:
        if page := self._pages.pop(place, None):
            if place is Place.RECORDER:
                self._live = None
            page.leave()
            self._window.drop_page(page)

    def _show_overview(self, seen: Overview) -> None:
        today = self._pages.get(Place.TODAY)
        if isinstance(today, TodayPage):
            today.show_overview(seen)
