"""The office's comments on the current step, each to be ticked off. Calm: it takes no key and no click to go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cxo_core.protocol.matters import Comment
from cxo_desktop.ui.recorder.comments import Comments
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label, section
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.words import _


class CommentBar(QFrame):
    """`ticked` gives the place of a comment and whether it is dealt with now. Closed, it stays so until another step."""

    ticked = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        named(self, "commentBar", _("What the office says"))
        self.setProperty("look", "banner")
        self.setProperty("tone", "notice")
        self._shown: tuple[tuple[int, str, bool], ...] = ()
        self._lines: list[QWidget] = []
        self._closed_at: str | None = None
        self._step: str | None = None
        self._is_whole_closed = False
        head = QHBoxLayout()
        head.addWidget(section("commentBarTitle", "◆ " + _("What the office says")), 1)
        close = button("commentBarClose", "", self._close, tone="quiet", picture="close", spoken=_("Close"))
        head.addWidget(close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_M, SPACE_XS, SPACE_S, SPACE_S)
        self._column.setSpacing(SPACE_XS)
        self._column.addLayout(head)
        self.hide()

    def show_comments(self, comments: Comments, step: str | None) -> None:
        """Those on the step, and those on the walk as a whole until they are dealt with or closed once."""
        if step != self._step:
            self._step, self._closed_at = step, None
        found = comments.at(step)
        if step is not None and not self._is_whole_closed:
            found += tuple(each for each in comments.at(None) if each[0] not in comments.ticked)
        shown = tuple((at, each.text, at in comments.ticked) for at, each in found)
        if shown != self._shown:
            self._fill(shown, found)
        self.setVisible(bool(shown) and self._closed_at != (step or ""))

    def _fill(self, shown: tuple[tuple[int, str, bool], ...], found: tuple[tuple[int, Comment], ...]) -> None:
        self._shown = shown
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [
            self._line(
                at,
                each.text if each.step else _("On the whole: {comment}").format(comment=each.text),
                is_ticked,
            )
            for (at, each), (_at, _text, is_ticked) in zip(found, shown, strict=True)
        ]
        for line in self._lines:
            self._column.addWidget(line)
        self.setAccessibleDescription(" ".join(each.text for _at, each in found))

    def _line(self, at: int, text: str, is_ticked: bool) -> QWidget:
        line = named(QWidget(), f"comment.{at}")
        box = named(
            QCheckBox(_("dealt with")), f"comment.{at}.done", _("Dealt with: {comment}").format(comment=text)
        )
        show_checked(box, is_ticked)
        box.toggled.connect(lambda on: self.ticked.emit(at, on))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(label(f"comment.{at}.text", text, tone="quiet" if is_ticked else ""), 1)
        row.addWidget(box)
        return line

    def _close(self) -> None:
        self._closed_at = self._step or ""
        self._is_whole_closed = True
        self.hide()
