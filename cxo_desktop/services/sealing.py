"""Sealing a finished walkthrough into its bundle, re-opening it, and handing the file on."""

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from cxo_core.bundle.office import OfficeKeys
from cxo_core.bundle.seal import Contents, EvidenceFile, seal
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.event import Event
from cxo_core.flushing import flush_folder
from cxo_core.gaps import gaps
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.signing import key_id
from cxo_core.walkthrough import Evidence, Status, Walkthrough
from cxo_desktop import __version__
from cxo_desktop.services.gone import why_missing
from cxo_desktop.services.masking import date_former
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.voices import finish_spoken
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow
from cxo_desktop.storage.failures import known

BUNDLE_SUFFIX = ".cxo"
PROGRAM = f"cxo-desktop {__version__}"


class Sealing:
    """What is done once a walk is over. Belongs to the record lane, like the recording it seals."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(
        self, recording: Recording, office: OfficeKeys, *, watch: Callable[[int], None] = lambda written: None
    ) -> BundleRow:
        """Writes the bundle and records that it is sealed; both are durable when this returns, or neither is.

        Raises Problem `not-ready-to-seal` while something that blocks is missing (`cxo_core.gaps`), `not-finished`,
        and whatever `cxo_core.bundle.seal` raises. `watch` is told how many bytes of evidence are sealed so far.
        """
        finish_spoken(self._vault, recording)
        state = recording.state
        if state.status is Status.SEALED:
            raise Problem(Code.WALKTHROUGH_SEALED, next_revision=state.revision + 1)
        if state.status is not Status.FINISHED:
            raise Problem(Code.NOT_FINISHED)
        blocking = [gap for gap in gaps(state) if gap.lack.blocks]
        if blocking:
            raise Problem(Code.NOT_READY_TO_SEAL, count=len(blocking), first=blocking[0].lack.value)
        name = f"{secrets.token_hex(16)}{BUNDLE_SUFFIX}"
        target = self._vault.folder.bundles / name
        rows: list[BundleRow] = []

        def write(sealed_state: Walkthrough, events: Sequence[Event]) -> BundleRow:
            rows.append(self._write(target, sealed_state, events, office, watch))
            return rows[0]

        try:
            recording.seal(write)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return rows[0]

    def reopen(self, recording: Recording, reason: str) -> Event:
        """Begins revision n+1, which names the manifest of revision n. Raises Problem `not-sealed`, `reason-missing`."""
        state = recording.state
        last = self._vault.bundles.latest(recording.id)
        if state.status is not Status.SEALED or last is None:
            raise Problem(Code.NOT_SEALED)
        if not reason.strip():
            raise Problem(Code.REASON_MISSING)
        body = {"revision": state.revision + 1, "previous": last.manifest_digest, "reason": reason.strip()}
        return recording.tap(Kind.REOPENED, body, step="")

    def file_of(self, row: BundleRow) -> Path:
        """Where the sealed file lies in the vault. Raises Problem `bundle-gone` when somebody removed it."""
        path = self._vault.folder.bundles / row.name
        if not path.is_file():
            raise Problem(Code.BUNDLE_GONE, revision=row.revision)
        return path

    def copy_to(self, row: BundleRow, folder: Path) -> Path:
        """Copies the sealed file, for instance to a stick, under a name people can read; whole or not at all.

        Raises Problem `folder-missing`, `folder-read-only`, `disk-full` or `disk-failing`.
        """
        source = self.file_of(row)
        if not folder.is_dir():
            raise Problem(Code.FOLDER_MISSING, path=str(folder))
        target = folder / file_name(row)
        part = target.with_suffix(".part")
        with known(folder):
            try:
                shutil.copyfile(source, part)
                _make_durable(part)
                part.replace(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return target

    def _write(
        self,
        target: Path,
        state: Walkthrough,
        events: Sequence[Event],
        office: OfficeKeys,
        watch: Callable[[int], None],
    ) -> BundleRow:
        sealed_at = events[-1].recorded.wall
        files = {
            (row.id, row.of): row
            for row in self._vault.evidence_rows.of(state.id)
            if row.kind is EvidenceKind.WORKING
        }
        key = self._vault.walkthroughs.key_of(state.id)
        contents = Contents(
            walkthrough=state.id,
            revision=state.revision,
            previous=state.previous or None,
            sealed_at=sealed_at,
            program=PROGRAM,
            events=(event.to_line() for event in events),
            walkthrough_json=canonical(describe(state)),
            evidence=[
                self._evidence(state.id, each, files.get((each.id, each.sha256)), key) for each in state.kept
            ],
        )
        sealed = seal(
            target,
            contents=contents,
            signing_seed=self._vault.device_key(),
            recipients=office.recipients,
            watch=watch,
        )
        date_former(self._vault, state, is_renewed=True)
        return BundleRow(
            state.id,
            state.revision,
            sealed.manifest_digest,
            sealed.file_sha256,
            sealed.bytes,
            target.name,
            sealed_at,
            office=key_id(office.receipt_key),
        )

    def _evidence(
        self, walkthrough: str, photo: Evidence, row: EvidenceRow | None, key: bytes
    ) -> EvidenceFile:
        if row is None:
            raise why_missing(self._vault, walkthrough, photo)
        name = row.name

        def opened() -> AbstractContextManager[BinaryIO]:
            return self._vault.evidence.open(name, key)

        return EvidenceFile(photo.id, photo.media_type, photo.sha256, photo.bytes, opened)


def file_name(row: BundleRow) -> str:
    """What a sealed file is called outside the vault: it names no item, place or person."""
    return f"cxo-{row.walkthrough_id[:12]}-r{row.revision}{BUNDLE_SUFFIX}"


def _make_durable(path: Path) -> None:
    from cxo_desktop.storage.folder import fsync_file

    fsync_file(path)
    flush_folder(path.parent)
