"""Swap space that is not encrypted: what was in memory may lie there in the open (Linux tells; others encrypt by default)."""

from pathlib import Path
from typing import Final

SWAPS: Final = Path("/proc/swaps")
BLOCKS: Final = Path("/sys/class/block")


def open_swap(swaps: Path = SWAPS, blocks: Path = BLOCKS) -> tuple[str, ...]:
    """The swap devices and files in use that are neither compressed memory (zram) nor behind dm-crypt."""
    try:
        lines = swaps.read_text().splitlines()[1:]
    except OSError:
        return ()
    return tuple(
        device for device in (line.split()[0] for line in lines if line) if not _is_safe(device, blocks)
    )


def _is_safe(device: str, blocks: Path) -> bool:
    name = Path(device).name
    if name.startswith("zram"):
        return True
    try:
        return (blocks / name / "dm" / "uuid").read_text().startswith("CRYPT-")
    except OSError:
        return False
