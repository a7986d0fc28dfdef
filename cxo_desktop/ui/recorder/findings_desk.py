"""Findings at the recorder: a new one, one that was begun, one to be changed; each in the same line."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from cxo_core.findings import Finding
from cxo_desktop.ui.findings.draft import SLOT, FindingDraft
from cxo_desktop.ui.findings.finding_bar import FindingBar
from cxo_desktop.ui.recorder.finding_menu import FindingMenu
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.pen import Pen
from cxo_desktop.ui.recorder.photo_model import PhotoModel


class FindingsDesk(QObject):
    """Keeps the draft that was begun; it outlives Esc, the page and the program."""

    def __init__(
        self, live: LiveRecord, pen: Pen, bar: FindingBar, menu: FindingMenu, photos: PhotoModel
    ) -> None:
        super().__init__()
        self._live = live
        self._pen = pen
        self._bar = bar
        self._menu = menu
        self._photos = photos
        self._begun: FindingDraft | None = None
        menu.new_asked.connect(self.ask)
        menu.finding_asked.connect(self.change)
        bar.kept.connect(self._keep)
        bar.saved.connect(self._save)
        bar.withdrawn.connect(pen.withdraw_finding)

    def ask(self) -> None:
        """Opens the line: with the finding that was begun, else anew with the latest photo of the step."""
        if not self._live.look.is_recording:
            return
        photos = self._photos.photos
        fresh = FindingDraft(step=self._live.step or "", evidence=tuple(photo.id for photo in photos[-1:]))
        self._open(self._begun or fresh)

    def change(self, finding: Finding) -> None:
        """Opens a noted finding as it stands now."""
        known = {each.id: each for each in self._live.look.state.findings}
        if finding.id in known and self._live.look.is_recording:
            self._open(FindingDraft.of(known[finding.id]))

    def change_by_id(self, finding: str) -> bool:
        """The same by its id; whether there is such a finding."""
        known = next((each for each in self._live.look.state.findings if each.id == finding), None)
        if known is not None:
            self.change(known)
        return known is not None

    def restore(self, drafts: Mapping[str, str]) -> None:
        """A finding that was being written when the program ended; one that made it into the record is done."""
        draft = FindingDraft.from_text(drafts.get(SLOT, ""))
        if draft is None:
            return
        if any(each.id == draft.id for each in self._live.look.state.findings):
            self._pen.keep_finding(None)
            return
        self._begun = draft
        self._menu.show_draft(True)

    def _open(self, draft: FindingDraft) -> None:
        state = self._live.look.state
        photos = [photo for photo in state.kept if (photo.step or "") == draft.step]
        photos += [photo for photo in state.kept if photo.id in draft.evidence and photo not in photos]
        pixmaps = {photo.id: self._photos.pixmap(photo.id) for photo in photos}
        self._bar.ask(draft, photos, pixmaps)

    def _keep(self, draft: FindingDraft | None) -> None:
        if draft == self._begun:
            return
        self._begun = draft
        self._menu.show_draft(draft is not None)
        self._pen.keep_finding(draft)

    def _save(self, draft: FindingDraft) -> None:
        known = {photo.id for photo in self._live.look.state.kept}
        kept = tuple(each for each in draft.evidence if each in known)
        self._pen.finding(replace(draft, evidence=kept))
        if not draft.known:
            self._begun = None
            self._menu.show_draft(False)
