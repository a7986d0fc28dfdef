"""A line across a page that says what happened and what to do next. It never takes the keyboard away."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cxo_core.problems import Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.icons import picture
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _

_PICTURES = {"problem": "problem", "notice": "warning", "done": "done"}


class Banner(QFrame):
    """Hidden until something is to be said. The newest word replaces the one before."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, _("Message"))
        self.setProperty("look", "banner")
        self._details = ""
        self._action: Callable[[], object] | None = None
        self._picture = named(QLabel(), f"{name}Picture")
        self._title = label(f"{name}Title", size="section")
        self._sentence = label(f"{name}Sentence")
        self._do = button(f"{name}Action", "", self._act, spoken=_("Message"))
        self._copy: QPushButton = button(
            f"{name}Copy", _("Copy details"), self._copy_details, tone="quiet", picture="copy"
        )
        self._close = button(
            f"{name}Close", "", self.clear, tone="quiet", picture="close", spoken=_("Close this message")
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        for each in (self._do, self._copy, self._close):
            row.addWidget(each)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_problem(
        self, problem: Problem, *, action: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """The Problem's title and sentence, with its code and details ready to be copied."""
        self._say("problem", problem_words.title(problem), problem_words.sentence(problem), action, do)
        self._details = f"{self._title.text()}\n{self.sentence}\n{problem}"
        self._copy.show()

    def show_words(
        self,
        title: str,
        sentence: str = "",
        *,
        tone: str = "done",
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """Any other word; `tone` is done, notice or problem."""
        self._say(tone, title, sentence, action, do)

    def clear(self) -> None:
        self.hide()
        self.closed.emit()

    def _say(
        self, tone: str, title: str, sentence: str, action: str, do: Callable[[], object] | None
    ) -> None:
        self._picture.setPixmap(picture(_PICTURES[tone], size=24, density=self.devicePixelRatioF()))
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._action = do
        self._do.setText(action)
        self._do.setAccessibleName(action or _("Message"))
        self._do.setVisible(bool(action))
        self._copy.hide()
        self._details = ""
        self.setAccessibleDescription(f"{title} {sentence}".strip())
        restyle(self, tone=tone)
        self.show()

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def _copy_details(self) -> None:
        QApplication.clipboard().setText(self._details, QClipboard.Mode.Clipboard)
        self._copy.setText(_("Copied"))
