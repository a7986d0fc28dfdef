"""The keys of age as people keep them: identity files that open bundles, recipients that bundles are sealed to."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient


def read_identities(path: Path) -> list["Identity"]:
    """The X25519 identities of a file as `age-keygen` writes it. Raises Problem `identity-unreadable` with the line."""
    import pyrage
    from pyrage.x25519 import Identity

    identities = []
    for number, line in _lines(path, Code.IDENTITY_UNREADABLE):
        try:
            identities.append(Identity.from_str(line))
        except pyrage.IdentityError as error:
            raise Problem(Code.IDENTITY_UNREADABLE, path=str(path), line=number) from error
    if not identities:
        raise Problem(Code.IDENTITY_UNREADABLE, path=str(path), line=0)
    return identities


def read_recipients(path: Path) -> list[str]:
    """The recipients of a file, one `age1…` on each line. Raises Problem `recipient-unreadable` with the line."""
    recipients = []
    for number, line in _lines(path, Code.RECIPIENT_UNREADABLE):
        try:
            recipients.append(str(*parse_recipients([line])))
        except Problem as problem:
            raise Problem(Code.RECIPIENT_UNREADABLE, path=str(path), line=number) from problem
    if not recipients:
        raise Problem(Code.RECIPIENT_UNREADABLE, path=str(path), line=0)
    return recipients


def parse_recipients(recipients: Iterable[str]) -> list["Recipient"]:
    """Raises Problem `recipient-unreadable` for a text that is no X25519 recipient of age, and for none at all."""
    import pyrage
    from pyrage.x25519 import Recipient

    parsed = []
    for number, text in enumerate(recipients, 1):
        try:
            parsed.append(Recipient.from_str(text))
        except pyrage.RecipientError as error:
            raise Problem(Code.RECIPIENT_UNREADABLE, path="", line=number) from error
    if not parsed:
        raise Problem(Code.RECIPIENT_UNREADABLE, path="", line=0)
    return parsed


def _lines(path: Path, code: Code) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers; comments start with `#`."""
    try:
        with path.open("rb") as file:
            text = file.read(1 << 16).decode("ascii", "replace")
    except OSError as error:
        raise Problem(code, path=str(path), line=0) from error
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]
