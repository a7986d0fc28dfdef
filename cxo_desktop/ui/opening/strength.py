"""How long a passphrase would stand against guessing, as a rough and honest estimate."""

import math
from enum import IntEnum
from itertools import pairwise

SHORTEST = 8
"""Below this no passphrase is taken."""

_SERIES = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class Strength(IntEnum):
    """Too short to be taken, weak, fair or strong."""

    TOO_SHORT = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


def strength(passphrase: str) -> Strength:
    """From the characters that cannot be guessed from the ones before; 40 bits are fair, 60 strong."""
    if len(passphrase) < SHORTEST:
        return Strength.TOO_SHORT
    bits = _fresh(passphrase) * math.log2(_alphabet(passphrase))
    return Strength.STRONG if bits >= 60 else Strength.FAIR if bits >= 40 else Strength.WEAK


def _fresh(passphrase: str) -> int:
    """How many characters neither repeat the one before nor go on a keyboard's or the alphabet's row."""
    return 1 + sum(not _follows(a, b) for a, b in pairwise(passphrase.lower()))


def _follows(a: str, b: str) -> bool:
    return a == b or any(f"{a}{b}" in row or f"{b}{a}" in row for row in _SERIES)


def _alphabet(passphrase: str) -> int:
    sizes = (
        (str.islower, 26),
        (str.isupper, 26),
        (str.isdigit, 10),
        (lambda c: c.isascii() and not c.isalnum(), 33),
        (lambda c: not c.isascii(), 2500),
    )
    return sum(size for is_one, size in sizes if any(is_one(c) for c in passphrase)) or 2
