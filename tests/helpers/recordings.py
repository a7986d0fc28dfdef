"""A vault, a clock a test moves, and a record begun in it: what every story about recording starts from."""

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
from PIL import Image, ImageDraw

from cxo_core.bundle.office import OfficeKeys
from cxo_core.kinds import Kind
from cxo_core.moment import Moment
from cxo_core.privacy import unchecked
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.walkthrough import Officer
from cxo_desktop.services.beginning import Beginning, begin
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, create
from helpers.tapping import ITEM, MORNING, SCHEME

OFFICERS = (Officer("o1", "李敏"), Officer("o2", "王强", "researcher"))


class MovingClock:
    """Both clocks of a laptop: `wait` lets both run, `set_wall` moves the wall clock alone, `reboot` starts a new boot."""

    def __init__(self, wall: datetime = MORNING) -> None:
        self.wall = wall
        self.mono_ms = 1_000_000
        self.boot = "boot-1"

    def now(self) -> Moment:
        return Moment(self.wall, self.mono_ms, self.boot)

    def wait(self, **passed: float) -> "MovingClock":
        time = timedelta(**passed)
        self.wall += time
        self.mono_ms += round(time / timedelta(milliseconds=1))
        return self

    def set_wall(self, wall: datetime) -> None:
        self.wall = wall

    def reboot(self) -> None:
        self.boot, self.mono_ms = f"{self.boot}+", 7_000


def beginning(**said: Any) -> Beginning:
    """What a record is begun with: the small item and scheme of `helpers.tapping`."""
    told: dict[str, Any] = {
        "item": ServiceItem.from_json(ITEM),
        "scheme": Scheme.from_json(SCHEME),
        "hall": "市政务服务中心",
        "window": "3",
        "officers": OFFICERS,
    }
    return Beginning(**{**told, **said})


def vault_in(folder: Path) -> Vault:
    """A new vault whose key the keyring of the test keeps."""
    return create(folder / "vault", None, "李敏")


def begun(vault: Vault, clock: MovingClock, **said: Any) -> Recording:
    return begin(vault, clock, beginning(**said))


def jpeg(number: int = 0, size: tuple[int, int] = (160, 120)) -> bytes:
    """A small photograph; every number gives another picture."""
    image = Image.new("RGB", size, (40 + number * 53 % 180, 60 + number * 31 % 160, 80 + number * 17 % 140))
    pen = ImageDraw.Draw(image)
    for line in range(5):
        left, top = (number * 29 + line * 37) % size[0], (number * 13 + line * 23) % size[1]
        pen.rectangle((left, top, left + 30, top + 14), fill=(240, 235, 220))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=85)
    return held.getvalue()


def photographed(recording: Recording, vault: Vault, number: int = 0, caption: str = "告知单") -> str:
    """One photo taken in, attached and finished; its evidence id."""
    photographs = Photographs(vault, recording.id)
    prepared = photographs.take_in(jpeg(number), name=f"{number}.jpg")
    recording.attach({**prepared.said, "caption": caption}, prepared.files)
    photographs.finish(prepared)
    return prepared.evidence


def looked_at(recording: Recording) -> None:
    """Somebody looked at every photo and found nothing to mask."""
    for photo, _want in unchecked(recording.state):
        body = {"evidence": photo.id, "sha256": photo.sha256, "outcome": "nothing-to-mask"}
        recording.tap(Kind.EVIDENCE_CHECKED, body)


def an_office() -> tuple[OfficeKeys, Any]:
    """The public keys of an office, and the identity that opens what is sealed to it."""
    identity = pyrage.x25519.Identity.generate()
    return OfficeKeys("市审批局体验办", (str(identity.to_public()),), "ab" * 32), identity


def files_in(folder: Path) -> list[str]:
    """Every file below a folder, by its path from there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """While this holds, every write of this process beyond `size` bytes into a file fails as on a full disk (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
