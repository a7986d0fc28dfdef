"""The courier: bundles out on a stick, and in from it what the office answers. Nothing counts but signatures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxo_core.moment import Clock
from cxo_core.problems import Problem
from cxo_desktop.services.copies import clear, copy_name
from cxo_desktop.services.courier_return import Imported, import_from
from cxo_desktop.services.enrolling import request_again, request_name
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.stick import Stick, Stopped
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.wishes import put_wishes
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.sync_log import LogLine

__all__ = ["Copying", "Exported", "Failed", "Imported", "copy_name", "export_to", "import_from"]


@dataclass(frozen=True, slots=True)
class Copying:
    """How far an export is: which bundle, which of how many, and bytes of all of them."""

    walkthrough: str
    revision: int
    place: int
    count: int
    copied: int
    total: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A bundle that could not be copied while the others were, and why."""

    bundle: BundleRow
    problem: Problem


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did. `present`: lay there whole already. `requests`: enrolment requests, `withdrawals`: consent
    taken back that no office confirmed yet; both by file name.
    """

    copied: tuple[BundleRow, ...]
    present: tuple[BundleRow, ...]
    failed: tuple[Failed, ...]
    requests: tuple[str, ...]
    is_stopped: bool = False
    withdrawals: tuple[str, ...] = ()


def export_to(
    vault: Vault,
    folder: Path,
    clock: Clock,
    *,
    watch: Callable[[Copying], None] = lambda copying: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Exported:
    """Puts every bundle that no receipt answers yet into `folder`/CXO/to-office, each whole or not at all.

    A bundle the office refused waits for a person and is left out. Raises Problem `stick-full` before anything is
    written where not all of them fit; `folder-missing`, `stick-read-only` and `stick-gone`.
    """
    stick = Stick(folder)
    stick.check()
    clear(vault, stick)
    waiting = vault.bundles.in_state(BundleState.SEALED)
    present = [row for row in waiting if stick.holds(copy_name(row), row.bytes, row.sha256)]
    missing = [row for row in waiting if row not in present]
    stick.need([row.bytes for row in missing])
    requests = _requests(vault, stick, clock)
    withdrawals = put_wishes(vault, stick, clock.now().wall)
    copied: list[BundleRow] = []
    failed: list[Failed] = []
    was_stopped = False
    progress = _Progress(missing, watch)
    for place, row in enumerate(missing, 1):
        progress.begin(place)
        try:
            source = Sealing(vault).file_of(row)
            name = copy_name(row)
            stick.put_file(name, source, row.sha256, copied=progress.add, is_stopped=is_stopped)
        except Stopped:
            was_stopped = True
            break
        except Problem as problem:
            _note(vault, clock, row, problem)
            if problem.code.value.startswith("stick-"):
                raise
            failed.append(Failed(row, problem))
        else:
            _note(vault, clock, row)
            copied.append(row)
    return Exported(tuple(copied), tuple(present), tuple(failed), requests, was_stopped, withdrawals)


class _Progress:
    def __init__(self, rows: list[BundleRow], watch: Callable[[Copying], None]) -> None:
        self._rows = rows
        self._watch = watch
        self._total = sum(row.bytes for row in rows)
        self._before = 0
        self._place = 0
        self._copied = 0

    def begin(self, place: int) -> None:
        self._before = sum(row.bytes for row in self._rows[: place - 1])
        self._place, self._copied = place, 0
        self.add(0)

    def add(self, count: int) -> None:
        self._copied += count
        row = self._rows[self._place - 1]
        done = self._before + self._copied
        self._watch(
            Copying(row.walkthrough_id, row.revision, self._place, len(self._rows), done, self._total)
        )


def _requests(vault: Vault, stick: Stick, clock: Clock) -> tuple[str, ...]:
    """The request of each office whose approval has not come, made anew."""
    written = []
    for office in vault.offices.every():
        request = request_again(vault, office, clock)
        if request is not None:
            written.append(stick.put_small(request_name(office), request).name)
    return tuple(written)


def _note(vault: Vault, clock: Clock, row: BundleRow, problem: Problem | None = None) -> None:
    outcome = problem.code.value if problem else "done"
    details = {"way": "out", "bytes": str(row.bytes)}
    at = clock.now().wall
    vault.sync_log.note(LogLine(at, row.office, "stick", outcome, row.walkthrough_id, row.revision, details))
