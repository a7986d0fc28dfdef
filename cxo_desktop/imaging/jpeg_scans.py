"""Whether a JPEG holds all of its picture. Decoders are forgiving: they paint what is missing grey, or leave it
blurred, and say nothing. Structure after ITU-T T.81.
"""

import re

from cxo_core.problems import Code, Problem

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_COEFFICIENTS = 64
_MISSING = 99


class Coverage:
    """Which coefficients of which component came, and to which bit: a progressive file that was cut off lacks some."""

    def __init__(self, frame: bytes, *, is_progressive: bool) -> None:
        self._is_progressive = is_progressive
        self._bits = {frame[at]: [_MISSING] * _COEFFICIENTS for at in range(6, len(frame), 3)}

    def add(self, scan: bytes) -> None:
        """Takes the head of one scan, without its length. Raises PHOTO_BROKEN where it makes no sense."""
        if len(scan) < 6 or len(scan) != 4 + 2 * scan[0]:
            raise Problem(Code.PHOTO_BROKEN)
        first, last, bit = scan[-3], scan[-2], scan[-1] & 15
        if not self._is_progressive:
            first, last, bit = 0, _COEFFICIENTS - 1, 0
        for at in range(1, len(scan) - 3, 2):
            if scan[at] not in self._bits or last >= _COEFFICIENTS:
                raise Problem(Code.PHOTO_BROKEN)
            self._bits[scan[at]][first : last + 1] = [bit] * (last + 1 - first)

    @property
    def is_complete(self) -> bool:
        return not any(any(bits) for bits in self._bits.values())


def lacks_restarts(frame: bytes, interval: int, coded: bytes) -> bool:
    """Whether fewer restart markers stand in an interleaved baseline scan than its interval demands."""
    return interval > 0 and len(_RESTART.findall(coded)) < -(-_units(frame) // interval) - 1


def _units(frame: bytes) -> int:
    """Number of coded units (MCU) of an interleaved scan, T.81 A.2."""
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    factors = [frame[at] for at in range(7, len(frame), 3)]
    is_alone = len(factors) == 1
    across = 8 * (1 if is_alone else max(max(factor >> 4, 1) for factor in factors))
    down = 8 * (1 if is_alone else max(max(factor & 15, 1) for factor in factors))
    return -(-width // across) * -(-height // down)
