"""A secret wrapped by a passphrase: Argon2id turns what a person remembers into a key (RFC 9106)."""

import base64
import binascii
import os
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.keys import KEY_BYTES, WrongKey, unwrap, wrap

SHORTEST: Final = 8
"""Characters a passphrase must have at least (NIST SP 800-63B, 3.1.1.2)."""

SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs. The default is RFC 9106's second recommendation: 64 MiB, which a 4 GB laptop bears."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    def is_bearable(self) -> bool:
        """Whether a header asks for a cost a laptop can pay; a forged one must not exhaust its memory."""
        return (
            1 <= self.passes <= 16
            and 8 * self.lanes <= self.memory_kib <= 1024 * 1024
            and 1 <= self.lanes <= 16
        )


COST: Final = Cost()
"""What every passphrase set from now on costs to guess."""


@dataclass(frozen=True, slots=True)
class PassphraseWrap:
    """A wrapped secret with the salt and cost needed to open it again."""

    cost: Cost
    salt: bytes
    wrapped: bytes

    @classmethod
    def around(cls, secret: bytes, passphrase: str, *, about: bytes) -> "PassphraseWrap":
        """Wraps `secret`; raises Problem `passphrase-too-short` for fewer than 8 characters."""
        if len(normal(passphrase)) < SHORTEST:
            raise Problem(Code.PASSPHRASE_TOO_SHORT, shortest=SHORTEST)
        cost, salt = COST, os.urandom(SALT_BYTES)
        return cls(
            cost, salt, wrap(secret, under=stretch(passphrase, salt, cost), about=_bound(about, cost, salt))
        )

    def open(self, passphrase: str, *, about: bytes) -> bytes:
        """The secret; raises Problem `passphrase-wrong`. Takes a quarter of a second on purpose."""
        try:
            return unwrap(
                self.wrapped,
                under=stretch(passphrase, self.salt, self.cost),
                about=_bound(about, self.cost, self.salt),
            )
        except WrongKey as error:
            raise Problem(Code.PASSPHRASE_WRONG) from error

    def to_json(self) -> dict[str, Any]:
        return {
            "kdf": "argon2id",
            "passes": self.cost.passes,
            "memory_kib": self.cost.memory_kib,
            "lanes": self.cost.lanes,
            "salt": _text(self.salt),
            "wrapped": _text(self.wrapped),
        }

    @classmethod
    def from_json(cls, value: Any) -> "PassphraseWrap":
        """Raises ValueError for anything that `to_json` could not have written."""
        try:
            cost = Cost(int(value["passes"]), int(value["memory_kib"]), int(value["lanes"]))
            salt, wrapped, kdf = _bytes(value["salt"]), _bytes(value["wrapped"]), value["kdf"]
        except (KeyError, TypeError, AttributeError, binascii.Error) as error:
            raise ValueError("not a wrapped key") from error
        if kdf != "argon2id" or len(salt) < SALT_BYTES or not cost.is_bearable():
            raise ValueError("not a wrapped key of this version")
        return cls(cost, salt, wrapped)


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from a passphrase; the same characters give the same key however a keyboard composed them."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        normal(passphrase).encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _bound(about: bytes, cost: Cost, salt: bytes) -> bytes:
    return b"%s|argon2id|%d|%d|%d|" % (about, cost.passes, cost.memory_kib, cost.lanes) + salt


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
