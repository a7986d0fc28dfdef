"""How large a photograph may be. Everything is checked from the header, before a single pixel is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds for one picture from outside.

    `file_bytes` counts the file as it lies on the disk. `pixels` is for baseline JPEG, which is decoded at a
    fraction of its size; every other coding has to be decoded whole, so `whole_pixels` keeps it within a few
    hundred megabytes of memory. `longest_to_shortest` stops pictures that are a line (100000 × 1) while a long
    screenshot of a chat (1:50) still comes in. `scan_pixels` is scans × pixels of a progressive JPEG: each scan
    walks over the whole picture, so a small file with many scans can cost minutes. `decoder_s` and
    `decoder_bytes` bind the process that decodes HEIC, in seconds and bytes of address space.
    """

    file_bytes: int = 60_000_000
    pixels: int = 120_000_000
    whole_pixels: int = 50_000_000
    longest_to_shortest: int = 60
    scan_pixels: int = 600_000_000
    decoder_s: int = 60
    decoder_bytes: int = 2_000_000_000


LIMITS = Limits()
