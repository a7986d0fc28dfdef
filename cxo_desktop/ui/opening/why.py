"""Why a secret is asked for, in words: the keyring is locked, is not there, or the vault has no passphrase."""

from typing import TYPE_CHECKING

from cxo_core.problems import Code, Problem
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import WaysIn


def why_asked(problem: Problem | None, ways: "WaysIn") -> str:
    """What stands over the field; empty where the passphrase is simply what opens the vault."""
    is_locked = problem is not None and problem.code is Code.KEYRING_LOCKED
    if ways.passphrase:
        return (
            _("The system's keyring is locked. Your passphrase opens the records without it.")
            if is_locked
            else ""
        )
    if ways.recovery:
        return _(
            "This vault has no passphrase. Unlock the system's keyring and open it through that, or use the recovery key."
        )
    return _(
        "This vault has neither a passphrase nor a recovery key. Unlock the system's keyring of the user who made it, and open it through that."
    )


def note_of(problem: Problem | None, ways: "WaysIn") -> str:
    """Said in small print where the keyring might have opened it and could not."""
    if problem is None or problem.code is not Code.PASSPHRASE_NEEDED or not ways.keyring:
        return ""
    return _(
        "No keyring of this system has the key here, so it is asked for. Nothing is wrong with your records."
    )
