"""What one phone may ask of the laptop: every number that bounds the hand-over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLimits:
    """Bytes, counts and seconds.

    `piece_bytes` is what a phone sends at once, `photo_bytes` the largest photo, `held_bytes` what may wait in memory until it
    is encrypted on the disk; beyond it the phone is told to wait. `messages` bounds one code: 96-bit random nonces stay
    far from meeting each other (NIST SP 800-38D's 2^32 is the usual bound for such), and the list of those seen stays small.
    """

    connections: int = 12
    head_bytes: int = 8_192
    piece_bytes: int = 512 * 1024
    header_bytes: int = 16_384
    photo_bytes: int = 60_000_000
    held_bytes: int = 64_000_000
    photos: int = 500
    messages: int = 200_000
    name_characters: int = 120
    head_s: float = 10.0
    body_s: float = 60.0
    rest_s: float = 20.0
    idle_s: float = 15 * 60.0

    @property
    def body_bytes(self) -> int:
        """The longest sealed message: nonce, header, piece, tag."""
        return 12 + 4 + self.header_bytes + self.piece_bytes + 16


LIMITS = HandoverLimits()
