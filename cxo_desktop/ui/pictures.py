"""Pictures of the window for the README, the guide and the demo: real pages over a real vault, in every dress."""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from cxo_core.moment import Moment
from cxo_desktop.settings import Settings, Theme
from cxo_desktop.ui.desk import Desk
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.theme import dress, load_fonts
from cxo_desktop.words import use_language

if TYPE_CHECKING:
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.vaults import Vault

SETTLING_MS = 1_500
SMALL, LARGE = (1280, 720), (1920, 1080)


@dataclass(frozen=True, slots=True)
class Dress:
    """How a picture is taken; its parts are the file name's."""

    language: str = "zh_CN"
    theme: str = "light"
    size: tuple[int, int] = SMALL
    text_size: int = 100

    def name(self, page: str) -> str:
        parts = [page, self.language[:2], self.theme]
        parts += [f"{self.size[0]}"] if self.size != SMALL else []
        parts += [f"{self.text_size}"] if self.text_size != 100 else []
        return "-".join(parts) + ".png"


PAGES = (
    Place.RECORDER,
    Place.TODAY,
    Place.BEGINNING,
    Place.SEALING,
    Place.LIBRARY,
    Place.REPORTING,
    Place.SETTINGS,
)
DRESSES = (Dress(), Dress(theme="dark"), Dress(language="en"), Dress(language="en", theme="dark", size=LARGE))


class _AtOnce(Executor):
    """Does each job as it is handed in: a picture shows what is there, not what is still to come."""

    def submit(self, call: Any, /, *arguments: Any, **named: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(call(*arguments, **named))
        except BaseException as error:
            future.set_exception(error)
        return future


class _StoppedClock:
    """Stands at one moment, so that the same record always gives the same picture."""

    def __init__(self, wall: datetime) -> None:
        self._moment = Moment(wall, 0, "picture")

    def now(self) -> Moment:
        return self._moment


class Studio:
    """Takes the pictures: `recorded` lies open in the recorder, `reported` is a finished one whose report is shown.

    `enrolment`: the file that the page for enrolling shows. `at`: when the pictures are taken, left out: soon after the
    last entry of the recorded one.
    """

    def __init__(
        self,
        vault: "Vault",
        *,
        recorded: str,
        reported: str,
        enrolment: Path | None = None,
        at: datetime | None = None,
        catalogue: "Catalogue | None" = None,
    ) -> None:
        from cxo_desktop.services.catalogue import Catalogue

        self._app = _application()
        self._vault = vault
        self._catalogue = catalogue or Catalogue()
        self._recorded = recorded
        self._reported = reported
        self._enrolment = enrolment
        last = max(event.wall for event in vault.walkthroughs.events(recorded) if event.happened)
        self._clock = _StoppedClock(at or last + timedelta(seconds=74))
        load_fonts()

    def take(
        self,
        folder: Path,
        pages: Iterable[Place],
        dresses: Iterable[Dress] = DRESSES,
        *,
        names: Mapping[Place, str] | None = None,
        prepare: Callable[[MainWindow], object] = lambda _window: None,
    ) -> list[Path]:
        """One picture a page and dress; returns where they are. `names`: what a page is called in the file's name;
        `prepare` is done to the window when the page is in view.
        """
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {page: (names or {}).get(page, page.value) for page in pages}
        return [path for dress_ in dresses for path in self._in_dress(folder, wanted, dress_, prepare)]

    def _in_dress(
        self,
        folder: Path,
        pages: Mapping[Place, str],
        look: Dress,
        prepare: Callable[[MainWindow], object],
    ) -> list[Path]:
        settings = Settings(language=look.language, theme=Theme(look.theme), text_size=look.text_size)
        use_language(settings.spoken)
        dress(self._app, settings)
        window = MainWindow()
        lanes = Lanes(on_problem=window.show_problem, on_bug=_raise, executor=lambda _name: _AtOnce())
        desk = Desk(window, lanes, self._clock, settings, lambda: self._catalogue)
        window.resize(*look.size)
        window.show()
        desk.office.sync.runs_by_itself = False
        desk.unlock(self._vault)
        desk.open(self._recorded, Place.RECORDER)
        self._settle(0)
        taken = []
        for page in pages:
            if page is Place.REPORTING:
                desk.report(self._reported)
            elif page is Place.ENROLMENT:
                desk.office.enrol(self._enrolment)
            else:
                desk.go(page)
            self._settle(SETTLING_MS if page is Place.REPORTING else 0)
            prepare(window)
            self._settle(0)
            taken.append(folder / look.name(pages[page]))
            window.grab().save(str(taken[-1]))
        desk.leave()
        lanes.close()
        window.hide()
        return taken

    def _settle(self, milliseconds: int) -> None:
        """Lets everything that waits for the window's loop happen; the report's pages are drawn in a thread of Qt's own."""
        waiting = QElapsedTimer()
        waiting.start()
        for _turn in range(20):
            self._app.processEvents()
        while waiting.elapsed() < milliseconds:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _application() -> QApplication:
    """A display is not needed: without one the pictures are painted in memory."""
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance()
    return app if isinstance(app, QApplication) else QApplication([])


def _raise(error: BaseException, *_rest: object) -> None:
    raise error
