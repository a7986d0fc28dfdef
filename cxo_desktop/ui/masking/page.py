"""Masking: the photos of the open walkthrough one after another, until each may leave. Nothing here waits for a picture."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent

from cxo_core.privacy import Checked, Sensitive
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Status, Walkthrough
from cxo_desktop.services.masking import USUAL_DAYS, days_kept
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.masking.about import About
from cxo_desktop.ui.masking.album import Album
from cxo_desktop.ui.masking.canvas import Canvas
from cxo_desktop.ui.masking.draft import Draft
from cxo_desktop.ui.masking.keys import act_of, listed
from cxo_desktop.ui.masking.shapes import in_picture
from cxo_desktop.ui.masking.standing import standing_of
from cxo_desktop.ui.masking.strip import Strip, StripModel, photographs_of
from cxo_desktop.ui.masking.tool_bar import ToolBar
from cxo_desktop.ui.masking.tools import Tool
from cxo_desktop.ui.masking.wiring import connect, lay_out
from cxo_desktop.ui.masking.writing import Writing
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault

_QUIET = frozenset({Code.NOTHING_TO_UNDO, Code.NOTHING_TO_REDO})


class MaskingPage(Page):
    """`left` leads back to where somebody came from. What was drawn is kept whenever the photo goes out of view."""

    left = Signal()

    def __init__(self, recording: "Recording", vault: "Vault", lanes: Lanes) -> None:
        super().__init__("masking", _("Mask photos"), scrolls=False)
        self._vault, self._lanes = vault, lanes
        self._days = USUAL_DAYS
        self._state: Walkthrough | None = None
        self._photo: Evidence | None = None
        self._wanted = ""
        self._passed: set[str] = set()
        self.writing = Writing(recording, vault, lanes)
        self.album = Album(self.writing.masking, lanes.work)
        self.model = StripModel(photographs_of(vault, recording.id), lanes.work)
        self.canvas, self.tools, self.about = Canvas(), ToolBar(), About()
        self.strip = Strip(self.model)
        self.left_over = small("maskingLeftOver")
        lay_out(self)
        connect(self)

    def enter(self) -> None:
        self._passed.clear()
        self._lanes.record.submit(lambda: days_kept(self._vault), self.tell_days, owner=self)
        self.writing.look()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._put_away()
        self.album.let_go()

    def tell_days(self, days: int) -> None:
        """For how long a picture under masks is kept."""
        self._days = days

    def show_photo(self, evidence: str) -> None:
        """Goes to a photo from outside: where it is to be checked."""
        self._wanted = evidence
        if self._state is not None:
            self.show_state(self._state)

    def keys(self) -> Sequence[tuple[str, str]]:
        return listed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(self, event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def keep(self) -> None:
        """Records what was drawn and goes on; without masks somebody still has to say that there is nothing to mask."""
        if self._photo is None or not self.canvas.is_open:
            return
        draft = self.canvas.draft
        if not draft.is_changed:
            self.about.note(_("Nothing new is drawn. Press N if there is nothing to mask."))
            return
        is_masking = draft.is_masking
        self._put_away()
        if is_masking:
            self._pass()
        else:
            self.about.note(_("Kept. Press N if there is nothing to mask."))

    def nothing_to_mask(self) -> None:
        if self._photo is None or not self.canvas.is_open:
            return
        draft = self.canvas.draft
        if draft.is_masking:
            self.about.note(_("There is a mask on it. Enter keeps it; Delete takes it away."))
            return
        self.about.flush()
        if draft.is_changed:
            self.writing.keep(self._photo, draft.edits, is_checked=True)
            self.canvas.show_draft(replace(draft, kept=draft.edits))
        else:
            self.writing.check(self._photo, Checked.NOTHING_TO_MASK)
        self._pass()

    def undo(self) -> None:
        """Shapes not kept yet first, then what the record says of photos."""
        if self.canvas.draft.past:
            self.canvas.show_draft(self.canvas.draft.undone())
        else:
            self._passed.clear()
            self.canvas.show_draft(replace(self.canvas.draft, future=()))
            self._follow(self._state.undoable if self._state else None)
            self.writing.undo()

    def redo(self) -> None:
        if self.canvas.draft.future:
            self.canvas.show_draft(self.canvas.draft.redone())
        else:
            self._follow(self._state.redoable if self._state else None)
            self.writing.redo()

    def go(self, by: int) -> None:
        """To the photo before or after."""
        row = self.model.row_of(self._photo.id) if self._photo else None
        if row is not None and 0 <= row + by < len(self.model.photos):
            self.show_chosen(self.model.photos[row + by])

    def step_back(self) -> None:
        """Lets go of the chosen shape, then of the page."""
        if self.canvas.draft.chosen is not None:
            self.canvas.show_draft(replace(self.canvas.draft, chosen=None))
        else:
            self.left.emit()

    def choose(self, tool: Tool) -> None:
        self.canvas.tool = tool
        self.tools.show_tool(tool)
        if tool is Tool.LABEL and not self.canvas.label_text:
            self.tools.focus_label()
        else:
            self.canvas.setFocus()

    def _pass(self) -> None:
        """On to the next photo that still needs somebody."""
        state, photo = self._state, self._photo
        if state is None or photo is None:
            return
        self._passed.add(photo.id)
        row = self.model.row_of(photo.id) or 0
        photos = (*self.model.photos[row + 1 :], *self.model.photos[:row])
        waiting = [
            each for each in photos if each.id not in self._passed and not standing_of(each, state).is_done
        ]
        if waiting:
            self.show_chosen(waiting[0])
        else:
            self.about.note(_("Every photo has been looked at."))

    def _put_away(self) -> None:
        """What was drawn or typed and is not recorded yet is recorded now."""
        self.about.flush()
        draft = self.canvas.draft
        if self._photo is not None and draft.is_changed and self.canvas.is_open:
            self.writing.keep(self._photo, draft.edits)
            self.canvas.show_draft(replace(draft, kept=draft.edits, past=(), future=()))

    def show_state(self, state: Walkthrough) -> None:
        self._state = state
        self.model.show_state(state)
        photos = self.model.photos
        self.tools.set_open(state.status is not Status.SEALED and bool(photos))
        count = sum(not standing_of(photo, state).is_done for photo in photos)
        self.left_over.setText(
            ngettext("{count} photo not yet checked", "{count} photos not yet checked", count).format(
                count=count
            )
            if count
            else _("✓ Every photo may leave")
            if photos
            else _("There are no photos yet. Add them in the recorder.")
        )
        ids = {photo.id: photo for photo in photos}
        known = ids.get(self._wanted) or (ids.get(self._photo.id) if self._photo else None)
        undone = next((each for each in photos if not standing_of(each, state).is_done), None)
        now = known or undone or (photos[0] if photos else None)
        self._wanted = ""
        if now is None:
            return
        if self._photo is None or now.id != self._photo.id:
            self.show_chosen(now)
        else:
            self._renew(now)

    def show_chosen(self, photo: Evidence) -> None:
        """Another photo; what was drawn on the one before is kept."""
        if self._photo is not None and self._photo.id != photo.id:
            self._put_away()
        self._photo = photo
        row = self.model.row_of(photo.id)
        if row is not None:
            self.strip.show_row(row)
        self.about.note("")
        self._fill_canvas(photo)
        self._tell(photo)
        if row is not None and row + 1 < len(self.model.photos):
            self.album.fetch(self.model.photos[row + 1])

    def _fill_canvas(self, photo: Evidence) -> None:
        picture = self.album.picture(photo)
        edits = self.album.edits(photo)
        draft = Draft(*self.album.size(photo, self._state), kept=edits, edits=edits)
        self.canvas.is_open = self._is_open(photo)
        self.canvas.show_picture(picture or QImage(), draft)
        self.propose(photo.id)

    def _renew(self, photo: Evidence) -> None:
        """The same photo, as the record has it now; what was drawn meanwhile stays."""
        self._photo = photo
        draft, kept = self.canvas.draft, self.album.edits(photo)
        is_drawing = draft.is_changed and draft.edits != kept and bool(draft.past)
        self.canvas.is_open = self._is_open(photo)
        if is_drawing or self.writing.is_busy:
            self.canvas.show_draft(replace(draft, kept=kept) if is_drawing else draft)
        elif draft.edits != kept or draft.kept != kept:
            self.canvas.show_draft(replace(draft, kept=kept, edits=kept, chosen=None, past=(), future=()))
        self._tell(photo)

    def _tell(self, photo: Evidence) -> None:
        if self._state is not None:
            standing = standing_of(photo, self._state)
            days = None if self.album.is_final(photo) else self._days
            self.about.show_photo(photo, standing, days=days, is_open=self._is_open(photo))
        self.about.show_proposals(len(self.canvas.draft.proposed), finds_faces=self.album.finds_faces)

    def show_picture(self, evidence: str) -> None:
        if self._photo is not None and self._photo.id == evidence:
            self._fill_canvas(self._photo)
            self._tell(self._photo)

    def propose(self, evidence: str) -> None:
        """Proposed boxes that no mask covers yet, in pixels of the picture."""
        photo, draft = self._photo, self.canvas.draft
        picture = self.album.picture(photo) if photo is not None and photo.id == evidence else None
        if photo is None or picture is None or not self.canvas.is_open or photo.checked is not None:
            return
        found = in_picture(self.album.faces(photo), draft.width, max(picture.width(), 1))
        self.canvas.show_draft(replace(draft, proposed=found))
        self.about.show_proposals(len(found), finds_faces=self.album.finds_faces)

    def show_changed(self, draft: Draft) -> None:
        self.about.note("")
        self.about.show_proposals(len(draft.proposed), finds_faces=self.album.finds_faces)

    def accept(self, *, drops: bool) -> None:
        draft = self.canvas.draft
        self.canvas.take(replace(draft, proposed=()) if drops else draft.accepting(draft.proposed))

    def check_exception(self, basis: str) -> None:
        """Leaves the photo in view unmasked, on a legal basis."""
        if self._photo is not None and self.canvas.is_open:
            self._put_away()
            self.writing.check(self._photo, Checked.EXCEPTION, basis)
            self._pass()

    def flag(self, sensitive: Sequence[Sensitive]) -> None:
        if self._photo is not None:
            self.writing.flag(self._photo, tuple(sensitive))

    def describe(self, caption: str) -> None:
        if self._photo is not None:
            self.writing.describe(self._photo, caption)

    def refuse(self, problem: Problem) -> None:
        if problem.code in _QUIET:
            self.about.note(_("There is nothing of photos to undo or redo."))
        else:
            self.show_problem(problem)

    def _is_open(self, photo: Evidence) -> bool:
        return self._state is not None and self._state.status is not Status.SEALED and not photo.quarantined

    def _follow(self, seq: int | None) -> None:
        """The photo an entry speaks of comes into view, once that entry is undone or redone."""
        if seq and self._state is not None:
            self._wanted = str(self._state.entry(seq).body.get("evidence", ""))
