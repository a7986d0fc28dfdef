"""Consent taken back: nothing of that person stays here, and every office that may hold it is asked to destroy it.

Source: 个人信息保护法 15 and 47. What is begun is noted first, so that a program that was killed in between goes on with it
when the vault is next opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cxo_core.canonical import sha256
from cxo_core.event import Event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_core.privacy import Want, want_of
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import Withdrawal
from cxo_core.walkthrough import Evidence, Status, Walkthrough
from cxo_desktop.services.consent import shown_of
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vault import UNFINISHED, Vault
from cxo_desktop.storage import erasures
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.storage.evidence_rows import EvidenceRow
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.sync_log import LogLine
from cxo_desktop.storage.withdrawals import WithdrawalRow, forget_bundle, forget_evidence, is_destroyed

WITHDRAWN: Final = "withdrawal"
CLASSIFIED: Final = "classified"
_GROUNDS: Final = {WITHDRAWN: "PIPL 15, 47", CLASSIFIED: "保守国家秘密法"}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What came of it: photos the officer must still mask or remove, and the offices that were asked to destroy theirs."""

    person: str
    photos: tuple[Evidence, ...]
    offices: tuple[str, ...]


class Withdrawing:
    """Belongs to the record lane, like the recordings it works on."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    def withdraw(self, recording: Recording, person: str, *, reason: str) -> Withdrawn:
        """Records it, reopening a sealed walkthrough with `reason`; destroys what was removed before, and old bundles.

        Photos still in the record wait for the officer: masked, or `remove`d. Until then nothing can be sealed. Raises Problem
        `matter-not-found` for a person the record does not know, `reason-missing`.
        """
        if all(each.id != person for each in recording.state.persons):
            raise Problem(Code.MATTER_NOT_FOUND, kind="person", id=person)
        with _Unfinished(self._vault, recording.id):
            if recording.state.status is Status.SEALED:
                Sealing(self._vault).reopen(recording, reason)
            if not _is_withdrawn(recording.state, person):
                recording.tap(Kind.CONSENT_WITHDRAWN, {"person": person}, step="")
            finish(self._vault, recording.id, self._clock.now().wall)
        state = recording.state
        offices = (row.office for row in self._vault.withdrawals.every() if row.walkthrough == state.id)
        return Withdrawn(person, to_decide(state, person), tuple(dict.fromkeys(offices)))

    def remove(self, recording: Recording, photo: str) -> None:
        """Destroys every file of a photo, its masked and unmasked forms too, and takes it out of the record. It is final.

        Raises Problem `walkthrough-sealed`, `evidence-missing`.
        """
        known_photo = next((each for each in recording.state.evidence if each.id == photo), None)
        if known_photo is None:
            raise Problem(Code.EVIDENCE_MISSING, name=photo)
        with _Unfinished(self._vault, recording.id):
            why = CLASSIFIED if known_photo.quarantined else WITHDRAWN
            body = {"evidence": photo, "reason": why, "erased": True}
            recording.tap(Kind.EVIDENCE_REMOVED, body, step="")
            finish(self._vault, recording.id, self._clock.now().wall)

    def destroy_put_aside(self, walkthrough: str, photo: str) -> None:
        """Destroys a photo that was put aside as 密. The record says already that it is out, so it may be sealed.

        Raises Problem `evidence-missing` for one that was not put aside, or is destroyed already.
        """
        state = Fold(self._vault.walkthroughs.events(walkthrough)).state()
        found = next((each for each in state.evidence if each.id == photo and each.quarantined), None)
        rows = [row for row in self._vault.evidence_rows.of(walkthrough) if row.id == photo]
        if found is None or not rows:
            raise Problem(Code.EVIDENCE_MISSING, name=photo)
        _destroy(self._vault, walkthrough, rows, CLASSIFIED, self._clock.now().wall)


def to_decide(state: Walkthrough, person: str) -> tuple[Evidence, ...]:
    """The photos of the record that show somebody who withdrew, and are neither masked since nor removed."""
    shown = (photo for photo in shown_of(state, person) if photo.is_kept)
    return tuple(photo for photo in shown if want_of(photo, state) is Want.MASK_OR_REMOVE_WITHDRAWN)


def finish_all(vault: Vault) -> None:
    """Goes on with what was begun when the program ended. Called where a vault is opened."""
    for walkthrough in vault.settings.get(UNFINISHED, []):
        with _Unfinished(vault, walkthrough):
            if vault.walkthroughs.has(walkthrough):
                finish(vault, walkthrough, datetime.now(UTC))


def finish(vault: Vault, walkthrough: str, now: datetime) -> None:
    """Brings files, bundles and wishes in line with what the record says. Done twice it is as done once."""
    events = list(vault.walkthroughs.events(walkthrough))
    state = Fold(events).state()
    gone = _destroyed_in(state)
    rows = [row for row in vault.evidence_rows.of(walkthrough) if row.id in gone]
    if rows:
        _destroy(vault, walkthrough, rows, WITHDRAWN, now)
    for person in state.persons:
        if person.withdrawn is not None:
            photos = {photo.id for photo in shown_of(state, person.id)}
            held = _holding(vault, events, photos)
            _ask_offices(vault, state, events[person.withdrawn - 1], photos, held)
            for row in held:
                _destroy_bundle(vault, row, now)


def _destroyed_in(state: Walkthrough) -> set[str]:
    """Photos whose removal is final, and removed or put aside ones that show somebody who withdrew."""
    final = {
        str(entry.body["evidence"])
        for entry in state.of_kind(Kind.EVIDENCE_REMOVED)
        if entry.body.get("erased") is True
    }
    withdrawn = {person.id for person in state.persons if person.is_withdrawn}
    out = {each.id for each in state.evidence if not each.is_kept and withdrawn.intersection(each.shows)}
    return final | out


def _destroy(vault: Vault, walkthrough: str, rows: Iterable[EvidenceRow], why: str, now: datetime) -> None:
    """The files first: a line that says so is only ever written of what is gone."""
    gone = list(rows)
    vault.evidence.discard(*(row.name for row in gone))
    with vault.erasures.together() as run:
        for row in gone:
            forget_evidence(run, row.name)
            told = (row.sha256, row.bytes, why, _GROUNDS[why])
            erasures.note(run, Erasure(now, walkthrough, row.kind.value, row.id, *told))
    vault.erasures.leave_nothing()


def _holding(vault: Vault, events: list[Event], photos: set[str]) -> tuple[BundleRow, ...]:
    """The sealed revisions in which any of these photos is."""
    sealed = {event.body["revision"]: event.seq for event in events if event.kind is Kind.SEALED}
    held = []
    for row in vault.bundles.of(events[0].body["walkthrough"]):
        as_sealed = Fold(events[: sealed.get(row.revision, 0)]).state()
        if photos.intersection(each.id for each in as_sealed.kept):
            held.append(row)
    return tuple(held)


def _ask_offices(
    vault: Vault, state: Walkthrough, said: Event, photos: set[str], held: tuple[BundleRow, ...]
) -> None:
    """One wish to each office they were sealed to: a copy may be on its way there on a stick."""
    for office in dict.fromkeys(row.office for row in held if row.office):
        theirs = [row for row in held if row.office == office]
        # The same event always gives the same wish, byte by byte.
        wish = Withdrawal(
            wish_id(said, office),
            state.id,
            max(row.revision for row in theirs),
            tuple(sorted(photos)),
            said.recorded.wall,
            tuple(row.sha256 for row in theirs),
        )
        document = wish.signed(vault.device_key())
        vault.withdrawals.add(WithdrawalRow(wish.id, wish.withdrawn_at, office, state.id, document))


def wish_id(said: Event, office: str) -> str:
    """The id of the wish that one withdrawal in the record makes for one office."""
    return sha256(f"{said.digest} {office}".encode())[:32]


def _destroy_bundle(vault: Vault, row: BundleRow, now: datetime) -> None:
    """The sealed file here. What was not delivered yet never will be."""
    if is_destroyed(row):
        return
    with known(vault.folder.root):
        (vault.folder.bundles / row.name).unlink(missing_ok=True)
    if row.state is BundleState.SEALED:
        problem = Problem(Code.BUNDLE_GONE, revision=row.revision)
        line = LogLine(now, row.office, "withdrawal", "done", row.walkthrough_id, row.revision)
        vault.bundles.refuse(row, problem, line)
    told = (row.sha256, row.bytes, WITHDRAWN, _GROUNDS[WITHDRAWN])
    with vault.erasures.together() as run:
        forget_bundle(run, row)
        erasures.note(run, Erasure(now, row.walkthrough_id, "bundle", str(row.revision), *told))


def _is_withdrawn(state: Walkthrough, person: str) -> bool:
    return any(each.id == person and each.is_withdrawn for each in state.persons)


class _Unfinished:
    """Notes a walkthrough as begun, and as done only where nothing stopped it."""

    def __init__(self, vault: Vault, walkthrough: str) -> None:
        self._vault = vault
        self._walkthrough = walkthrough

    def __enter__(self) -> None:
        begun = self._vault.settings.get(UNFINISHED, [])
        self._vault.settings.put(UNFINISHED, list(dict.fromkeys([*begun, self._walkthrough])))

    def __exit__(self, kind: type[BaseException] | None, *about: object) -> None:
        if kind is None:
            left = [each for each in self._vault.settings.get(UNFINISHED, []) if each != self._walkthrough]
            self._vault.settings.put(UNFINISHED, left)
