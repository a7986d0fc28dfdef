"""The office's comments at the recorder: read once, shown with the step they are on, ticked off durably."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.comment_bar import CommentBar
from cxo_desktop.ui.recorder.comments import Comments, comments_on, keep_ticks
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.step_rail import StepRail

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class CommentsDesk(QObject):
    """Nothing is asked for in a first revision: nobody can have returned one before it."""

    def __init__(
        self, vault: "Vault", lane: Lane, live: LiveRecord, bar: CommentBar, rail: StepRail, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._vault = vault
        self._lane = lane
        self._live = live
        self._bar = bar
        self._rail = rail
        self._comments = Comments()
        self._revision = 0
        bar.ticked.connect(self._tick)
        live.looked.connect(self._show)
        self._show(live.look)

    def _show(self, seen: Look) -> None:
        revision = seen.state.revision
        if revision != self._revision:
            self._revision = revision
            self._comments = Comments()
            if revision > 1:
                self._lane.submit(
                    lambda: comments_on(self._vault, self._live.id, revision), self._take, owner=self
                )
        self._bar.show_comments(self._comments, seen.state.step)

    def _take(self, comments: Comments) -> None:
        self._comments = comments
        self._rail.show_comments(comments.open_by_step)
        self._bar.show_comments(comments, self._live.look.state.step)

    def _tick(self, at: int, is_ticked: bool) -> None:
        self._take(self._comments.with_tick(at, is_ticked))
        comments = self._comments
        self._lane.submit(lambda: keep_ticks(self._vault, comments), owner=self)
