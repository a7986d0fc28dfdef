"""The recovery key: printed once, kept in a safe, opens the vault when keyring and passphrase are both gone."""

import hashlib
import secrets
from typing import Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.keys import WrongKey, derive, unwrap, wrap

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that nothing read from paper is mistaken for something else."""

_LETTERS: Final = 26  # 130 bits
_CHECK_LETTERS: Final = 2
_MISREAD: Final = str.maketrans("OIL", "011")


def fresh() -> str:
    """A new recovery key: seven groups of four letters, the last two letters check the others."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
    whole = letters + _check(letters)
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def is_one(text: str) -> bool:
    """Whether a text is a recovery key at all, of whichever vault: as long as one, and with the right check letters."""
    try:
        _key(text)
    except Problem:
        return False
    return True


def wrap_with(secret: bytes, recovery_key: str, *, about: bytes) -> bytes:
    """`secret` wrapped by a recovery key, which is random enough to need no stretching."""
    return wrap(secret, under=_key(recovery_key), about=about)


def unwrap_with(wrapped: bytes, recovery_key: str, *, about: bytes) -> bytes:
    """The secret; raises Problem `recovery-key-wrong`."""
    try:
        return unwrap(wrapped, under=_key(recovery_key), about=about)
    except WrongKey as error:
        raise Problem(Code.RECOVERY_KEY_WRONG) from error


def _key(recovery_key: str) -> bytes:
    letters = "".join(recovery_key.upper().split()).replace("-", "").translate(_MISREAD)
    body, check = letters[:_LETTERS], letters[_LETTERS:]
    if len(letters) != _LETTERS + _CHECK_LETTERS or _check(body) != check:
        raise Problem(Code.RECOVERY_KEY_WRONG)
    return derive(body.encode(), info=b"cxo vault: recovery key")


def _check(letters: str) -> str:
    number = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:2])
    return ALPHABET[number >> 5 & 31] + ALPHABET[number & 31]
