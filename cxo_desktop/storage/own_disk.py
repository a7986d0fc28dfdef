"""Whether a folder lies on a disk that goes wherever the laptop goes: what is written there is stolen with it."""

import os
import sys
from pathlib import Path
from typing import Final

DEVICES: Final = Path("/sys/dev/block")
_FIXED_ON_WINDOWS: Final = (3, 6)  # DRIVE_FIXED, DRIVE_RAMDISK


def is_own_disk(folder: Path, devices: Path = DEVICES) -> bool:
    """False only for what can be taken out of the laptop, and for a server. What cannot be told counts as its own."""
    try:
        number = folder.stat().st_dev
    except OSError:
        return True
    if sys.platform == "win32":
        return _is_fixed(folder)
    major, minor = os.major(number), os.minor(number)
    if major == 0:
        return not _is_on_a_server(folder)
    return not _can_be_taken_out(devices / f"{major}:{minor}")


def _can_be_taken_out(device: Path) -> bool:
    """A partition's disk says so itself (`removable`); one on the USB cable does not always, but its path does."""
    try:
        place = device.resolve(strict=True)
    except OSError:
        return False
    if any(part.startswith("usb") for part in place.parts):
        return True
    for disk in (place, place.parent):
        try:
            return (disk / "removable").read_text().strip() == "1"
        except OSError:
            continue
    return False


def _is_on_a_server(folder: Path) -> bool:
    """A filing system without a disk of this laptop under it: a server's, or one in memory, which counts as its own."""
    kinds = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.gvfsd-fuse", "davfs"}
    best, kind = "", ""
    try:
        mounted = Path("/proc/self/mounts").read_text()
    except OSError:
        return False
    for line in mounted.splitlines():
        _what, where, said, *_rest = line.split()
        where = where.replace("\\040", " ")
        if len(where) >= len(best) and folder.resolve().is_relative_to(where):
            best, kind = where, said
    return kind in kinds


def _is_fixed(folder: Path) -> bool:
    import ctypes

    drive = folder.absolute().anchor
    return ctypes.windll.kernel32.GetDriveTypeW(drive) in _FIXED_ON_WINDOWS  # type: ignore[attr-defined]
