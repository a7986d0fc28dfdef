"""What taking a bundle in costs a core: stored and flushed as an upload, then decrypted, verified, entered and answered for.

Two references. One is the SHA-256 of the file and age's decrypting alone; the hand-in, which finds the file stored, is told by
itself too. The other is the least that storing and verifying can be: the file written and flushed, its digest taken, decrypted,
and the digest of the clear text taken as well. Processor time on all sides: what waits for the disk leaves the core to others.
"""

import gc
import hashlib
import io
import os
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
                ours, plain = _Taking(house, device, file), _Plain(file, house.identities[0])
                rounds: list[tuple[float, ...]] = []
                for _ in range(ROUNDS + 1):
                    stored, handed_in = _processor_s(ours.store), _processor_s(ours.hand_in)
                    read = _processor_s(plain.read)
                    least = _processor_s(plain.store) + read + _processor_s(plain.hash_clear_text)
                    rounds.append((handed_in, read, stored + handed_in, least))
                    ours.forget()
                    plain.forget()
                timed = [Timing(each) for each in zip(*rounds[1:], strict=True)]
                what, goal = f"a bundle of {megabytes} MB", 1 / 0.7 if megabytes == 50 else None
                alone, least_of_all = "SHA-256 + age alone", "written, SHA-256, age, SHA-256 again"
                yield Row.of(f"{what} handed in", timed[0], timed[1], goal=goal, against=alone)
                yield Row.of(f"{what} stored and handed in", timed[2], timed[1], goal=goal, against=alone)
                yield Row.of(f"{what} stored and handed in", timed[2], timed[3], against=least_of_all)


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
        self._pieces = _pieces(file)
        self._upload = ""
        self._announced = Announced(file.sha256, file.walkthrough, file.revision, file.manifest_digest)

    def store(self) -> None:
        house, file = self._house, self._file
        upload = Upload.new(
            device=self._device.id, size=file.bytes, sha256=file.sha256, days=7, now=house.now()
        )
        incoming = Incoming(UploadStore(house.engine, house.now), house.files, upload, quota_bytes=1 << 50)
        for piece in self._pieces:
            incoming.take([piece])
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


class _Plain:
    """The same file without an office."""

    def __init__(self, file: SealedFile, identity: Identity) -> None:
        self._path = Path(file.path)
        self._copy = self._path.with_suffix(".copy")
        self._identity = identity
        self._pieces = _pieces(file)
        self._clear: list[bytes] = []
        pyrage.decrypt_io(io.BytesIO(b"".join(self._pieces)), _Writing(self._clear.append), [identity])

    def store(self) -> None:
        with self._copy.open("wb", buffering=0) as file:
            for piece in self._pieces:
                file.write(piece)
            os.fsync(file.fileno())

    def read(self) -> None:
        with self._path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
        with self._path.open("rb", buffering=_BLOCK) as file:
            pyrage.decrypt_io(file, _Writing(lambda piece: None), [self._identity])

    def hash_clear_text(self) -> None:
        digest = hashlib.sha256()
        for piece in self._clear:
            digest.update(piece)

    def forget(self) -> None:
        self._copy.unlink()


class _Writing:
    """What age writes to."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take

    def write(self, piece: bytes) -> int:
        self._take(piece)
        return len(piece)

    def flush(self) -> None:
        pass


def _pieces(file: SealedFile) -> list[bytes]:
    content = Path(file.path).read_bytes()
    return [content[at : at + _BLOCK] for at in range(0, len(content), _BLOCK)]
