"""A central office of a test: real keys, and everything it says signed and encrypted as the real one does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from pyrage.x25519 import Identity

from cxo_core.bundle.office import OfficeKeys
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile, EnrolmentRequest
from cxo_core.protocol.matters import Comment, Decision, MatterKind, Task, Verdict
from cxo_core.protocol.pack import Matter, Pack, Removed
from cxo_core.protocol.packet import Packet, Refusal, opened
from cxo_core.protocol.receipt import Receipt
from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.signing import key_id, new_seed
from cxo_desktop.services.enrolling import take_approval
from cxo_desktop.services.offices import device_of, trust_office
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.offices import OfficeRow, Standing
from helpers.tapping import MORNING

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TODAY = MORNING.date()
DECIDED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class OwnOffice:
    """`device`, `recipient`: of the laptop it speaks to last, learnt from its request or its vault."""

    def __init__(self, name: str = "市审批局体验办") -> None:
        self.keys, self._secrets = OfficeKeys.new(name)
        self.identity = Identity.from_str(self._secrets.identity)
        self.seed = self._secrets.receipt_seed
        self.id = key_id(self.keys.receipt_key)

    @classmethod
    def trusted(cls, vault: Vault, folder: Path) -> Self:
        """An office the vault seals to, as after a file of its keys in this folder was opened."""
        made = cls()
        (folder / "office.json").write_bytes(made.keys.to_bytes())
        trust_office(vault, folder / "office.json")
        return made

    def enrolment(self, **said: Any) -> EnrolmentFile:
        told: dict[str, Any] = {
            "office": self.keys,
            "addresses": ("https://office.example",),
            "code": "one-time-code",
            "officer": "李敏",
            "hall": "市政务服务中心",
            "expires_at": MORNING + timedelta(days=14),
        }
        return EnrolmentFile(**{**told, **said})

    def approval(
        self, device: str, *, token: str = "t" * 32, at: datetime = NOON, seed: bytes = b""
    ) -> bytes:
        told = EnrolmentApproval(device, token, "李敏", "市政务服务中心", at)
        return told.signed(seed or self.seed)

    def enrol(self, vault: Vault) -> OfficeRow:
        """The laptop is enrolled, as after a request that was approved."""
        row = OfficeRow.of(self.keys)
        enrolled = take_approval(vault, row, self.approval(device_of(vault)), at=NOON)
        assert enrolled is not None and enrolled.standing is Standing.ENROLLED
        return enrolled

    def pack(
        self,
        vault: Vault,
        version: int,
        *matters: Matter,
        removed: Sequence[Removed] = (),
        device: str = "",
        seed: bytes = b"",
    ) -> bytes:
        pack = Pack(self.id, device or device_of(vault), version, NOON, tuple(matters), tuple(removed))
        return pack.signed(seed or self.seed)

    def receipt(self, row: BundleRow, *, seed: bytes = b"", **said: Any) -> bytes:
        told: dict[str, Any] = {
            "office": self.id,
            "sha256": row.sha256,
            "file_bytes": row.bytes,
            "walkthrough": row.walkthrough_id,
            "revision": row.revision,
            "manifest_digest": row.manifest_digest,
            "device": "0123456789abcdef",
            "is_opened": True,
            "received_at": NOON,
        }
        return Receipt(**{**told, **said}).signed(seed or self.seed)

    def packet(
        self,
        vault: Vault,
        folder: Path,
        *,
        pack: bytes | None = None,
        approval: bytes | None = None,
        receipts: Sequence[bytes] = (),
        refusals: Sequence[Refusal] = (),
        made_at: datetime = NOON,
        name: str = "",
        seed: bytes = b"",
    ) -> Path:
        """Lays a packet for this laptop on a stick."""
        device = device_of(vault)
        packet = Packet(device, made_at, pack, approval, tuple(receipts), tuple(refusals))
        recipient = str(Identity.from_str(vault.laptop_identity()).to_public())
        place = folder / "CXO" / "to-laptops" / (name or f"cxo-{device}.cxopack")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(packet.sealed(seed or self.seed, recipient))
        return place

    def read_request(self, path: Path) -> EnrolmentRequest:
        return EnrolmentRequest.read(opened(path.read_bytes(), [self.identity]))


def a_task(id: str = "t-1", **said: Any) -> Task:
    told: dict[str, Any] = {
        "round": "2026-1",
        "module": "经营许可",
        "item": "food-licence-renewal",
        "scheme": "",
        "role": Role.APPLICANT,
        "channel": Channel.HALL,
        "hall": "市政务服务中心",
        "officer": "",
        "first_day": date(2026, 3, 1),
        "due_day": date(2026, 3, 10),
        "reason": "群众反映材料反复提交",
    }
    return Task(**{"id": id, **told, **said})


def returned(row: BundleRow, *comments: Comment) -> Decision:
    return Decision(row.walkthrough_id, row.revision, Verdict.RETURNED, comments, DECIDED)


def accepted(row: BundleRow) -> Decision:
    return Decision(row.walkthrough_id, row.revision, Verdict.ACCEPTED, (), DECIDED)


def told(meaning: Any, version: int = 1) -> Matter:
    """A matter of a pack that says this."""
    kinds = {
        "Task": MatterKind.TASK,
        "ServiceItem": MatterKind.ITEM,
        "Scheme": MatterKind.SCHEME,
        "Hall": MatterKind.HALL,
        "Decision": MatterKind.DECISION,
        "Answer": MatterKind.ANSWER,
    }
    return Matter(kinds[type(meaning).__name__], meaning.id, version, meaning.to_json())


def gone(meaning: Any) -> Removed:
    matter = told(meaning)
    return Removed(matter.kind, matter.id)


def an_item(id: str = "local-permit", title: str = "本市许可") -> ServiceItem:
    """An item without a mistake, as an office writes it."""
    import yaml

    from helpers.documents import ITEM

    document = yaml.safe_load(ITEM) | {"id": id, "title": title, "read_on": "2026-03-09"}
    return ServiceItem.from_json(document)


def a_scheme(id: str = "local-hall") -> Scheme:
    import yaml

    from helpers.documents import SCHEME

    return Scheme.from_json(yaml.safe_load(SCHEME) | {"id": id})


def stranger_seed() -> bytes:
    """The key of nobody."""
    return new_seed()
