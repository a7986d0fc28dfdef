"""Bringing one bundle to one office: each step can be cut off anywhere and done again, and only a receipt ends it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_desktop.services.receipts import take_receipt
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.offices import OfficeRow

if TYPE_CHECKING:
    from cxo_desktop.network.office_http import OfficeClient
    from cxo_desktop.network.pace import Pace

ENDS_THE_ROUND: Final = {
    Code.CERTIFICATE_CHANGED,
    Code.DEVICE_REVOKED,
    Code.NOT_ENROLLED,
    Code.OFFICE_ANSWERS_STRANGELY,
    Code.OFFICE_UNREACHABLE,
    Code.TOKEN_UNKNOWN,
}
OF_THE_VAULT: Final = {
    Code.DISK_FAILING,
    Code.DISK_FULL,
    Code.FOLDER_READ_ONLY,
    Code.VAULT_DAMAGED,
    Code.VAULT_IN_USE,
    Code.VAULT_MISSING,
}
"""No office says these over the network: its own disk and database are `office-busy` here."""

BEGINS_ANEW: Final = {Code.UPLOAD_DIGEST_DIFFERS, Code.UPLOAD_EXPIRED, Code.UPLOAD_GONE}
WAITS: Final = BEGINS_ANEW | {
    Code.DISK_FAILING,
    Code.DISK_FULL,
    Code.FOLDER_READ_ONLY,
    Code.OFFICE_BUSY,
    Code.QUOTA_EXCEEDED,
    Code.REQUEST_MALFORMED,
    Code.UPLOAD_INCOMPLETE,
    Code.UPLOAD_OFFSET_DIFFERS,
    Code.VAULT_MISSING,
}
"""What may pass by itself. Every other Problem about a bundle is a refusal: a person has to look at it."""

CHECKSUM: Final = "checksum"
"""Why an upload did not get on, where a piece arrived other than it was sent."""

_AGREEING: Final = 3
"""So often in a row laptop and office may disagree how far a file has got."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of which bundle is sent, in bytes."""

    walkthrough: str
    revision: int
    sent: int
    total: int


class Interrupted(Exception):
    """Sending was asked to stop. What the office has of the file stays there."""


@dataclass(frozen=True, slots=True)
class Way:
    """What sending goes by: whom to ask, how fast, who watches, and whether to stop."""

    client: "OfficeClient"
    pace: "Pace"
    watch: Callable[[Progress], None]
    is_stopped: Callable[[], bool]


class Sending:
    """One bundle on its way. `row` is always as the vault has it."""

    def __init__(self, vault: Vault, clock: Clock, office: OfficeRow, row: BundleRow, way: Way) -> None:
        self.row = row
        self._vault = vault
        self._clock = clock
        self._office = office
        self._way = way
        self._before = self._reached = row.sent_bytes
        self._may_try_again = True

    @property
    def has_advanced(self) -> bool:
        """Whether the office took more of the file than it had when this began."""
        return self._reached > self._before

    def bring(self) -> BundleRow:
        """Returns the bundle delivered, or raises the Problem, or Interrupted.

        A connection that breaks is made again at once as long as the file gets on, and once where it does not.
        """
        while True:
            try:
                receipt = self._receipt_there() or self._carried()
                return self._take(receipt)
            except Problem as problem:
                if problem.code is not Code.OFFICE_UNREACHABLE or not self._may_try_again:
                    raise
                if self._way.is_stopped():
                    raise Interrupted from problem
                self._may_try_again = False
                self._way.client.hello()

    def _receipt_there(self) -> bytes | None:
        """The answer to an earlier attempt may have been lost on its way here.

        A refusal that lies there from before a person said "retry now" does not answer for this attempt.
        """
        try:
            return self._way.client.receipt(self.row.sha256)
        except Problem as problem:
            if self.row.upload is None and problem.code not in ENDS_THE_ROUND | WAITS:
                return None
            raise

    def _carried(self) -> bytes:
        """The receipt for the file sent whole, from wherever an earlier attempt left off."""
        file = self._file()
        begun_anew, disagreed = False, 0
        while True:
            try:
                return self._handed_in(file)
            except Problem as problem:
                if problem.code is Code.UPLOAD_DIGEST_DIFFERS or problem.details.get("why") == CHECKSUM:
                    self._check(file)
                if problem.code is Code.UPLOAD_OFFSET_DIFFERS and disagreed < _AGREEING:
                    disagreed += 1
                    continue
                if problem.code not in BEGINS_ANEW:
                    raise
                self._remember(None, 0)
                if begun_anew:
                    raise
                begun_anew = True

    def _handed_in(self, file: Path) -> bytes:
        client, row = self._way.client, self.row
        uploads = client.uploads()
        if row.upload is None:
            upload, offset = uploads.create(row.bytes, row.sha256), 0
            self._remember(upload, offset)
        else:
            upload = row.upload
            offset = uploads.offset(upload, row.bytes)
            self._advance(offset)
        self._watch(offset)
        reached = uploads.send(
            upload,
            file,
            offset=offset,
            size=row.bytes,
            pace=self._way.pace,
            watch=self._watch,
            durable=lambda offset: self._remember(upload, offset),
            is_stopped=self._way.is_stopped,
        )
        if reached < row.bytes:
            raise Interrupted
        return client.hand_in(
            upload,
            size=row.bytes,
            sha256=row.sha256,
            walkthrough=row.walkthrough_id,
            revision=row.revision,
            manifest_digest=row.manifest_digest,
        )

    def _take(self, receipt: bytes) -> BundleRow:
        now = self._clock.now().wall
        self.row = take_receipt(self._vault, self.row, receipt, self._office.keys, at=now)
        return self.row

    def _file(self) -> Path:
        file = self._vault.folder.bundles / self.row.name
        if not file.is_file():
            raise Problem(Code.BUNDLE_GONE, revision=self.row.revision)
        return file

    def _check(self, file: Path) -> None:
        """Raises Problem `bundle-damaged` where it is this laptop's own file that is no longer what was sealed."""
        with known(file), file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if digest != self.row.sha256:
            raise Problem(Code.BUNDLE_DAMAGED, where=file.name)

    def _remember(self, upload: str | None, sent: int) -> None:
        self.row = self._vault.bundles.sending(self.row, upload=upload, sent_bytes=sent)
        self._advance(sent)

    def _advance(self, offset: int) -> None:
        if offset > self._reached:
            self._reached = offset
            self._may_try_again = True

    def _watch(self, sent: int) -> None:
        row = self.row
        self._way.watch(Progress(row.walkthrough_id, row.revision, sent, row.bytes))
