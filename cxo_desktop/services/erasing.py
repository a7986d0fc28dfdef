"""Erasing what may no longer be kept: first exactly what would go and why, then the erasing itself, killed anywhere or not."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from cxo_core.fold import fold
from cxo_core.problems import Problem
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.services.office_time import office_day
from cxo_desktop.services.receipts import receipt_for
from cxo_desktop.services.retention import (
    Dated,
    Ground,
    Holding,
    Sealed,
    What,
    aged,
    dates_of,
    days_of,
)
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage import bundles, drafts, evidence_rows, expiring
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.database import Run
from cxo_desktop.storage.erasures import Erasure, note

RETENTION: Final = "retention"
_UNFINISHED: Final = "erasing"


@dataclass(frozen=True, slots=True)
class Purge:
    """What is due on `today` by this laptop's clock, whole walkthroughs without their parts.

    `known_on`: the latest day an office signed anything; only what is due by it too is `certain`. The rest waits for the office's
    next word, or for a person who says that the clock is right.
    """

    today: date
    known_on: date | None
    due: tuple[Dated, ...]

    @property
    def certain(self) -> tuple[Dated, ...]:
        known = self.known_on or date.min
        return tuple(each for each in self.due if each.until is not None and each.until < known)

    @property
    def uncertain(self) -> tuple[Dated, ...]:
        sure = set(self.certain)
        return tuple(each for each in self.due if each not in sure)

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.due)


@dataclass(frozen=True, slots=True)
class _By:
    """When it is erased, and the latest day the office is known to have signed."""

    now: datetime
    known_on: date | None


def holdings(vault: Vault, *, sealed_only: bool = False) -> Iterator[Holding]:
    """What the vault holds, walkthrough by walkthrough; `sealed_only`: only those of which a bundle is delivered."""
    for walkthrough in list(vault.walkthroughs.every()):
        revisions = revisions_of(vault, walkthrough)
        if not sealed_only or any(each.receipt for each in revisions):
            yield holding_of(vault, fold(vault.walkthroughs.events(walkthrough)), revisions)


def holding_of(vault: Vault, state: Walkthrough, revisions: tuple[Sealed, ...] | None = None) -> Holding:
    """All that the vault holds of one walkthrough that stands so."""
    return Holding(
        state,
        vault.evidence_rows.of(state.id),
        vault.drafts.of(state.id),
        revisions_of(vault, state.id) if revisions is None else revisions,
    )


def revisions_of(vault: Vault, walkthrough: str) -> tuple[Sealed, ...]:
    """Every sealed revision, with its receipt where one is there and verifies."""
    return tuple(_sealed(vault, row) for row in vault.bundles.of(walkthrough))


def _sealed(vault: Vault, row: BundleRow) -> Sealed:
    office = vault.offices.by_id(row.office)
    if row.receipt is None or office is None:
        return Sealed(row)
    try:
        receipt = receipt_for(row, row.receipt, office.keys)
    except Problem:
        return Sealed(row)
    return Sealed(row, receipt, hashlib.sha256(row.receipt).hexdigest())


def dated(vault: Vault, *, sealed_only: bool = False) -> tuple[Dated, ...]:
    """Every object of the vault with its day, the earliest first; those without one come last."""
    days = days_of(vault)
    found = [each for held in holdings(vault, sealed_only=sealed_only) for each in dates_of(held, days)]
    aging = vault.aging
    found += [aged(What.WITHDRAWAL, each, days, _answered(each)) for each in aging.withdrawals()]
    found += [aged(What.ASSESSMENT, each, days) for each in aging.assessments()]
    found += [aged(What.LOG, each, days) for each in aging.log_days()]
    return tuple(sorted(found, key=lambda each: each.until or date.max))


def plan(vault: Vault, today: date, *, besides: Collection[str] = ()) -> Purge:
    """Exactly what would go; nothing is changed. `besides`: walkthroughs that lie open and are left alone."""
    every = dated(vault, sealed_only=True)
    signed = [each.ground.signed_on for each in every if each.ground]
    due = [
        each
        for each in every
        if each.until is not None and each.until < today and each.walkthrough not in besides
    ]
    whole = {each.walkthrough for each in due if each.what is What.WALKTHROUGH}
    parts = (What.PHOTO, What.UNMASKED, What.DRAFT, What.BUNDLE)
    left = tuple(each for each in due if not (each.what in parts and each.walkthrough in whole))
    if (told := office_day(vault)) is not None:
        signed.append(told)
    return Purge(today, max(signed, default=None), left)


def carry_out(
    vault: Vault, purge: Purge, now: datetime, *, is_clock_right: bool = False
) -> tuple[Dated, ...]:
    """Erases what is certain, with `is_clock_right` all that is due, and notes each object in the same transaction.

    Returns what went. Killed anywhere, what was noted is gone once `finish` ran, which every call and the page Retention does.
    """
    finish(vault)
    chosen = purge.due if is_clock_right else purge.certain
    # What was planned may have changed since: re-opened, masked anew, erased already.
    standing = set(plan(vault, purge.today).due)
    by = _By(now, purge.known_on)
    going = sorted((each for each in chosen if each in standing), key=lambda each: each.walkthrough)
    for walkthrough, group in groupby(going, key=lambda each: each.walkthrough):
        objects = list(group)
        if any(each.what is What.WALKTHROUGH for each in objects):
            whole = next(each for each in objects if each.what is What.WALKTHROUGH)
            _erase_whole(vault, whole, by)
            objects = [each for each in objects if each.what is What.WITHDRAWAL]
        if objects:
            _erase_parts(vault, walkthrough, objects, by)
    finish(vault)
    return tuple(going)


def finish(vault: Vault) -> None:
    """Removes the files of an erasing that was cut short, and what the log still holds of it."""
    names = vault.settings.get(_UNFINISHED)
    if names is None:
        return
    vault.discard(names)
    vault.erasures.leave_nothing()
    vault.settings.remove(_UNFINISHED)


def _erase_parts(vault: Vault, walkthrough: str, objects: list[Dated], by: _By) -> None:
    rows = {f"r{row.revision}": row for row in vault.bundles.of(walkthrough)} if walkthrough else {}
    names = [each.name for each in objects if each.name]
    files = {each.name for each in objects if each.what in (What.PHOTO, What.UNMASKED)}
    is_last = bool(files) and files == {row.name for row in vault.evidence_rows.of(walkthrough)}
    with vault.erasures.together() as run:
        if is_last:
            vault.renew_key(run, walkthrough)
        for each in objects:
            match each.what:
                case What.PHOTO | What.UNMASKED:
                    evidence_rows.remove(run, [each.name])
                case What.DRAFT:
                    run(drafts.CLEAR, (walkthrough, each.subject))
                case What.BUNDLE:
                    bundles.forget_file(run, rows[each.subject])
                case What.WITHDRAWAL:
                    expiring.drop_withdrawal(run, each.subject)
                case What.ASSESSMENT:
                    expiring.drop_assessment(run, each.subject)
                case What.LOG:
                    expiring.drop_log_day(run, each.subject)
            note(run, _noted(each, by))
        vault.settings.put_within(run, _UNFINISHED, names)
    finish(vault)


def _erase_whole(vault: Vault, each: Dated, by: _By) -> None:
    """The key goes first; what stays is the proof of delivery."""
    revisions = vault.bundles.of(each.walkthrough)
    files = vault.evidence_rows.of(each.walkthrough)
    names = [*(row.name for row in files), *(row.name for row in revisions if not row.is_erased)]
    summary = vault.walkthroughs.summary(each.walkthrough)
    tomb = {
        "item": summary.item_id,
        "started": summary.started.date().isoformat(),
        "files": len(names),
        "revisions": [_tombstone(row) for row in revisions],
    }

    def noted(run: Run) -> None:
        subject = json.dumps(tomb, ensure_ascii=False, sort_keys=True)
        for row in files:
            file = Dated(
                What.PHOTO, each.walkthrough, f"{row.id} {row.kind.value}", row.sha256, row.bytes, each.until
            )
            note(run, _noted(file, by, ground=each))
        note(run, _noted(each, by, subject=subject))
        vault.settings.put_within(run, _UNFINISHED, names)

    vault.erase(each.walkthrough, noted)
    finish(vault)


def _answered(each: expiring.Aging) -> Ground | None:
    return Ground(hashlib.sha256(each.receipt).hexdigest(), each.since) if each.since else None


def _tombstone(row: BundleRow) -> dict[str, object]:
    return {
        "revision": row.revision,
        "manifest_digest": row.manifest_digest,
        "sha256": row.sha256,
        "bytes": row.bytes,
        "sealed": row.sealed_at.isoformat(),
        "office": row.office,
        "receipt": row.receipt.decode() if row.receipt else None,
    }


def _noted(each: Dated, by: _By, *, subject: str = "", ground: Dated | None = None) -> Erasure:
    allowed = (ground or each).ground
    told = "" if each.until and by.known_on and each.until < by.known_on else " (laptop clock)"
    return Erasure(
        by.now,
        each.walkthrough,
        each.what.value,
        subject or each.subject,
        each.sha256,
        each.bytes,
        f"{RETENTION} until {each.until}{told}",
        str(allowed) if allowed else "",
    )
