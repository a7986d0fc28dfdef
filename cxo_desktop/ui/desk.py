"""The open vault's pages: builds each when it is first asked for, and leads from one to the next."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.moment import Clock
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.settings import Settings
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.today.overview import Overview, overview
from cxo_desktop.ui.today.page import TodayPage
from cxo_desktop.ui.widgets.empty_page import EmptyPage
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault


class Desk(QObject):
    """What pages stand on (vault, lanes, clock) is handed to each when it is built.

    Before `unlock` only what needs no vault can be reached: today and, behind the start button, the beginning.
    One walkthrough at a time lies open: the recorder and finish-and-seal are about it.
    """

    settings_chosen = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        lanes: Lanes,
        clock: Clock,
        settings: Settings,
        catalogue: "Callable[[], Catalogue]",
    ) -> None:
        super().__init__(window)
        self._window = window
        self._lanes = lanes
        self._clock = clock
        self._settings = settings
        self._catalogue = catalogue
        self._vault: Vault | None = None
        self._pages: dict[str, Page] = {}
        self._place: str = Place.TODAY
        self._recording: Recording | None = None
        self._reported = ""
        window.asked.connect(self.go)

    @property
    def place(self) -> str:
        return self._place

    def unlock(self, vault: "Vault") -> None:
        """From now on every page can be reached. A walkthrough that was being recorded goes on at its step."""
        self._vault = vault
        if self._place == Place.BEGINNING:
            self._look_at_today()
            return
        self.go(Place.TODAY)
        self._lanes.record.submit(lambda: _interrupted(vault), self._go_on, owner=self)

    def go(self, place: str) -> None:
        """Leads to a place. What needs the vault leads to today while it is still being opened."""
        builders: dict[str, Callable[[], Page]] = {
            Place.TODAY: self._today,
            Place.BEGINNING: self._beginning,
            Place.SETTINGS: self._settings_page,
        }
        if self._vault is not None:
            builders |= {
                Place.RECORDER: self._recorder,
                Place.SEALING: self._sealing,
                Place.LIBRARY: self._library,
                Place.OUTBOX: self._outbox,
                Place.REPORTING: self._reporting,
                "search": self._library,
            }
        build = builders.get(place, self._today)
        shown = (
            Place.LIBRARY.value if place == "search" else place if place in builders else Place.TODAY.value
        )
        page = self._show(shown, build)
        if place == "search":
            page.search()

    def rebuild(self, settings: Settings) -> None:
        """Every page anew, in the language, colours and size now in use."""
        self._settings = settings
        for page in self._pages.values():
            page.leave()
        self._pages.clear()
        self._window.furnish(text_size=settings.text_size)
        self.go(self._place)

    def leave(self) -> None:
        """Puts everything away before the window closes."""
        for page in self._pages.values():
            page.leave()

    def open(self, walkthrough: str, then: str = "") -> None:
        """Lays a walkthrough open and goes to where it stands: recorder, finish-and-seal or report."""
        vault = self._vault
        if vault is None:
            return

        def laid_open(answer: "tuple[Recording, Walkthrough]") -> None:
            recording, state = answer
            self._lay_open(recording, state)
            self.go(then or _place_of(state.status))

        self._lanes.record.submit(lambda: _open(vault, self._clock, walkthrough), laid_open, owner=self)

    def report(self, walkthrough: str) -> None:
        if self._reported != walkthrough:
            self._drop(Place.REPORTING)
        self._reported = walkthrough
        self.go(Place.REPORTING)

    def _go_on(self, walkthrough: str | None) -> None:
        if walkthrough is not None:
            self.open(walkthrough)

    def _begin(self, beginning: "Beginning") -> None:
        """Queued behind the opening of the vault, so that one need not wait for it."""

        def call() -> "tuple[Recording, Walkthrough]":
            from cxo_desktop.ui.beginning.start import start

            return start(self._vault, self._clock, beginning)

        def begun(answer: "tuple[Recording, Walkthrough]") -> None:
            self._drop(Place.BEGINNING)
            self._lay_open(*answer)
            self.go(Place.RECORDER)

        self._lanes.record.submit(call, begun, owner=self)

    def _lay_open(self, recording: "Recording", state: Walkthrough) -> None:
        self._drop(Place.RECORDER)
        self._drop(Place.SEALING)
        self._recording = recording
        self._state = state
        self._tell_recorded(state)

    def _tell_recorded(self, state: Walkthrough) -> None:
        is_going_on = state.status is Status.RECORDING
        title = pick(state.item.title) if state.item else _("Walkthrough")
        self._window.tell_recorded(title if is_going_on else "")

    def _show(self, place: str, build: Callable[[], Page]) -> Page:
        if place not in self._pages:
            self._pages[place] = build()
        self._place = place
        self._window.show_page(self._pages[place], place)
        return self._pages[place]

    def _drop(self, place: str) -> None:
        if page := self._pages.pop(place, None):
            page.leave()
            self._window.drop_page(page)

    @property
    def _open_vault(self) -> "Vault":
        assert self._vault is not None, "pages that need the vault are built when it is open"
        return self._vault

    def _remember_place(self, page: "BeginningPage") -> None:
        vault = self._vault
        if vault is not None:
            self._lanes.record.submit(lambda: vault.settings.get(LAST_PLACE), page.remember, owner=page)

    def _go_to_step(self, step: str) -> None:
        page = self._show(Place.RECORDER, self._recorder)
        go_to = getattr(page, "go_to", None)
        if go_to is not None:
            go_to(step)

    def _take_state(self, state: Walkthrough) -> None:
        self._state = state
        self._tell_recorded(state)

    def _look_at_today(self) -> None:
        vault = self._vault
        if vault is not None:
            self._lanes.record.submit(lambda: overview(vault), self._show_overview, owner=self)

    def _show_overview(self, seen: Overview) -> None:
        self._window.rail.set_count(Place.OUTBOX, seen.waiting)
        today = self._pages.get(Place.TODAY)
        if isinstance(today, TodayPage):
            today.show_overview(seen)

    def _today(self) -> Page:
        page = TodayPage()
        page.start_asked.connect(lambda: self.go(Place.BEGINNING))
        page.outbox_asked.connect(lambda: self.go(Place.OUTBOX))
        page.library_asked.connect(lambda: self.go(Place.LIBRARY))
        page.draft_asked.connect(self.open)
        page.looked.connect(self._look_at_today)
        return page

    def _settings_page(self) -> Page:
        from cxo_desktop.ui.settings_page.page import SettingsPage

        page = SettingsPage(self._settings, self._vault, self._lanes)
        page.chosen.connect(self.settings_chosen)
        return page

    def _beginning(self) -> Page:
        from cxo_desktop.ui.beginning.page import BeginningPage

        page = BeginningPage(self._catalogue, self._lanes)
        page.begun.connect(self._begin)
        page.left.connect(lambda: self.go(Place.TODAY))
        page.looked.connect(lambda: self._remember_place(page))
        return page

    def _library(self) -> Page:
        from cxo_desktop.ui.library.page import LibraryPage

        page = LibraryPage(self._open_vault, self._lanes)
        page.opened.connect(self.open)
        page.sealing_asked.connect(lambda walkthrough: self.open(walkthrough, Place.SEALING))
        page.report_asked.connect(self.report)
        return page

    def _outbox(self) -> Page:
        from cxo_desktop.ui.outbox.page import OutboxPage

        return OutboxPage(self._open_vault, self._lanes)

    def _recorder(self) -> Page:
        if self._recording is None:
            return EmptyPage(
                "recorderEmpty",
                _("Recorder"),
                _("Nothing is being recorded"),
                _("Start a walkthrough, or go on with one that is in progress."),
                drawing="record",
                action=_("Start a walkthrough"),
                do=lambda: self.go(Place.BEGINNING),
            )
        from cxo_desktop.ui.recorder.page import RecorderPage

        page = RecorderPage(
            recording=self._recording,
            state=self._state,
            vault=self._open_vault,
            lanes=self._lanes,
            clock=self._clock,
        )
        page.finish_asked.connect(lambda: self.go(Place.SEALING))
        page.left.connect(lambda: self.go(Place.TODAY))
        return page

    def _sealing(self) -> Page:
        if self._recording is None:
            return EmptyPage(
                "sealingEmpty",
                _("Finish and seal"),
                _("No walkthrough lies open"),
                _("Open one from today or from the library; what it still lacks is then listed here."),
                drawing="seal",
                action=_("Open the library"),
                do=lambda: self.go(Place.LIBRARY),
            )
        from cxo_desktop.ui.sealing.page import SealingPage

        page = SealingPage(self._recording, self._open_vault, self._lanes, self._clock)
        page.step_asked.connect(self._go_to_step)
        page.report_asked.connect(self.report)
        page.changed.connect(self._take_state)
        return page

    def _reporting(self) -> Page:
        from cxo_desktop.ui.reporting.page import ReportingPage

        page = ReportingPage(self._reported, self._open_vault, self._lanes)
        page.left.connect(lambda: self.go(Place.LIBRARY))
        return page


def _interrupted(vault: "Vault") -> str | None:
    """The walkthrough that was being recorded when the program ended, the newest first. Record lane."""
    from cxo_desktop.storage.library import LibraryQuery

    found = vault.library.page(LibraryQuery(status=(Status.RECORDING.value,)), size=1).items
    return found[0].id if found else None


def _open(vault: "Vault", clock: Clock, walkthrough: str) -> "tuple[Recording, Walkthrough]":
    """Record lane."""
    from cxo_desktop.services.recording import Recording

    recording = Recording(vault.walkthroughs, clock, walkthrough, by=vault.profile.id)
    return recording, recording.state


def _place_of(status: Status) -> str:
    match status:
        case Status.RECORDING | Status.PAUSED:
            return Place.RECORDER
        case _:
            return Place.SEALING
