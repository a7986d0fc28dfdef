"""An office that exists only for these pictures: its keys are made here, everything it says is signed and read as always."""

from datetime import date, timedelta
from pathlib import Path

from cxo_core.bundle.office import OfficeKeys
from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile
from cxo_core.protocol.matters import Answer, Comment, Decision, Hall, MatterKind, Task, Verdict
from cxo_core.protocol.pack import Matter, Pack
from cxo_core.protocol.receipt import Receipt
from cxo_core.roles import Channel, Role
from cxo_core.signing import key_id
from cxo_desktop.services.enrolling import take_approval
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.packs import take_pack
from cxo_desktop.services.receipts import take_receipt
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.storage.sync_log import LogLine

OFFICER, HALL = "李敏", "市政务服务中心"
ADDRESS = "https://tiyan.example.gov.cn:8443"


class ShownOffice:
    """Enrols the vault of the pictures, gives it tasks, receipts and a comment, and refuses one bundle."""

    def __init__(self, clock: Clock, name: str = "市审批服务局体验办") -> None:
        self.keys, secrets = OfficeKeys.new(name)
        self._seed = secrets.receipt_seed
        self._now = clock.now().wall
        self._today = self._now.astimezone().date()

    def enrolment(self, folder: Path) -> Path:
        """An enrolment file as an officer gets it."""
        file = EnrolmentFile(
            office=self.keys,
            addresses=("https://tiyan.qu.example.gov.cn:8443", "https://10.6.0.12:8443"),
            code="0000-1111-2222",
            officer=OFFICER,
            hall=HALL,
            expires_at=self._now + timedelta(days=14),
        )
        path = folder / "laptop.cxoenrol"
        path.write_bytes(file.to_bytes())
        return path

    def enrol(self, vault: Vault) -> OfficeRow:
        approval = EnrolmentApproval(device_of(vault), "0" * 32, OFFICER, HALL, self._now)
        row = OfficeRow.of(self.keys)
        take_approval(vault, row, approval.signed(self._seed), at=self._now)
        changed = vault.offices.change(row.id, addresses=(ADDRESS,), seen_at=self._now)
        assert changed is not None
        vault.offices.make_current(row.id)
        return changed

    def receive(self, vault: Vault, bundle: BundleRow) -> None:
        """Answers a bundle with a receipt."""
        receipt = Receipt(
            office=key_id(self.keys.receipt_key),
            sha256=bundle.sha256,
            file_bytes=bundle.bytes,
            walkthrough=bundle.walkthrough_id,
            revision=bundle.revision,
            manifest_digest=bundle.manifest_digest,
            device=device_of(vault),
            is_opened=True,
            received_at=self._now,
        )
        take_receipt(vault, bundle, receipt.signed(self._seed), self.keys, at=self._now)

    def keep_waiting(self, vault: Vault, bundle: BundleRow, share: float) -> None:
        """The line broke after so much of it."""
        row = vault.bundles.sending(bundle, upload="shown", sent_bytes=int(bundle.bytes * share))
        problem = Problem(Code.OFFICE_UNREACHABLE, why="timed-out")
        line = LogLine(
            self._now,
            row.office,
            "send",
            problem.code.value,
            row.walkthrough_id,
            row.revision,
            {"sent": str(row.sent_bytes)},
        )
        vault.bundles.record_attempt(row, problem, next_try=self._now + timedelta(minutes=9), line=line)

    def refuse(self, vault: Vault, bundle: BundleRow) -> None:
        problem = Problem(Code.BUNDLE_CONFLICTS, walkthrough=bundle.walkthrough_id, revision=bundle.revision)
        line = LogLine(
            self._now, bundle.office, "send", problem.code.value, bundle.walkthrough_id, bundle.revision
        )
        vault.bundles.refuse(bundle, problem, line)

    def tell(self, vault: Vault, returned: BundleRow, finding: str) -> None:
        """One pack: tasks early and late, a hall, a walkthrough sent back, an answer to a finding."""
        office = vault.offices.by_id(key_id(self.keys.receipt_key))
        assert office is not None
        decision = Decision(
            returned.walkthrough_id,
            returned.revision,
            Verdict.RETURNED,
            (
                Comment("hand_in", "窗口要求的健康证明是谁提出的？请补充窗口号和依据。"),
                Comment("", "总体清楚，请补齐第二次到场的等候时间。"),
            ),
            self._now - timedelta(hours=3),
        )
        answer = Answer(
            returned.walkthrough_id,
            finding,
            "市市场监管局",
            "从业人员健康证明改为后台核验，自本月起窗口不再收取；指南已同步更正。",
            True,
            self._now - timedelta(days=1),
        )
        told = (
            (MatterKind.TASK, self._task("t-1", -2, "群众反映材料反复提交，请实地核实。")),
            (MatterKind.TASK, self._task("t-2", 2, "核实一次性告知是否到位。", channel=Channel.ONLINE)),
            (MatterKind.TASK, self._task("t-3", 20, "季度例行体验。")),
            (MatterKind.HALL, Hall("h-1", HALL, "和平路 1 号", ("1", "2", "3"))),
            (MatterKind.DECISION, decision),
            (MatterKind.ANSWER, answer),
        )
        matters = tuple(Matter(kind, each.id, 1, each.to_json()) for kind, each in told)
        pack = Pack(office.id, device_of(vault), 7, self._now, matters)
        take_pack(vault, office, pack.signed(self._seed), '"7"', at=self._now)

    def _task(self, id: str, days: int, reason: str, *, channel: Channel = Channel.HALL) -> Task:
        due: date = self._today + timedelta(days=days)
        return Task(
            id=id,
            round="2026 年第 4 期",
            module="经营许可",
            item="food-licence-renewal",
            scheme="",
            role=Role.APPLICANT,
            channel=channel,
            hall=HALL,
            officer="",
            first_day=due - timedelta(days=14),
            due_day=due,
            reason=reason,
        )
