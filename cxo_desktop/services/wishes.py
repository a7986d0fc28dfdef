"""Bringing withdrawals to an office and its receipts back, over the network and by stick."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.protocol.packet import sealed_to
from cxo_core.protocol.withdrawal import SUFFIX, WithdrawalReceipt
from cxo_desktop.services.ladder import is_due
from cxo_desktop.services.sending import ENDS_THE_ROUND, OF_THE_VAULT, WAITS
from cxo_desktop.services.stick import Stick
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.storage.sync_log import LogLine
from cxo_desktop.storage.withdrawals import WithdrawalRow

if TYPE_CHECKING:
    from cxo_desktop.network.office_http import OfficeClient

WHAT: Final = "withdrawal"


def send_wishes(
    vault: Vault,
    office: OfficeRow,
    client: "OfficeClient",
    *,
    now: Callable[[], datetime],
    wait: Callable[[int, Problem], timedelta],
    is_asked: bool,
) -> None:
    """Every wish this office has not confirmed and whose turn it is. One that fails waits on the ladder; raises only what ends
    the round.
    """
    for row in vault.withdrawals.waiting(office.id):
        if not is_asked and not is_due(row.next_try, now()):
            continue
        try:
            _take(vault, row, client.withdraw(row.document), office.keys, now(), "network")
        except Problem as problem:
            if problem.code in OF_THE_VAULT - WAITS:
                raise
            line = _line(now(), row, "network", problem.code.value)
            vault.withdrawals.tried(row, problem, next_try=now() + wait(row.attempts + 1, problem), line=line)
            if problem.code in ENDS_THE_ROUND - {Code.OFFICE_ANSWERS_STRANGELY}:
                raise


def put_wishes(vault: Vault, stick: Stick, now: datetime) -> tuple[str, ...]:
    """Puts every unconfirmed wish into `to-office`, encrypted to its office; takes away those confirmed. Tells the former."""
    written = []
    for office in vault.offices.every():
        for row in vault.withdrawals.waiting(office.id):
            stick.put_small(wish_name(row), sealed_to(row.document, office.keys.recipients))
            vault.sync_log.note(_line(now, row, "stick", "written"))
            written.append(wish_name(row))
    return tuple(written)


def take_answers(
    vault: Vault, office: OfficeRow, receipts: Iterable[bytes], now: datetime
) -> tuple[int, tuple[Problem, ...]]:
    """Confirms what the receipts of a packet answer for. Returns how many those were, and what could not be read."""
    problems, confirmed = [], 0
    for content in receipts:
        try:
            receipt = WithdrawalReceipt.read(content, office.keys.receipt_key)
        except Problem as problem:
            problems.append(problem)
            continue
        for row in vault.withdrawals.waiting(office.id):
            if receipt.is_for(row.document):
                _take(vault, row, content, office.keys, now, "stick")
                confirmed += 1
    return confirmed, tuple(problems)


def clear_wishes(vault: Vault, stick: Stick) -> None:
    """Takes confirmed wishes of this laptop off the stick."""
    there = set(stick.names())
    for row in vault.withdrawals.every():
        if row.is_confirmed and wish_name(row) in there:
            stick.remove(wish_name(row))


def wish_name(row: WithdrawalRow) -> str:
    """It names neither a person nor a walkthrough."""
    return f"cxo-{row.id}{SUFFIX}"


def _take(
    vault: Vault, row: WithdrawalRow, content: bytes, office: OfficeKeys, now: datetime, way: str
) -> None:
    try:
        receipt = WithdrawalReceipt.read(content, office.receipt_key)
    except Problem as problem:
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why="withdrawal-receipt") from problem
    if not receipt.is_for(row.document):
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why="receipt-for-another-withdrawal")
    vault.withdrawals.confirm(row, content, now, _line(now, row, way, "done", len(receipt.erased)))


def _line(now: datetime, row: WithdrawalRow, way: str, outcome: str, erased: int | None = None) -> LogLine:
    details = {"way": way} | ({} if erased is None else {"erased": str(erased)})
    return LogLine(now, row.office, WHAT, outcome, row.walkthrough, None, details)
