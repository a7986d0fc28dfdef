"""Looking into a bundle: who signed it, whether all of it holds, and what of it goes into the office's list."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.devices import Device
from cxo_core.bundle import names
from cxo_core.bundle.age_streams import MAGIC
from cxo_core.bundle.manifest import Manifest
from cxo_core.bundle.verify import verify
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Walkthrough

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

MAX_COUNT = 2**31 - 1
"""The highest number the office's tables keep for a revision or a count of events."""

HOUSE_FAILS = frozenset(
    {
        Code.DISK_FAILING,
        Code.DISK_FULL,
        Code.FOLDER_READ_ONLY,
        Code.OFFICE_BUSY,
        Code.OFFICE_DATABASE_FAILING,
        Code.OFFICE_FILES_FAILING,
    }
)
"""Problems that say nothing about the bundle: it is to be looked at again."""

LARGE_RECORD = 16 << 20
"""From this many bytes of text on, records are read one at a time: a record in memory is several times its text."""

_one_at_a_time = threading.Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examined:
    """`problem` None: sound, and then `manifest`, its digest and `state` are there. `manifest` also where only it was read."""

    problem: Problem | None = None
    manifest: Manifest | None = None
    manifest_digest: str = ""
    state: Walkthrough | None = None


def examine(
    file: WholeFile,
    identities: "Sequence[Identity]",
    device: Device | None,
    find: Callable[[str], Device | None],
) -> Examined:
    """Decrypts and verifies. Before anything is unpacked the signature must hold and be that of a laptop of this office.

    `device`: the laptop that sent it, where one did; nobody else may have signed it. `find` knows laptops by their id.
    Raises only what says nothing about the bundle (`HOUSE_FAILS`).
    """
    read: Manifest | None = None

    turn = ExitStack()

    def admit(manifest: Manifest, about_signature: tuple[Problem, ...]) -> None:
        nonlocal read
        read = manifest
        for problem in about_signature:
            raise problem
        _check_sender(manifest, device, find(manifest.device))
        if max(manifest.revision, manifest.events) > MAX_COUNT:
            raise Problem(Code.BUNDLE_DAMAGED, where=names.MANIFEST, why="revision")
        if sum(member.bytes for member in manifest.members if member.name in names.TEXTS) > LARGE_RECORD:
            turn.enter_context(_one_at_a_time)

    try:
        with turn:
            report = verify(file, identities, admit=admit)
    except Problem as problem:
        if problem.code in HOUSE_FAILS:
            raise
        if problem.code is Code.BUNDLE_UNREADABLE:
            raise Problem(Code.OFFICE_FILES_FAILING, cause=problem.details.get("reason", "")) from problem
        return Examined(problem, read)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Hostile content that the core trips over is refused like any other; the log has what to mend.
        _log.exception("a bundle could not be read to its end")
        return Examined(Problem(Code.BUNDLE_DAMAGED, where="*.cxo", why=type(error).__name__), read)
    if not report.is_sound:
        found = report.problems or (Problem(Code.BUNDLE_DAMAGED, where="*.cxo", why="checks"),)
        return Examined(found[0], report.manifest)
    return Examined(None, report.manifest, report.manifest_digest, report.state)


def glance(file: WholeFile) -> Problem | None:
    """What can be said of a bundle by an office that cannot open it: whether it is encrypted at all."""
    return None if file.read(len(MAGIC)) == MAGIC else Problem(Code.BUNDLE_NOT_A_BUNDLE)


def _check_sender(manifest: Manifest, sender: Device | None, signer: Device | None) -> None:
    if signer is None or signer.public_key != manifest.device_key:
        raise Problem(Code.BUNDLE_DEVICE_UNKNOWN, device=manifest.device)
    if sender is not None and sender.id != signer.id:
        raise Problem(Code.BUNDLE_DEVICE_UNEXPECTED, device=manifest.device)
    if signer.is_revoked:
        raise Problem(Code.DEVICE_REVOKED, device=manifest.device)
