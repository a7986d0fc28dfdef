"""Examining a vault: is every record whole, every file there, and is this machine fit to record on."""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cxo_core.chain import check_chain
from cxo_core.kinds import Kind
from cxo_core.problems import Problem
from cxo_desktop.checks import Check, CheckCode, CheckState
from cxo_desktop.services.backing_up import LAST_BACKUP
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage import system_keyring
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.header import read_header
from cxo_desktop.storage.migrations import HEAD
from cxo_desktop.storage.swap_space import open_swap
from cxo_desktop.storage.system_keyring import KeyringState

__all__ = ["Check", "CheckCode", "CheckState", "examine", "look_over"]

MB: Final = 1024 * 1024
WANTED_FREE_MB: Final = 1024
NEEDED_FREE_MB: Final = 200
BACKUP_DAYS: Final = 7
CLOCK_TOLERANCE: Final = timedelta(minutes=5)

Progress = Callable[[str], None]
"""Told what is being looked at now: the id of a walkthrough, or the name of a file."""


def examine(
    folder: Path, passphrase: str | None = None, *, progress: Progress | None = None
) -> tuple[Check, ...]:
    """Looks at a vault that is not open, inside and out. Whatever is wrong is a Check, never a Problem raised."""
    outside = (*_outside(folder), _keyring(folder))
    try:
        vault = open_vault(folder, passphrase)
    except Problem as problem:
        found = {key: str(value) for key, value in problem.details.items()}
        return (Check(CheckCode.OPENING, CheckState.FAIL, {"problem": problem.code.value, **found}), *outside)
    with vault:
        return (
            Check(CheckCode.OPENING, CheckState.OK),
            *_inside(vault, progress or (lambda _: None)),
            *outside,
        )


def look_over(vault: Vault, *, progress: Progress | None = None) -> tuple[Check, ...]:
    """The same for a vault that is open; run it where it may take minutes."""
    folder = vault.folder.root
    return (*_inside(vault, progress or (lambda _: None)), *_outside(folder), _keyring(folder))


def _inside(vault: Vault, progress: Progress) -> Iterator[Check]:
    yield Check(CheckCode.SCHEMA, CheckState.OK, {"found": HEAD, "known": HEAD})
    complaints = vault.database_complaints()
    state = CheckState.FAIL if complaints else CheckState.OK
    yield Check(CheckCode.DATABASE, state, {"what": complaints[0]} if complaints else {})
    for look in (_chains, _evidence, _bundles, _orphans, _clock, _backup, _second_way_in):
        try:
            yield look(vault, progress)
        except Problem as problem:
            # A page that cannot be read ends this look; what to do about it is what the database check says.
            yield Check(CheckCode.DATABASE, CheckState.FAIL, {"what": problem.code.value})


def _chains(vault: Vault, progress: Progress) -> Check:
    count, broken = 0, []
    for walkthrough_id in vault.walkthroughs.every():
        progress(walkthrough_id)
        count += 1
        summary = vault.walkthroughs.summary(walkthrough_id)
        try:
            last = check_chain(vault.walkthroughs.events(walkthrough_id))
        except Problem as problem:
            broken.append((walkthrough_id, problem.details.get("seq", "?")))
            continue
        if last is None or (last.seq, last.digest) != (summary.last_seq, summary.chain_head):
            broken.append((walkthrough_id, last.seq if last else 0))
    details: dict[str, object] = {"count": count, "damaged": len(broken)}
    if broken:
        details |= {"walkthrough": broken[0][0], "seq": broken[0][1]}
    return Check(CheckCode.CHAINS, CheckState.FAIL if broken else CheckState.OK, details)


def _evidence(vault: Vault, progress: Progress) -> Check:
    count, missing, damaged = 0, 0, 0
    first: dict[str, object] = {}
    keys: dict[str, bytes] = {}
    for walkthrough_id, row in vault.evidence_rows.every():
        progress(row.name)
        count += 1
        if walkthrough_id not in keys:
            keys = {walkthrough_id: vault.walkthroughs.key_of(walkthrough_id)}
        try:
            is_whole = vault.evidence.sha256(row.name, keys[walkthrough_id]) == row.sha256
        except Problem:
            is_whole = False
        if is_whole:
            continue
        first = first or {"name": row.name, "walkthrough": walkthrough_id}
        if vault.evidence.path(row.name).exists():
            damaged += 1
        else:
            missing += 1
    state = CheckState.FAIL if missing or damaged else CheckState.OK
    return Check(CheckCode.EVIDENCE, state, {"count": count, "missing": missing, "damaged": damaged, **first})


def _bundles(vault: Vault, progress: Progress) -> Check:
    missing, damaged = [], []
    rows = [row for row in vault.bundles.every() if not row.is_erased]
    for row in rows:
        progress(row.name)
        path = vault.folder.bundles / row.name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            missing.append(row.name)
        except OSError:
            damaged.append(row.name)
        else:
            if digest != row.sha256:
                damaged.append(row.name)
    details: dict[str, object] = {"count": len(rows), "missing": len(missing), "damaged": len(damaged)}
    if missing or damaged:
        details["name"] = (missing + damaged)[0]
    return Check(CheckCode.BUNDLES, CheckState.FAIL if missing or damaged else CheckState.OK, details)


def _orphans(vault: Vault, progress: Progress) -> Check:
    count = len(vault.orphans()) + len(vault.orphan_bundles())
    return Check(CheckCode.ORPHANS, CheckState.WARN if count else CheckState.OK, {"count": count})


def _clock(vault: Vault, progress: Progress) -> Check:
    now = datetime.now().astimezone()
    page = vault.library.page(size=50)
    last = max((each.updated for each in page.items), default=None)
    details = {
        "now": f"{now:%Y-%m-%d %H:%M}",
        "jumps": vault.count_of(Kind.CLOCK_JUMPED),
        "last": f"{last.astimezone():%Y-%m-%d %H:%M}" if last else "",
    }
    is_behind = last is not None and now + CLOCK_TOLERANCE < last
    return Check(CheckCode.CLOCK, CheckState.WARN if is_behind else CheckState.OK, details)


def _second_way_in(vault: Vault, progress: Progress) -> Check:
    has_other = vault.has_passphrase or vault.has_recovery_key
    return Check(CheckCode.SECOND_WAY_IN, CheckState.OK if has_other else CheckState.WARN)


def _backup(vault: Vault, progress: Progress) -> Check:
    made = vault.settings.get(LAST_BACKUP)
    if made is None:
        return Check(CheckCode.BACKUP, CheckState.WARN)
    days = (datetime.now(UTC) - datetime.fromisoformat(made)).days
    return Check(CheckCode.BACKUP, CheckState.WARN if days > BACKUP_DAYS else CheckState.OK, {"days": days})


def _outside(folder: Path) -> Iterator[Check]:
    if folder.is_dir():
        mode = stat.S_IMODE(folder.stat().st_mode)
        is_open = os.name != "nt" and bool(mode & 0o077)
        details: dict[str, object] = {"path": str(folder), "mode": f"{mode:o}"}
        yield Check(CheckCode.PERMISSIONS, CheckState.WARN if is_open else CheckState.OK, details)
        free_mb = shutil.disk_usage(folder).free // MB
        state = CheckState.OK if free_mb >= WANTED_FREE_MB else CheckState.WARN
        state = CheckState.FAIL if free_mb < NEEDED_FREE_MB else state
        yield Check(CheckCode.SPACE, state, {"free_mb": free_mb, "wanted_mb": WANTED_FREE_MB})
    devices = open_swap()
    yield Check(CheckCode.SWAP, CheckState.WARN if devices else CheckState.OK, {"device": ", ".join(devices)})


def _keyring(folder: Path) -> Check:
    state: str = system_keyring.state().value
    try:
        kept = system_keyring.recall(read_header(VaultFolder(folder).header).vault)
    except Problem as problem:
        kept, state = None, problem.code.value
    if kept is None and state == KeyringState.READY:
        state = "empty"
    return Check(CheckCode.KEYRING, CheckState.WARN if kept is None else CheckState.OK, {"state": state})
