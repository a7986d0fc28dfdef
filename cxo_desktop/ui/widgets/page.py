"""One screen: a title with its actions, a banner for what went wrong, and a body that scrolls when text is large."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cxo_core.problems import Problem
from cxo_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.banner import Banner
from cxo_desktop.ui.widgets.labels import title
from cxo_desktop.ui.widgets.naming import named


class Page(QWidget):
    """`body` takes the content, `head_actions` what can be done with the whole page.

    A page without `has_head` uses its whole height and draws its own first line. `enter` is called each time the page comes into view, `leave` before it goes out of it.
    """

    def __init__(
        self, name: str, heading: str, *, scrolls: bool = True, widest: int = 0, has_head: bool = True
    ) -> None:
        super().__init__()
        named(self, name, heading)
        self.heading = heading
        self.banner = Banner(f"{name}Banner")
        self.head_actions = QHBoxLayout()
        self.head_actions.setSpacing(SPACE_S)
        head = QHBoxLayout()
        if has_head:
            head.addWidget(title(f"{name}Title", heading), 1)
            head.addLayout(self.head_actions)
        column = QVBoxLayout(self)
        if has_head:
            column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        else:
            column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(SPACE_M if has_head else SPACE_S)
        if has_head:
            column.addLayout(head)
        column.addWidget(self.banner)
        content = named(QWidget(), f"{name}Content")
        if widest:
            content.setMaximumWidth(widest)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, SPACE_S if scrolls else 0, 0)
        self.body.setSpacing(SPACE_M)
        column.addWidget(self._scrolling(name, content) if scrolls else content, 1)

    def enter(self) -> None:
        """Looks again at what may have changed while the page was out of view."""

    def leave(self) -> None:
        """Puts away what must not wait."""

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work on this page only, each with what it does."""
        return ()

    def show_problem(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _scrolling(self, name: str, content: QWidget) -> QScrollArea:
        area = named(QScrollArea(), f"{name}Scroll", self.heading)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(content)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        return area
