"""Masking, marking and checking the photos of one record: what is done to a picture before it may leave, and what is said of it.

Every edit starts from the copy that came in, never from a picture edited before, so that edits do not add up losses and
undoing one is leaving it out. The copy that came in stays in the vault, encrypted; of a bundle it is never part. Once it was
erased (`retention`), further edits start from the edited picture that stayed (`bases`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cxo_core.entry import Entry
from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.moment import Moment
from cxo_core.privacy import Checked, Sensitive
from cxo_core.problems import Code, Problem
from cxo_core.renditions import since_start
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.imaging.edits import Edit, from_json, to_json
from cxo_desktop.imaging.lying import clipped
from cxo_desktop.services.bases import Base, base_of
from cxo_desktop.services.gone import mask_is_final
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow

KEPT_DAYS = "unmasked-kept-days"
"""The setting: for how many days a copy that shows what was masked is kept, from the masking on and again from sealing on."""
USUAL_DAYS = 30

_JPEG = "image/jpeg"
DONE_HERE = frozenset(
    {Kind.EVIDENCE_REDACTED, Kind.EVIDENCE_CHECKED, Kind.EVIDENCE_FLAGGED, Kind.EVIDENCE_DESCRIBED}
)
"""The entries that undoing while photos are masked may take back; any other belongs to the recorder."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """An edited picture whose encrypted files are safe on the disk and that no event names yet."""

    photo: Evidence
    said: dict[str, Any] = field(repr=False)
    files: tuple[EvidenceRow, ...] = ()


class Masking:
    """`prepare` and `look` may wait and belong on the work lane; everything else writes the record, on its lane."""

    def __init__(self, vault: Vault, recording: Recording) -> None:
        self._vault = vault
        self._recording = recording
        self._photographs = Photographs(vault, recording.id)
        self._key = vault.walkthroughs.key_of(recording.id)

    def prepare(self, photo: Evidence, edits: Sequence[Edit]) -> Redaction:
        """Renders the picture with exactly these edits and writes its encrypted files; raises Problem `photo-…` or `disk-full`.

        A masked box is cut to the picture; one wholly beside it raises `photo-mask-beside`.

        Whatever fails leaves nothing behind. No edits at all: the picture they start from, of which the record knows all;
        where that was erased since, raises Problem `mask-is-final`.
        """
        base = self.base(photo)
        if not edits:
            if base.sha256 != photo.drawn_on:
                raise mask_is_final(self._vault, self._recording.id, photo)
            return Redaction(photo, {})
        from cxo_desktop.imaging.masking import render

        try:
            edits = _clipped(base, edits)
            rendered = render(self._photographs.read(photo, is_base=True), edits)
        except Problem as problem:
            problem.details.setdefault("file", photo.caption or "…")
            raise
        said = {
            "evidence": photo.id,
            "edits": base.said(to_json(edits)),
            "media_type": _JPEG,
            "bytes": len(rendered.content),
            "sha256": rendered.sha256,
            "width": rendered.width,
            "height": rendered.height,
            "likeness": rendered.likeness,
        }
        if self._vault.evidence_rows.one(photo.id, of=rendered.sha256) is not None:
            return Redaction(photo, said)
        copies = {
            EvidenceKind.WORKING: rendered.content,
            EvidenceKind.THUMBNAIL: rendered.thumbnail,
            EvidenceKind.REPORT: rendered.report_copy,
        }
        return Redaction(photo, said, self._write(photo.id, copies, rendered.sha256))

    def keep(self, redaction: Redaction, *, moment: Moment | None = None) -> Event:
        """Records an edited picture: event and file rows in one transaction."""
        photo, rows = redaction.photo, list(redaction.files)
        said = redaction.said or self._as_it_was(photo)
        of = said["sha256"]
        if rows and self._vault.evidence_rows.one(photo.id, of=of) is not None:
            self.give_up(redaction)
            rows = []
        event = self._recording.redact(said, rows, step=photo.step or "", moment=moment)
        self.date_former()
        return event

    def give_up(self, redaction: Redaction) -> None:
        """Removes the files of a picture that is not going to be kept."""
        self._vault.evidence.discard(*(row.name for row in redaction.files))

    def edit(self, photo: Evidence, edits: Sequence[Edit]) -> Event:
        """Renders and records in one go, for whoever may wait."""
        redaction = self.prepare(photo, edits)
        try:
            return self.keep(redaction)
        except BaseException:
            self.give_up(redaction)
            raise

    def check(
        self, photo: Evidence, outcome: Checked, basis: str = "", *, moment: Moment | None = None
    ) -> Event:
        """Says that somebody looked at the picture as it stands. An exception names its legal basis (个人信息保护法 13, 29).

        Raises Problem `reason-missing` for an exception without one.
        """
        body = {"evidence": photo.id, "sha256": photo.sha256, "outcome": outcome.value}
        if outcome is Checked.EXCEPTION:
            if not basis.strip():
                raise Problem(Code.REASON_MISSING)
            body["basis"] = basis.strip()
        return self._recording.tap(Kind.EVIDENCE_CHECKED, body, step=photo.step or "", moment=moment)

    def flag(self, photo: Evidence, sensitive: Sequence[Sensitive], *, moment: Moment | None = None) -> Event:
        """Says what in the picture the law protects more strictly; an empty sequence: nothing any more."""
        body = {"evidence": photo.id, "sensitive": [each.value for each in sensitive]}
        return self._recording.tap(Kind.EVIDENCE_FLAGGED, body, step=photo.step or "", moment=moment)

    def describe(self, photo: Evidence, caption: str, *, moment: Moment | None = None) -> Event:
        body = {"evidence": photo.id, "caption": caption.strip()}
        return self._recording.tap(Kind.EVIDENCE_DESCRIBED, body, step=photo.step or "", moment=moment)

    def undo(self, *, moment: Moment | None = None) -> Event:
        """Takes back what was last said of a photo; raises Problem `nothing-to-undo` where the last entry is another one."""
        self._belongs_here(self._recording.state.undoable, Code.NOTHING_TO_UNDO)
        event = self._recording.undo(moment=moment)
        self.date_former()
        return event

    def redo(self, *, moment: Moment | None = None) -> Event:
        """Brings it back; raises Problem `nothing-to-redo`."""
        self._belongs_here(self._recording.state.redoable, Code.NOTHING_TO_REDO)
        event = self._recording.redo(moment=moment)
        self.date_former()
        return event

    def base(self, photo: Evidence) -> Base:
        """What edits of the photo are drawn on."""
        return base_of(self._vault, photo, self._recording.state)

    def look(self, photo: Evidence) -> bytes:
        """The report copy of the picture that is drawn on; an upright JPEG of at most 1600 px."""
        return self._photographs.report_copy(photo, is_base=True)

    def date_former(self) -> None:
        """Gives every copy that is not the one in use the day until which it is kept; the one in use has none of its own."""
        date_former(self._vault, self._recording.state)

    def _belongs_here(self, seq: int | None, code: Code) -> None:
        if seq is None or self._recording.state.entry(seq).kind not in DONE_HERE:
            raise Problem(code)

    def _as_it_was(self, photo: Evidence) -> dict[str, Any]:
        """What the record says of the picture that the photo's edits start from."""
        base, state = self.base(photo), self._recording.state
        said = state.entry(photo.seq).body
        if not base.is_first:
            said = next(entry.body for entry in reversed(state.entries) if _makes(entry, photo, base))
        kept = ("evidence", "edits", "media_type", "bytes", "sha256", "width", "height", "likeness")
        return {"edits": [], "width": 0, "height": 0} | {name: said[name] for name in kept if name in said}

    def _write(self, evidence: str, copies: dict[EvidenceKind, bytes], of: str) -> tuple[EvidenceRow, ...]:
        written: list[EvidenceRow] = []
        try:
            for kind, content in copies.items():
                file = self._vault.evidence.write(content, self._key)
                written.append(EvidenceRow(evidence, kind, file.name, file.sha256, file.bytes, _JPEG, of))
        except BaseException:
            self._vault.evidence.discard(*(row.name for row in written))
            raise
        return tuple(written)


def _makes(entry: Entry, photo: Evidence, base: Base) -> bool:
    """Whether an entry tells of the picture that is drawn on."""
    said = entry.body
    return (entry.kind, said.get("evidence"), said.get("sha256")) == (
        Kind.EVIDENCE_REDACTED,
        photo.id,
        base.sha256,
    )


def _clipped(base: Base, edits: Sequence[Edit]) -> Sequence[Edit]:
    return clipped(edits, base.width, base.height) if base.width and base.height else edits


def date_former(vault: Vault, state: Walkthrough, *, is_renewed: bool = False) -> None:
    """Every rendition of a photo but the one in use gets a date, the days of the setting after the record's last entry.

    `is_renewed`: those that have one already, too; sealing does that.
    """
    in_use = {photo.id: photo.sha256 for photo in state.evidence if photo.is_kept}
    until = state.entries[-1].recorded.date() + timedelta(days=days_kept(vault))
    rows = [row for row in vault.evidence_rows.of(state.id) if row.id in in_use]
    dated = {
        row.name: None if row.of == in_use[row.id] else until
        for row in rows
        if (row.of == in_use[row.id]) == (row.expires_on is not None)
        or (is_renewed and row.of != in_use[row.id])
    }
    if dated:
        vault.evidence_rows.set_expiry(dated)


def days_kept(vault: Vault) -> int:
    """How many days an unmasked copy is kept."""
    return int(vault.settings.get(KEPT_DAYS, USUAL_DAYS))


def edits_of(photo: Evidence, drawn_on: str = "") -> tuple[Edit, ...]:
    """What was done to the picture it was last drawn on, in order; empty where a record says what this version cannot draw.

    `drawn_on`: the digest of the picture that is drawn on now (`Masking.base`), where that may be another.
    """
    if drawn_on and drawn_on != photo.drawn_on:
        return ()
    try:
        return from_json(list(since_start(photo.edits)))
    except ValueError:
        return ()
