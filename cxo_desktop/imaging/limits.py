"""How large a photograph may be. Everything is checked from the header, before a single pixel is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds for one picture from outside.

    `file_bytes` counts the file as it lies on the disk. The pixels are what each coding can be decoded from in about
    300 MB: baseline JPEG at a fraction of its size, the others only whole, WebP with three buffers of its own; HEIC
    may need more. `longest_to_shortest` stops pictures that are a line (100000 × 1) while a long
    screenshot of a chat (1:50) still comes in. `scan_pixels` is scans × pixels of a progressive JPEG: each scan
    walks over the whole picture, so a small file with many scans can cost minutes. `decoder_s` and `decoder_bytes`
    bind the process that decodes: seconds for one picture, and bytes of memory it may ask for.
    """

    file_bytes: int = 60_000_000
    jpeg_pixels: int = 120_000_000
    progressive_pixels: int = 50_000_000
    heic_pixels: int = 50_000_000
    png_pixels: int = 34_000_000
    webp_pixels: int = 16_200_000
    longest_to_shortest: int = 60
    scan_pixels: int = 600_000_000
    decoder_s: int = 20
    decoder_bytes: int = 600_000_000


LIMITS = Limits()
