"""From a file that is whole to the office's answer: the one way in, over the network and from the stick."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from cxo_central.house import House
from cxo_central.outside_text import clean
from cxo_central.receiving.examining import MAX_COUNT, Examined, examine, glance
from cxo_central.receiving.incoming import remove_quietly
from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.devices import Device, DeviceStore
from cxo_central.storage.ledger import Answered, Bundle, Entry, Ledger, Outcome, Refused
from cxo_central.storage.uploads import Upload, UploadStore
from cxo_core.bundle.manifest import Manifest
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.receipt import Receipt
from cxo_core.walkthrough import Walkthrough

ArrivedBy = Literal["network", "stick"]


class Status(StrEnum):
    """The office's answer. `NEW` and `SAME` come with the receipt, the others with the Problem."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Announced:
    """What a laptop says of the bundle it hands in."""

    sha256: str
    walkthrough: str
    revision: int
    manifest_digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`sha256` is that of the file the answer is for."""

    status: Status
    receipt: bytes | None = None
    problem: Problem | None = None
    sha256: str = ""


def receive(
    house: House,
    owner: str,
    *,
    arrived_by: ArrivedBy,
    device: Device | None,
    announced: Announced | None,
) -> Answer:
    """Reads the file of the upload `owner` once, decides, and makes the answer durable before it gives it.

    `device`: the laptop whose token came along; None for a stick, where the laptop is who signed.
    Raises Problem `upload-gone`, `upload-expired`, `upload-incomplete`, or `upload-digest-differs` (nothing is kept of the
    file then), and what says that the office itself fails; everything else is an answer.
    """
    return _Receiving(house, owner, arrived_by, device, announced).answer()


class _Receiving:
    def __init__(
        self,
        house: House,
        owner: str,
        arrived_by: ArrivedBy,
        device: Device | None,
        announced: Announced | None,
    ) -> None:
        self._house = house
        self._owner = owner
        self._arrived_by = arrived_by
        self._device = device
        self._announced = announced
        self._store = UploadStore(house.engine, house.now)
        self._ledger = Ledger(house.engine)
        self._now = house.now().astimezone(UTC)

    def answer(self) -> Answer:
        try:
            upload, parts = self._store.whole(self._owner, self._device.id if self._device else "")
        except Problem as problem:
            if problem.code is Code.UPLOAD_GONE and (ended := self._ended()):
                return ended
            raise
        try:
            with WholeFile(self._house.files, parts) as file:
                examined = self._look(file)
                sha256 = file.sha256()
        except Problem as problem:
            if problem.code is Code.OFFICE_FILES_FAILING and not self._store.is_here(upload.id):
                return self._already()
            raise
        if any(
            sha256 != said for said in (upload.sha256, self._announced and self._announced.sha256) if said
        ):
            remove_quietly(self._house.files, self._store.drop(upload.id))
            raise Problem(Code.UPLOAD_DIGEST_DIFFERS, announced=upload.sha256, found=sha256)
        wrong = examined.problem or self._misnamed(examined)
        if wrong is None:
            if answer := self._enter(upload, sha256, examined):
                return answer
            wrong = self._conflict(examined)
        return self._refuse(upload, sha256, examined, wrong)

    def _look(self, file: WholeFile) -> Examined:
        if self._house.identities is None:
            return Examined(glance(file))
        return examine(file, self._house.identities, self._device, self._find)

    def _find(self, device: str) -> Device | None:
        if self._device and self._device.id == device:
            return self._device
        return DeviceStore(self._house.engine).by_id(device)

    def _misnamed(self, examined: Examined) -> Problem | None:
        """The bundle is what it was announced as."""
        manifest, said = examined.manifest, self._announced
        if manifest is None or said is None:
            return None
        told = {
            "walkthrough": (said.walkthrough, manifest.walkthrough),
            "revision": (said.revision, manifest.revision),
            "manifest_digest": (said.manifest_digest, examined.manifest_digest),
        }
        wrong = [field for field, (one, other) in told.items() if one != other]
        return Problem(Code.BUNDLE_IDENTITY_DIFFERS, field=wrong[0]) if wrong else None

    def _enter(self, upload: Upload, sha256: str, examined: Examined) -> Answer | None:
        """None where it conflicts with what lies here already."""
        entry = self._ledger.enter(self._bundle(upload, sha256, examined), who=self._who)
        self._tidy(entry)
        match entry.outcome:
            case Outcome.NEW:
                return Answer(Status.NEW, entry.receipt, sha256=sha256)
            case Outcome.SAME:
                return Answer(Status.SAME, entry.receipt, sha256=sha256)
            case Outcome.GONE:
                return self._already()
            case _:
                return None

    def _refuse(self, upload: Upload, sha256: str, examined: Examined, problem: Problem) -> Answer:
        manifest, said = examined.manifest, self._announced
        claimed = manifest or said
        refused = Refused(
            sha256=sha256,
            bytes=upload.bytes,
            device=self._device.id if self._device else manifest.device if manifest else None,
            owner=upload.id,
            walkthrough=claimed.walkthrough if claimed else None,
            revision=claimed.revision if claimed and claimed.revision <= MAX_COUNT else None,
            arrived_by=self._arrived_by,
            received_at=self._now,
            problem=problem,
        )
        entry = self._ledger.refuse(refused, who=self._who)
        self._tidy(entry)
        if entry.outcome is Outcome.GONE:
            return self._already()
        status = Status.CONFLICT if problem.code is Code.BUNDLE_CONFLICTS else Status.REFUSED
        return Answer(status, problem=problem, sha256=sha256)

    def _already(self) -> Answer:
        """Somebody else has answered for this very upload in the meantime."""
        if ended := self._ended():
            return ended
        raise Problem(Code.UPLOAD_GONE, upload=self._owner)

    def _ended(self) -> Answer | None:
        """The answer somebody else has given for this very upload."""
        found = self._ledger.ended(self._owner)
        return answer_again(found) if found and self._is_ours(found) else None

    def _is_ours(self, found: Answered) -> bool:
        return self._device is None or found.device == self._device.id

    def _conflict(self, examined: Examined) -> Problem:
        claimed = examined.manifest or self._announced
        return Problem(
            Code.BUNDLE_CONFLICTS,
            walkthrough=claimed.walkthrough if claimed else "",
            revision=claimed.revision if claimed else "",
        )

    def _bundle(self, upload: Upload, sha256: str, examined: Examined) -> Bundle:
        manifest, state, said = examined.manifest, examined.state, self._announced
        receipt = Receipt(
            office=self._house.id,
            sha256=sha256,
            file_bytes=upload.bytes,
            walkthrough=manifest.walkthrough if manifest else said.walkthrough if said else None,
            revision=manifest.revision if manifest else said.revision if said else None,
            manifest_digest=examined.manifest_digest if manifest else said.manifest_digest if said else None,
            device=manifest.device if manifest else self._device.id if self._device else None,
            is_opened=manifest is not None,
            received_at=self._now,
        )
        row = Bundle(
            walkthrough=receipt.walkthrough,
            revision=receipt.revision,
            manifest_digest=receipt.manifest_digest,
            previous=manifest.previous if manifest else None,
            sha256=sha256,
            bytes=upload.bytes,
            device=receipt.device,
            owner=upload.id,
            is_opened=receipt.is_opened,
            arrived_by=self._arrived_by,
            received_at=wall_text(self._now),
            receipt=receipt.signed(self._house.receipt_seed),
        )
        return _listed(row, manifest, state) if manifest and state else row

    @property
    def _who(self) -> str:
        return f"device:{self._device.id}" if self._device else "command"

    def _tidy(self, entry: Entry) -> None:
        remove_quietly(self._house.files, entry.files)


def answer_again(found: Answered) -> Answer:
    """An answer that was given before."""
    if found.problem is None:
        return Answer(Status.SAME, found.receipt, sha256=found.sha256)
    is_conflict = found.problem.code is Code.BUNDLE_CONFLICTS
    return Answer(
        Status.CONFLICT if is_conflict else Status.REFUSED, problem=found.problem, sha256=found.sha256
    )


def _listed(row: Bundle, manifest: Manifest, state: Walkthrough) -> Bundle:
    """The row with what the office's list shows of an opened bundle."""
    item, title = _item(state)
    return replace(
        row,
        sealed_at=_utc_text(manifest.sealed_at),
        item=item,
        item_title=title,
        role=state.role.value if state.role else None,
        channel=state.channel.value if state.channel else None,
        hall=clean(state.hall, 400),
        events=manifest.events,
        photos=len(state.photos),
        findings=len(state.findings),
        task=clean(state.links.get("task", ""), 64) or None,
    )


def _item(state: Walkthrough) -> tuple[str | None, str | None]:
    """Id and Chinese title of the service item, also where this version cannot read all of what was locked in."""
    if state.item:
        return clean(state.item.id, 200), clean(state.item.title.zh, 400)
    locked = state.locked.get("item")
    said = locked if isinstance(locked, dict) else {}
    title = said.get("title")
    named = title.get("zh") if isinstance(title, dict) else title
    return _said(said.get("id")), _said(named)


def _said(value: object) -> str | None:
    return clean(value, 400) if isinstance(value, str) else None


def _utc_text(moment: datetime) -> str | None:
    """None for a time at the very edge of the calendar, which has no name in UTC."""
    try:
        return wall_text(moment.astimezone(UTC))
    except OverflowError:
        return None
