"""A page that has nothing to show yet and says what to do about it."""

from collections.abc import Callable

from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.page import Page


class EmptyPage(Page):
    """Stands where a page will be once there is something to show on it."""

    def __init__(
        self,
        name: str,
        heading: str,
        title: str,
        sentence: str,
        *,
        drawing: str,
        action: str,
        do: Callable[[], object],
    ) -> None:
        super().__init__(name, heading)
        self.body.addWidget(
            EmptyState(f"{name}Empty", title, sentence, drawing=drawing, action=action, do=do), 1
        )
