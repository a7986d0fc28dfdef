"""What taking a bundle in costs a core: stored and flushed as an upload, then decrypted, verified, entered and answered for.

The reference does the least that could be asked: the SHA-256 of the file, and age decrypts it. Processor time on both
sides: what waits for the disk leaves the core to others. The hand-in is told by itself too, as the upload has its own goal.
"""

import gc
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity
from sqlalchemy import delete

from bench.ratio import Row, Timing
from cxo_central.house import House
from cxo_central.receiving.incoming import Incoming
from cxo_central.receiving.ingest import Announced, Status, receive
from cxo_central.storage.devices import Device, DeviceStore
from cxo_central.storage.engine import writing
from cxo_central.storage.tables import bundles, parts
from cxo_central.storage.uploads import Upload, UploadStore
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.office_house import open_house
from helpers.sealed_files import SealedFile, sealed_file

ROUNDS = 15
_BLOCK = 512 << 10


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        folder = Path(name)
        with open_house(folder / "office") as house:
            device = DeviceStore(house.engine).by_id(enrolled(house.engine, SEED, "a token"))
            assert device and house.identities
            for megabytes, photos in ((2, 2), (50, 20)):
                file = sealed_file(
                    folder,
                    f"w-{megabytes}",
                    house.keys.recipients,
                    photos=photos,
                    photo_bytes=megabytes * 1_000_000 // photos,
                )
                ours, plain = _Taking(house, device, file), _reading(Path(file.path), house.identities[0])
                rounds: list[tuple[float, float, float]] = []
                for _ in range(ROUNDS + 1):
                    stored = _processor_s(ours.store)
                    handed_in = _processor_s(ours.hand_in)
                    rounds.append((stored + handed_in, handed_in, _processor_s(plain)))
                    ours.forget()
                whole, handed_in_only, timed_plain = (Timing(each) for each in zip(*rounds[1:], strict=True))
                goal = 1 / 0.7 if megabytes == 50 else None
                for what, timed in (("stored and handed in", whole), ("handed in", handed_in_only)):
                    yield Row.of(
                        f"a bundle of {megabytes} MB {what}, processor time",
                        timed,
                        timed_plain,
                        goal=goal,
                        against="SHA-256 + age alone",
                    )


def _processor_s(job: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    job()
    return time.process_time() - began


class _Taking:
    """One bundle taken in; `forget` makes it new again."""

    def __init__(self, house: House, device: Device, file: SealedFile) -> None:
        self._house = house
        self._device = device
        self._file = file
        self._content = Path(file.path).read_bytes()
        self._upload = ""
        self._announced = Announced(file.sha256, file.walkthrough, file.revision, file.manifest_digest)

    def store(self) -> None:
        house, file, content = self._house, self._file, self._content
        upload = Upload.new(
            device=self._device.id, size=file.bytes, sha256=file.sha256, days=7, now=house.now()
        )
        incoming = Incoming(UploadStore(house.engine, house.now), house.files, upload, quota_bytes=1 << 50)
        incoming.take(content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK))
        self._upload = incoming.finish().id

    def hand_in(self) -> None:
        answer = receive(
            self._house, self._upload, arrived_by="network", device=self._device, announced=self._announced
        )
        assert answer.status is Status.NEW, answer

    def forget(self) -> None:
        with writing(self._house.engine) as connection:
            connection.execute(delete(bundles))
            connection.execute(delete(parts))
        for name in list(self._house.files.names()):
            self._house.files.remove(name)


def _reading(path: Path, identity: Identity) -> Callable[[], object]:
    class Nowhere:
        def write(self, piece: bytes) -> int:
            return len(piece)

        def flush(self) -> None:
            pass

    def read() -> None:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
        with path.open("rb", buffering=_BLOCK) as file:
            pyrage.decrypt_io(file, Nowhere(), [identity])

    return read
