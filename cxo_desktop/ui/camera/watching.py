"""The watched folder's panel: which folder it is, and how many pictures came in from it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from cxo_core.problems import Problem
from cxo_desktop import problem_words
from cxo_desktop.services.capturing_folder import WatchedFolder, content_of
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.pictures import Picture
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

LOOK_MS = 1_500


class WatchPanel(InlineBar):
    """Looks again and again, on the work lane, behind whatever photo is being taken in there."""

    def __init__(
        self, work: Lane, began: Callable[[], datetime], take: Callable[[Sequence[Picture]], bool]
    ) -> None:
        super().__init__("watch", _("Watched folder"))
        self._work = work
        self._began = began
        self._take = take
        self._folder: WatchedFolder | None = None
        self._found = 0
        self._timer = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._said = label("watchSaid")
        self._choose = button("watchChoose", _("Choose a folder"), self.choose, tone="primary")
        self._end = button("watchEnd", _("End"), self.put_away)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._said, 1)
        for each in (self._choose, self._end):
            each.setProperty("look", "finger")
            row.addWidget(each)
        row.addWidget(self.close_button())
        self.body.addLayout(row)
        self._tell()

    def ask(self) -> None:
        self.open_at(self._choose)
        if self._folder is None:
            self.choose()

    def choose(self) -> None:
        """Asks for the folder; the window goes on meanwhile."""
        dialog = named(QFileDialog(self, _("Choose a folder")), "watchFolders", _("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.watch(Path(folder)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def watch(self, folder: Path) -> None:
        """From now on; what was in it before the walk began is left where it is."""
        self._folder, self._found = WatchedFolder(folder, self._began()), 0
        self.open_at(self._end)
        self._tell()
        self.look()

    def look(self) -> None:
        """One look; the next follows by itself."""
        folder = self._folder
        if folder is not None:
            self._work.submit(folder.look, lambda found: self._bring(folder, found), self._lose, owner=self)

    def put_away(self) -> None:
        self._folder = None
        self._timer.stop()
        self._tell()
        super().put_away()

    def _bring(self, folder: WatchedFolder, found: list[Path]) -> None:
        if folder is not self._folder:
            return
        if found and self._take([_picture(path) for path in found]):
            self._found += len(found)
        else:
            folder.give_back(found)
        self._tell()
        self._timer.start()

    def _lose(self, problem: Problem) -> None:
        self._folder = None
        self._timer.stop()
        self._said.setText(f"{problem_words.title(problem)}. {problem_words.sentence(problem)}")
        self._end.hide()

    def _tell(self) -> None:
        folder = self._folder
        self._end.setVisible(folder is not None)
        if folder is None:
            self._said.setText(
                _(
                    "Choose the folder of a camera's card: new pictures in it come in by themselves, each at the step of its own time."
                )
            )
            return
        watched = _("Watching “{folder}”.").format(folder=folder.folder.name or str(folder.folder))
        found = ngettext("{count} picture found", "{count} pictures found", self._found)
        self._said.setText(f"{watched} {found.format(count=self._found)}")


def _picture(path: Path) -> Picture:
    return Picture(path.name, lambda: content_of(path), is_once=True)
