"""A process that has everything loaded and gives birth to recorders that are going to be killed.

Lines on standard input: `folder seed walkthrough`. A recorder tells its process number first (`pid …`), then what
`helpers.officer_at_work` tells, on the descriptor named by the first argument.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import keyring

from cxo_core.bundle.office import OfficeKeys
from cxo_desktop.clock import SystemClock
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.decoder import Pictures
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.messages import Message
from cxo_desktop.services.vaults import open_vault
from helpers.memory_keyring import MemoryKeyring
from helpers.officer_at_work import PICTURES, Officer


def warm_up() -> None:
    """Loads what is imported late, so that a newborn starts at once."""
    import pyrage  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401

    from cxo_desktop.imaging.photo import take_in

    assert take_in(PICTURES[0]).report_copy


def main(descriptor: int, secrets: dict[str, str], office: OfficeKeys) -> None:
    held = MemoryKeyring()
    held.secrets = {tuple(name.split("|", 1)): value for name, value in secrets.items()}  # type: ignore[misc]
    keyring.set_keyring(held)
    decode_here()
    warm_up()
    os.write(descriptor, b"ready\n")
    for line in sys.stdin:
        folder, seed, walkthrough = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            os.write(descriptor, f"pid {os.getpid()}\n".encode())
            live(Path(folder), int(seed), walkthrough, descriptor, office)
        os.waitpid(child, 0)
        os.write(descriptor, b"dead\n")


def decode_here() -> None:
    """Pictures are decoded by the same code in this process: a newborn lives too short for a decoder of its own to start."""
    pictures = Pictures()

    def ask(request: Message, limits: Limits, heard: Callable[[Message], None] | None = None) -> Message:
        answers: list[Message] = []

        def tell(answer: Message) -> None:
            answers.append(answer)
            if answer.head["said"] == "working" and heard is not None:
                heard(answer)

        pictures.answer(request, tell)
        return answers[-1]

    decoder_process.ask = ask


def live(folder: Path, seed: int, walkthrough: str, descriptor: int, office: OfficeKeys) -> None:
    """Records until it is killed."""

    def tell(line: str) -> None:
        os.write(descriptor, f"{line}\n".encode())

    vault = open_vault(folder)
    officer = Officer(vault, SystemClock(), office, tell, random.Random(seed))
    if walkthrough:
        officer.go_on_with(walkthrough)
    while True:
        officer.step()


if __name__ == "__main__":
    given = json.loads(sys.argv[2])
    main(int(sys.argv[1]), given["secrets"], OfficeKeys.from_bytes(given["office"].encode()))
