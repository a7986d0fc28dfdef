"""One screen: a title with its actions, a banner for what went wrong, and a body that scrolls when text is large."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxo_core.problems import Problem
from cxo_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, scaled_to_text
from cxo_desktop.ui.widgets.banner import Banner
from cxo_desktop.ui.widgets.labels import title
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown


class Page(QWidget):
    """`body` takes the content, `head_actions` what can be done with the whole page, `foot` what must always be in reach.

    `enter` is called each time the page comes into view, `leave` before it goes out of it. `widest`: no line of text is
    longer than so many pixels, the column stands in the middle; 0 for the whole width.
    """

    def __init__(self, name: str, heading: str, *, scrolls: bool = True, widest: int = 0) -> None:
        super().__init__()
        named(self, name, heading)
        self.heading = heading
        self.banner = Banner(f"{name}Banner")
        self.head_actions = _row()
        self.foot = _row()
        head = QHBoxLayout()
        head.addWidget(title(f"{name}Title", heading), 1)
        head.addLayout(self.head_actions)
        content = named(QWidget(), f"{name}Content")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, SPACE_S if scrolls else 0, 0)
        self.body.setSpacing(SPACE_M)
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self._scrolling(name, content) if scrolls else content, 1)
        column.addLayout(self.foot)
        middle = named(QWidget(), f"{name}Column")
        middle.setLayout(column)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if widest:
            middle.setMaximumWidth(scaled_to_text(widest) + 2 * SPACE_L)
        outer.addWidget(middle)

    def enter(self) -> None:
        """Looks again at what may have changed while the page was out of view."""

    def leave(self) -> None:
        """Puts away what must not wait."""

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work on this page only, each with what it does."""
        return ()

    def search(self) -> None:
        """Puts the cursor into the page's search field, where it has one."""

    def show_problem(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _scrolling(self, name: str, content: QWidget) -> ScrollDown:
        area = ScrollDown(f"{name}Scroll", self.heading)
        area.setWidget(content)
        return area


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_S)
    return row
