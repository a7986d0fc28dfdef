"""The window's composition root: settings, words, lanes, clock and vault are put together here, and nowhere else.

The first picture comes first: until the window is painted nothing is imported that only the vault needs.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from cxo_core.moment import Clock
from cxo_desktop import crash
from cxo_desktop.clock import SystemClock
from cxo_desktop.paths import default_vault, home
from cxo_desktop.settings import Settings, SettingsFile
from cxo_desktop.storage.no_dumps import forbid_dumps
from cxo_desktop.ui.desk import Desk
from cxo_desktop.ui.door import Door, Way
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.locking.beside import close_beside
from cxo_desktop.ui.locking.clipboard import SecretClipboard
from cxo_desktop.ui.locking.lock import Lock
from cxo_desktop.ui.sending.automatic import Connect, over_network
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.theme import dress, load_fonts
from cxo_desktop.words import LANGUAGES, _, use_language

if TYPE_CHECKING:
    import argparse
    from concurrent.futures import Executor

    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.vaults import Vault


class Program(QObject):
    """Everything one run of the window consists of. `painted`: the first picture is on the screen; `opened`: the vault is."""

    painted = Signal()
    opened = Signal()
    _crashed = Signal(str, object)

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        settings_file: SettingsFile,
        settings: Settings,
        clock: Clock,
        executor: "Callable[[str], Executor] | None" = None,
        connect: Connect = over_network,
    ) -> None:
        super().__init__()
        self._app = app
        self._settings_file = settings_file
        self._settings = settings
        self._catalogue: Catalogue | None = None
        self._folder = folder
        self._dialog: QDialog | None = None
        self.crash_reports: list[str] = []
        self._crashed.connect(self._show_crash)
        self.on_bug = crash.install(self._crashed.emit)
        self.window = MainWindow()
        self.lanes = Lanes(on_problem=self.window.show_problem, on_bug=self.on_bug, executor=executor)
        self.door = Door(self.window, self.lanes, folder)
        self.desk = Desk(self.window, self.lanes, clock, settings, self.catalogue, connect)
        self.secrets = SecretClipboard(app.clipboard(), self)
        self.secrets.watch(app)
        self.lock = Lock(self.window, self.lanes, self.desk, self._put_away, settings)
        self.door.opened.connect(self._open)
        self.door.secret_copied.connect(self.secrets.keep)
        self.door.language_chosen.connect(self._speak)
        self.desk.settings_chosen.connect(self._apply)
        self.desk.lock_asked.connect(self.lock.close)
        self.desk.officer_left.connect(lambda is_new: self._leave_for(Way.ADD if is_new else Way.CHOOSE))
        self.desk.secret_copied.connect(self.secrets.keep)
        self.lock.left.connect(self._leave_for)
        self.door.folder_chosen.connect(self._use)
        self.window.painted.connect(self._begin)
        self.window.may_close = self._may_close
        self.lanes.record.busy_changed.connect(self._close_when_saved)
        self.lanes.work.busy_changed.connect(self._close_when_saved)
        self._is_closing = False
        self._is_giving_up = False
        self._is_asking = False
        self.next: Way | None = None
        app.styleHints().colorSchemeChanged.connect(lambda: dress(app, self._settings))

    def show(self, enrolment: Path | None = None, way: Way = Way.OPEN) -> None:
        """Puts the window on the screen; the vault is opened as soon as it is painted.

        `enrolment`: a file the program was started with; its page comes up once the vault is open.
        """
        if enrolment is not None:
            self.desk.office.enrol(enrolment)
        self._is_asking = self.door.begin(way)
        if not self._is_asking:
            self.desk.go(Place.TODAY)
        self.window.show()

    def catalogue(self) -> "Catalogue":
        """The schemes and items at hand; read when first asked for, on whatever lane asks."""
        if self._catalogue is None:
            from cxo_desktop.services.catalogue import Catalogue, office_folders

            self._catalogue = Catalogue(office_folders(self._folder))
        return self._catalogue

    def close(self) -> bool:
        """After the last window: waits until everything is on the disk, then gives the vault free.

        False where a thread still waits for a network that does not answer; it holds nothing that could be lost.
        """
        self.secrets.clear()
        self.desk.leave()
        self.desk.office.end()
        is_over = self.lanes.close()
        if self.door.vault is not None:
            self.door.vault.close()
        return is_over

    def _begin(self) -> None:
        self.painted.emit()
        if not self._is_asking:
            QTimer.singleShot(0, self.door.open)

    def _open(self, vault: "Vault") -> None:
        from cxo_desktop.ui.resting import Resting

        self._resting = Resting(vault, self.lanes.record, self)
        self.desk.unlock(vault)
        self.lock.guard(vault, self._app.installNativeEventFilter)
        if self.door.was_recovered:
            self.lock.renew()
        self.opened.emit()

    def _apply(self, settings: Settings) -> None:
        """Language, colours and text size change at once; the file follows on its own lane."""
        self._keep(settings)
        dress(self._app, settings)
        self.desk.rebuild(settings)

    def _speak(self, language: str) -> None:
        """Another language on the page of the first start."""
        self._keep(replace(self._settings, language=language))
        self.desk.settings = self._settings
        self.window.furnish()
        self.door.ask_who()

    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        use_language(settings.spoken)
        self.lock.settle(settings)
        self.lanes.work.submit(lambda: self._settings_file.save(settings))

    def _use(self, folder: Path) -> None:
        self._folder = folder

    def _leave_for(self, way: Way) -> None:
        """This vault closes when everything is on the disk; `main` then begins anew with nothing of it in the memory."""
        self.next = way
        self.window.close()

    def _put_away(self) -> None:
        """Dialogs and everything else beside the window, before it locks; and a secret in the clipboard."""
        self.secrets.clear()
        close_beside(self._app, self.window)

    def _may_close(self) -> bool:
        """A tap on its way to the disk keeps the window open until it has arrived."""
        self.desk.leave()
        self.desk.office.stop_copying()
        self._is_closing = self.lanes.is_writing
        if self._is_closing:
            return False
        if self.desk.is_held and self.lock.is_closed:
            self.next = None
            self.lock.tell_held()
            return False
        if self.desk.is_held and not self._is_giving_up:
            self.next = None
            self.desk.hold(self._give_up)
            return False
        return True

    def _give_up(self) -> None:
        """The officer leaves although something is not on the disk."""
        self._is_giving_up = True
        self.window.close()

    def _close_when_saved(self, is_busy: bool) -> None:
        if self._is_closing and not self.lanes.is_writing:
            self.window.close()

    def _show_crash(self, report: str, kept: object) -> None:
        self.crash_reports.append(report)
        from cxo_desktop.ui.shell.crash_dialog import tell_crash

        self._dialog = tell_crash(self._dialog, report, kept, self.window)


def build(
    app: QApplication,
    folder: Path | None = None,
    *,
    language: str = "",
    clock: Clock | None = None,
    executor: "Callable[[str], Executor] | None" = None,
    connect: Connect = over_network,
) -> Program:
    """The program, dressed and wired, not yet shown."""
    file = SettingsFile()
    settings = file.load()
    use_language(language or settings.spoken)
    load_fonts()
    dress(app, settings)
    return Program(
        app,
        folder or default_vault(),
        settings_file=file,
        settings=settings,
        clock=clock or SystemClock(),
        executor=executor,
        connect=connect,
    )


def take_pictures(vault: "Vault", folder: Path, *, recorded: str, reported: str) -> list[Path]:
    """Pictures of every page over an open vault, in both languages and themes; needs no display."""
    from cxo_desktop.ui.pictures import PAGES, Studio

    return Studio(vault, recorded=recorded, reported=reported).take(folder, PAGES)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the window until it is closed."""
    arguments = _parser().parse_args(argv)
    if not has_display():
        use_language(arguments.language or SettingsFile().load().spoken)
        print(
            _("There is no display here. Start the window on a desktop, or use the command “cxo”."),
            file=sys.stderr,
        )
        return 2
    forbid_dumps()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal: what is said to be saved is saved
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CXO Desktop")
    app.setDesktopFileName("cxo-desktop")
    way = Way(arguments.begin) if arguments.begin else Way.OPEN
    if way is Way.OPEN and arguments.vault is None and (home() / "officers.json").is_file():
        way = Way.CHOOSE
    program = build(app, arguments.vault, language=arguments.language)
    program.show(arguments.enrolment, way)
    code = app.exec()
    is_over = program.close()
    if program.next is not None:
        sys.stdout.flush()
        os.execv(sys.executable, again(program.next, arguments.language, arguments.vault))
    if not is_over:
        sys.stdout.flush()
        os._exit(code)  # only a silent network is still waited for, and everything is on the disk
    return code


def again(way: Way, language: str, vault: Path | None = None) -> list[str]:
    """The command that replaces this process by a fresh one: nothing of one officer is in the memory of the next."""
    this = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cxo_desktop.app"]
    same = ("--vault", str(vault)) if vault is not None and way is Way.SHUT else ()
    return [*this, "--begin", way.value, *same, *(("--language", language) if language else ())]


def has_display() -> bool:
    """Whether a window can be shown; without a display Qt would end the program with a message of its own."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _parser() -> "argparse.ArgumentParser":
    import argparse

    parser = argparse.ArgumentParser(prog="cxo-desktop")
    parser.add_argument("enrolment", nargs="?", type=Path, metavar="FILE.cxoenrol")
    parser.add_argument("--begin", choices=[way.value for way in Way], help=argparse.SUPPRESS)
    parser.add_argument("--vault", type=Path, metavar="DIR")
    parser.add_argument("--language", choices=LANGUAGES, default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
