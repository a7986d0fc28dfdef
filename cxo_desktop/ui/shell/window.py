"""The window itself: rail, pages, keys and title. It knows no walkthrough and no vault."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from cxo_core.problems import Problem
from cxo_desktop.ui.sending.situation import Word
from cxo_desktop.ui.shell.dropped import enrolment_in
from cxo_desktop.ui.shell.places import Place, stops, window_keys
from cxo_desktop.ui.shell.rail import Rail
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

SMALLEST = QSize(1024, 640)

ROOMY = 1500
"""From this width on, at 100 % text, the rail keeps its words beside the recorder too."""


class MainWindow(QMainWindow):
    """Shows one page at a time. Pages are hidden rather than deleted; `furnish` builds the frame anew."""

    asked = Signal(str)
    painted = Signal()
    close_asked = Signal()
    lock_asked = Signal()
    enrolment_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "window", _("CXO Desktop"))
        self.setMinimumSize(SMALLEST)
        self.resize(1280, 720)
        self._recorded = ""
        self._place = ""
        self._is_painted = False
        self._covered: QWidget | None = None
        self.may_close: Callable[[], bool] = lambda: True
        self._overlay: QDialog | None = None
        self._word: Word | None = None
        self.setAcceptDrops(True)
        self.furnish()
        for stop in stops():
            self._key(stop.keys, partial(self._ask, stop.place))
        self._key("Ctrl+N", lambda: self._ask(Place.BEGINNING))
        self._key("Ctrl+F", lambda: self._ask("search"))
        self._key("Ctrl+Shift+F", lambda: self._ask(Place.PERSON))
        self._key("F1", self.show_keys)
        self._key("Ctrl+Shift+L", self.lock_asked.emit)
        self._key("Ctrl+Q", self.close)

    def furnish(self) -> None:
        """Builds rail and page stack anew, in the language and size now in use. Old pages are let go."""
        frame = named(QWidget(), "page")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(stops())
        self.rail.asked.connect(self._ask)
        self.rail.help_asked.connect(self.show_keys)
        self._stack = named(QStackedWidget(), "pages", _("Page"))
        self.rail.show_word(self._word)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        if self.is_covered:
            self._covered = frame
        else:
            self.setCentralWidget(frame)
        if self._overlay is not None:
            self._overlay.close()
            self._overlay = None
        self._retitle()

    @property
    def page(self) -> Page | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, page: Page, place: str) -> None:
        """Brings a page into view: the one before leaves, this one looks again at what changed."""
        before = self.page
        if before is not None and before is not page:
            before.leave()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._place = place
        self.rail.show_place(place)
        self._fold_rail()
        page.enter()

    def drop_page(self, page: Page) -> None:
        """Takes a page out for good; answers still on their way to it are not delivered."""
        self._stack.removeWidget(page)
        page.deleteLater()

    @property
    def is_covered(self) -> bool:
        return self._covered is not None

    def cover(self, page: Page) -> None:
        """One page instead of everything: rail and pages leave the window, its title and every screen reader, until `uncover`."""
        if self._overlay is not None:
            self._overlay.close()
        before = self.takeCentralWidget()
        if self._covered is None:
            self._covered = before
        elif before is not None:
            before.deleteLater()
        self.setCentralWidget(page)
        page.show()
        self._retitle()
        page.enter()
        self.repaint()  # now: the laptop may be about to sleep

    def uncover(self) -> None:
        """Everything comes back as it was left."""
        if self._covered is None:
            return
        cover, before, self._covered = self.takeCentralWidget(), self._covered, None
        self.setCentralWidget(before)
        before.show()
        if cover is not None:
            cover.deleteLater()
        self._retitle()
        if self.page is not None:
            self.page.enter()

    def lock_rail(self, is_locked: bool) -> None:
        """While there is no open vault there is nowhere to go."""
        self.rail.setVisible(not is_locked)

    def tell_recorded(self, words: str) -> None:
        """The window's title says what is being recorded; empty for nothing."""
        self._recorded = words
        self._retitle()

    def tell_sending(self, word: Word | None) -> None:
        """How sending stands, at the window's edge."""
        self._word = word
        self.rail.show_word(word)

    def show_problem(self, problem: Problem) -> None:
        """A problem nobody else took: on the page in view."""
        if self.page is not None:
            self.page.show_problem(problem)

    def show_keys(self) -> None:
        if self.is_covered:
            return
        if self._overlay is not None and self._overlay.isVisible():
            self._overlay.close()
            return
        from cxo_desktop.ui.shell.keys import KeysOverlay

        here = self.page.keys() if self.page is not None else ()
        self._overlay = KeysOverlay(self, here, window_keys())
        self._overlay.show()
        self._overlay.activateWindow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if enrolment_in(event.mimeData()) is not None and not self.is_covered:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = enrolment_in(event.mimeData())
        if file is not None and not self.is_covered:
            event.acceptProposedAction()
            self.enrolment_dropped.emit(file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_rail()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close():
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def _ask(self, place: str) -> None:
        if self.rail.isVisible() and self.rail.isEnabled():
            self.asked.emit(place)

    def _fold_rail(self) -> None:
        """The recorder takes the rail's width for its own on a small screen."""
        self.rail.fold(self._place == Place.RECORDER and self.width() < scaled_to_text(ROOMY))

    def _key(self, keys: str, pressed: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(lambda: pressed())

    def _retitle(self) -> None:
        name = _("CXO Desktop")
        self.setWindowTitle(
            _("● Recording: {what} — {program}").format(what=self._recorded, program=name)
            if self._recorded and not self.is_covered
            else name
        )
