"""A central office to try things in: real keys, a real database that is copied instead of migrated each time."""

import dataclasses
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyrage.x25519 import Identity

from cxo_central.enrolling import approve, offer
from cxo_central.house import House
from cxo_central.office import Office
from cxo_central.stick.importing import packet_name
from cxo_central.storage.devices import Device, DeviceStore
from cxo_central.storage.engine import make_engine
from cxo_central.storage.migrating import migrate
from cxo_core.bundle.seal import seal
from cxo_core.kinds import Kind
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentRequest
from cxo_core.protocol.matters import Answer, Comment, Decision, Hall, Task, Verdict
from cxo_core.protocol.packet import Packet
from cxo_core.roles import Channel, Role
from cxo_core.signing import key_id, public_key
from helpers.bundle_samples import SEED, started

DECIDED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@cache
def _pattern() -> bytes:
    """A database brought up to date once for the whole run, with nothing in it."""
    with TemporaryDirectory(prefix="cxo-office-") as folder:
        path = Path(folder) / "office.db"
        engine = make_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()


def open_house(folder: Path, **settings: str) -> House:
    """A new office in `folder`. `settings` as in the environment, without their prefix."""
    Office.make(folder, "体验办")
    (folder / "office.db").write_bytes(_pattern())
    environ = {f"CXO_CENTRAL_{name.upper()}": value for name, value in settings.items()}
    return House.open(folder, environ)


def with_empty_database(house: House, path: Path) -> House:
    """The same office with nothing in it."""
    path.write_bytes(_pattern())
    return dataclasses.replace(house, engine=make_engine(f"sqlite:///{path}"))


def laptop(id: str, officer: str = "", hall: str = "") -> Device:
    return Device(id, "", "", officer, hall, "")


def task(id: str, officer: str = "", hall: str = "", reason: str = "", due: date = date(2026, 12, 1)) -> Task:
    return Task(
        id=id,
        round="2026-4",
        module="企业开办",
        item="company-registration",
        scheme="hall",
        role=Role.APPLICANT,
        channel=Channel.HALL,
        hall=hall,
        officer=officer,
        first_day=date(2026, 11, 1),
        due_day=due,
        reason=reason,
    )


def decision(
    walkthrough: str, verdict: Verdict = Verdict.RETURNED, text: str = "请补一张清单照片"
) -> Decision:
    return Decision(walkthrough, 1, verdict, (Comment("queue", text),), DECIDED)


def answer(walkthrough: str, text: str = "已整改") -> Answer:
    return Answer(walkthrough, "f-1", "市场监管局", text, True, DECIDED)


def hall(id: str, name: str = "市政务服务大厅") -> Hall:
    return Hall(id, name, "人民路1号", ("1", "2"))


@dataclasses.dataclass(frozen=True)
class EnrolledLaptop:
    """A laptop's own keys, and what the office knows of it."""

    seed: bytes
    identity: Identity
    token: str
    device: Device

    def request(self, code: str) -> EnrolmentRequest:
        return EnrolmentRequest(code, public_key(self.seed), str(self.identity.to_public()), DECIDED)

    def bundle(self, house: House, path: Path, walkthrough: str = "w-1", note: str = "开头顺利") -> Path:
        """A sealed walkthrough of this laptop at `path`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        log = started(walkthrough).add(Kind.NOTE_WRITTEN, note_id="n-1", text=note)
        contents = log.add(Kind.FINISHED).add(Kind.SEALED, revision=1).contents()
        seal(path, contents=contents, signing_seed=self.seed, recipients=house.keys.recipients)
        return path

    def packet(self, house: House, stick: Path) -> Packet:
        """Its packet on the stick, opened and verified."""
        path = stick / "CXO" / "to-laptops" / packet_name(house, self.device.id)
        return Packet.open(path.read_bytes(), [self.identity], house.keys.receipt_key, self.device.id)


def enrolled(house: House, seed: bytes = SEED, officer: str = "李娜", hall: str = "市大厅") -> EnrolledLaptop:
    """A laptop that came with its code and was given a token."""
    asking = EnrolledLaptop(seed, Identity.generate(), "", laptop(key_id(public_key(seed))))
    code = offer(house, officer=officer, hall=hall, days=7).code
    content = approve(house, EnrolmentRequest.read(asking.request(code).signed(seed)))
    token = EnrolmentApproval.read(content, house.keys.receipt_key).token
    device = DeviceStore(house.engine).by_id(asking.device.id)
    assert device is not None
    return dataclasses.replace(asking, token=token, device=device)
