"""Laptops with sealed bundles in real vaults: recorded, photographed and sealed the way an officer does, only faster."""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from cxo_core.bundle.office import OfficeKeys
from cxo_core.kinds import Kind
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.storage.bundles import BundleRow
from helpers.recordings import MovingClock, begun, looked_at


@dataclass(frozen=True, slots=True)
class Laptop:
    """A closed vault on the disk; the keyring of the process that made it keeps its key."""

    folder: Path
    sealed: tuple[BundleRow, ...]


def laptop(folder: Path, office: OfficeKeys, sides: Sequence[Sequence[int]]) -> Laptop:
    """A vault with one sealed walkthrough for each entry: its photographs, by the length of their sides in pixels."""
    clock = MovingClock()
    with create(folder, None, "李敏") as vault:
        trust(vault, office, folder.with_suffix(".office.json"))
        sealed = tuple(sealed_walk(vault, clock, office, photos) for photos in sides)
    return Laptop(folder, sealed)


def trust(vault: Vault, office: OfficeKeys, file: Path) -> None:
    """The office's public file, as somebody brings it."""
    from cxo_desktop.services.offices import trust_office

    file.write_bytes(office.to_bytes())
    trust_office(vault, file)


def sealed_walk(
    vault: Vault, clock: MovingClock, office: OfficeKeys, photos: Sequence[int] = ()
) -> BundleRow:
    """A short walk, finished and sealed."""
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    photographs = Photographs(vault, recording.id)
    for number, side in enumerate(photos):
        clock.wait(seconds=20)
        prepared = photographs.take_in(noise(side), name=f"{number}.jpg")
        recording.attach({**prepared.said, "caption": "告知单"}, prepared.files)
        photographs.finish(prepared)
    looked_at(recording)
    clock.wait(minutes=5)
    recording.tap(Kind.FINISHED)
    return Sealing(vault).seal(recording, office)


@cache
def noise(side: int) -> bytes:
    """A JPEG of noise: about 1.1 bytes for each pixel."""
    held = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(held, "JPEG", quality=93)
    return held.getvalue()
