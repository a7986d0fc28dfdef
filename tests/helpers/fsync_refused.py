"""Run as a program: records into a vault until the disk stops obeying fsync, and says what it was told was saved.

`python -m helpers.fsync_refused VAULT PASSPHRASE` with `tests` on the path. Linux on x86-64 or ARM64.
"""

import ctypes
import errno
import platform
import struct
import sys
from pathlib import Path

from cxo_core.kinds import Kind
from cxo_core.problems import Problem
from cxo_desktop.services.vaults import open_vault
from helpers.vault_walks import keep, record

_CALLS = {"x86_64": (74, 75), "aarch64": (82, 83)}
"""The numbers of fsync and fdatasync."""


def is_possible() -> bool:
    return sys.platform == "linux" and platform.machine() in _CALLS


def stop_obeying_fsync() -> None:
    """From now on fsync and fdatasync fail with EIO, through a seccomp filter; there is no way back."""
    first, second = _CALLS[platform.machine()]
    load, equal, answer = 0x20, 0x15, 0x06
    fails, allowed = 0x0005_0000 | errno.EIO, 0x7FFF_0000
    steps = [
        (load, 0, 0, 0),
        (equal, 1, 0, first),
        (equal, 0, 1, second),
        (answer, 0, 0, fails),
        (answer, 0, 0, allowed),
    ]
    filters = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(filters)
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(set_seccomp, filter_mode, program, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter")


def main(folder: Path, passphrase: str) -> None:
    vault = open_vault(folder, passphrase)
    hand = record(vault.walkthroughs, taps=5)
    print("saved", len(hand.events), flush=True)
    stop_obeying_fsync()
    for attempt in ("first", "second"):
        hand.wait(seconds=1)
        hand.tap(Kind.GUIDED)
        try:
            keep(vault.walkthroughs, hand)
        except Problem as problem:
            hand.events.pop()
            print(attempt, problem.code.value, flush=True)
    try:
        vault.evidence.write(b"a photo", b"k" * 32)
    except Problem as problem:
        print("photo", problem.code.value, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
