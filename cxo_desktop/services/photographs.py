"""Photographs of one walkthrough: taken in, encrypted, attached; and read back for screen and report.

Whoever reads a photo names it by its state in the record, so that what comes back is the picture as it was masked last.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxo_core.walkthrough import Evidence
from cxo_desktop.services.bases import base_digest
from cxo_desktop.services.gone import why_missing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow

if TYPE_CHECKING:  # Pillow is loaded with the first photo, not with the window
    from cxo_desktop.imaging.photo import Photo, Working

_JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo whose encrypted files are safe on the disk and that no event names yet.

    `said` is the body of its event, `files` the rows that come in with it (`Recording.attach`).
    """

    evidence: str
    said: Mapping[str, Any]
    files: tuple[EvidenceRow, ...]
    _photo: "Photo" = field(repr=False)


class Photographs:
    """Belongs to any thread that may wait: everything here reads and writes whole pictures."""

    def __init__(self, vault: Vault, walkthrough: str) -> None:
        self._vault = vault
        self._walkthrough = walkthrough
        self._key = vault.walkthroughs.key_of(walkthrough)

    @staticmethod
    def prepare() -> None:
        """Gets the picture decoder ready beside other work, so that the first photo does not wait for it. Returns at once."""
        from cxo_desktop.imaging import decoder_process

        decoder_process.prepare()

    def take_in(self, original: Path | bytes, *, name: str = "") -> Prepared:
        """Checks, cleans and encrypts a picture; raises Problem `photo-…` or `disk-full`, and then leaves nothing behind.

        The clean copy is encrypted and written while the picture is still being decoded for its thumbnail.
        """
        from cxo_desktop.imaging.photo import take_in

        evidence = uuid.uuid4().hex
        written: list[EvidenceRow] = []

        def keep_working(working: "Working") -> None:
            content, media_type = working.content, working.media_type.value
            written.append(self._write(evidence, EvidenceKind.WORKING, content, media_type))

        try:
            photo = take_in(original, name=name, beside=keep_working)
            written.append(self._write(evidence, EvidenceKind.THUMBNAIL, photo.thumbnail, _JPEG))
        except BaseException:
            self._vault.evidence.discard(*(row.name for row in written))
            raise
        return Prepared(evidence, _said(evidence, photo), tuple(written), photo)

    def finish(self, prepared: Prepared) -> None:
        """Adds the report copy, once the photo is attached. A photo without one is not lost: the report makes it again."""
        row = self._write(prepared.evidence, EvidenceKind.REPORT, prepared._photo.report_copy, _JPEG)
        self._vault.evidence_rows.add(self._walkthrough, [row])

    def give_up(self, prepared: Prepared) -> None:
        """Removes the files of a photo that is not going to be attached."""
        self._vault.evidence.discard(*(row.name for row in prepared.files))

    def read(
        self, photo: Evidence, kind: EvidenceKind = EvidenceKind.WORKING, *, is_base: bool = False
    ) -> bytes:
        """One copy of a photo in clear, as it stands in the record; `is_base`: as its edits start from it.

        Raises Problem `evidence-missing` or `evidence-damaged`; where it was erased `photo-erased`, `photo-destroyed` or
        `photo-brought-back`.
        """
        shown = self._shown(photo, is_base=is_base)
        row = self._vault.evidence_rows.one(photo.id, kind, of=shown)
        if row is None:
            raise why_missing(self._vault, self._walkthrough, photo, shown)
        return self._vault.evidence.read(row.name, self._key)

    def thumbnail(self, photo: Evidence) -> bytes:
        """An upright JPEG of at most 256 px."""
        return self.read(photo, EvidenceKind.THUMBNAIL)

    def report_copy(self, photo: Evidence, *, is_base: bool = False) -> bytes:
        """An upright JPEG of at most 1600 px; made again from the working copy where the program ended before it was kept."""
        of = self._shown(photo, is_base=is_base)
        if self._vault.evidence_rows.one(photo.id, EvidenceKind.REPORT, of=of) is not None:
            return self.read(photo, EvidenceKind.REPORT, is_base=is_base)
        from cxo_desktop.imaging.photo import report_copy_of

        return report_copy_of(self.read(photo, is_base=is_base))

    def _shown(self, photo: Evidence, *, is_base: bool) -> str:
        """The digest of the working copy that is asked for."""
        return base_digest(self._vault, photo) if is_base else photo.sha256

    def _write(self, evidence: str, kind: EvidenceKind, content: bytes, media_type: str) -> EvidenceRow:
        file = self._vault.evidence.write(content, self._key)
        return EvidenceRow(evidence, kind, file.name, file.sha256, file.bytes, media_type)


def _said(evidence: str, photo: "Photo") -> dict[str, Any]:
    """What the event says of a photo. Where the camera stood is not kept: the purpose does not need it (个人信息保护法 6)."""
    taken = photo.taken.at if photo.taken else None
    return {
        "evidence": evidence,
        "media_type": photo.working_media_type.value,
        "bytes": len(photo.working),
        "sha256": photo.working_sha256,
        "original_sha256": photo.original_sha256,
        "original_bytes": photo.original_bytes,
        "original_media_type": photo.media_type.value,
        "width": photo.width,
        "height": photo.height,
        "likeness": photo.likeness,
    } | ({"taken": taken.isoformat(timespec="seconds")} if taken else {})
