"""What laptop and office sign and send: it reads back as it was, and nothing else reads at all."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from cxo_core.bundle.office import OfficeKeys
from cxo_core.canonical import canonical, sha256
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile, EnrolmentRequest
from cxo_core.protocol.matters import Answer, Comment, Decision, Hall, MatterKind, Task, Verdict
from cxo_core.protocol.pack import Matter, Pack, Removed
from cxo_core.protocol.packet import Packet, Refusal, sealed_to
from cxo_core.protocol.receipt import Receipt
from cxo_core.protocol.signed import read_signed, signed
from cxo_core.protocol.withdrawal import Withdrawal, WithdrawalReceipt
from cxo_core.roles import Channel, Role
from cxo_core.signing import Domain, key_id, new_seed, public_key

SEED = b"office" * 5 + b"ok"
KEY = public_key(SEED)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DIGEST = "ab" * 32

RECEIPT = Receipt(key_id(KEY), DIGEST, 2_000_000, "walk-1", 2, "cd" * 32, "0123456789abcdef", True, NOW)
TASK = Task(
    id="t-1",
    round="2026-4",
    module="经营许可",
    item="food-licence-renewal",
    scheme="",
    role=Role.APPLICANT,
    channel=Channel.HALL,
    hall="市政务服务中心",
    officer="",
    first_day=date(2026, 11, 20),
    due_day=date(2026, 11, 30),
    reason="群众反映材料反复提交",
)
DECISION = Decision("walk-1", 1, Verdict.RETURNED, (Comment("queue", "请补记叫号时间"),), NOW)
ANSWER = Answer("walk-1", "f-1", "市场监管局", "清单已更新", True, NOW)
HALL = Hall("h-1", "市政务服务中心", "人民路 1 号", ("3 号窗",))


def matter(kind: MatterKind, meaning: Task | Decision | Answer | Hall) -> Matter:
    return Matter(kind, meaning.id, 1, meaning.to_json())


PACK = Pack(
    office=key_id(KEY),
    device="0123456789abcdef",
    version=7,
    made_at=NOW,
    matters=(
        matter(MatterKind.TASK, TASK),
        matter(MatterKind.DECISION, DECISION),
        matter(MatterKind.ANSWER, ANSWER),
        matter(MatterKind.HALL, HALL),
    ),
    removed=(Removed(MatterKind.TASK, "t-0"),),
)


def code_of(problem: pytest.ExceptionInfo[Problem]) -> Code:
    return problem.value.code


class TestSignedDocuments:
    @given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**53), 2**53)))
    def test_what_was_said_is_what_is_read(self, said: dict[str, int]) -> None:
        assert read_signed(signed(SEED, Domain.RECEIPT, said), Domain.RECEIPT, KEY) == said

    def test_a_signature_for_one_purpose_counts_for_no_other(self) -> None:
        document = signed(SEED, Domain.RECEIPT, {"a": 1})
        with pytest.raises(Problem) as problem:
            read_signed(document, Domain.OFFICE_PACK, KEY)
        assert code_of(problem) is Code.DOCUMENT_NOT_SIGNED

    @given(st.data())
    def test_no_changed_byte_is_read(self, data: st.DataObject) -> None:
        document = bytearray(RECEIPT.signed(SEED))
        place = data.draw(st.integers(0, len(document) - 1))
        document[place] ^= data.draw(st.integers(1, 255))
        with pytest.raises(Problem) as problem:
            Receipt.read(bytes(document), KEY)
        assert code_of(problem) is Code.DOCUMENT_NOT_SIGNED

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"null",
            b"[]",
            b"{}",
            b"\xff\xfe",
            b'{"said":{},"signature":"00"}',
            b"[" * 100_000,
            b'{"a":1e400}',
        ],
    )
    def test_what_is_no_document_is_a_problem_and_nothing_else(self, content: bytes) -> None:
        with pytest.raises(Problem) as problem:
            read_signed(content, Domain.RECEIPT, KEY)
        assert code_of(problem) is Code.DOCUMENT_NOT_SIGNED


class TestReceipts:
    def test_a_receipt_reads_back_and_is_the_same_bytes_each_time(self) -> None:
        assert Receipt.read(RECEIPT.signed(SEED), KEY) == RECEIPT
        assert RECEIPT.signed(SEED) == RECEIPT.signed(SEED)

    def test_another_offices_receipt_is_none(self) -> None:
        with pytest.raises(Problem):
            Receipt.read(RECEIPT.signed(new_seed()), KEY)

    def test_it_answers_for_the_same_file_or_the_same_verified_content(self) -> None:
        assert RECEIPT.is_for(sha256=DIGEST, manifest_digest="00" * 32)
        assert RECEIPT.is_for(sha256="00" * 32, manifest_digest="cd" * 32)
        assert not RECEIPT.is_for(sha256="00" * 32, manifest_digest="00" * 32)

    def test_an_office_that_did_not_look_answers_for_the_file_alone(self) -> None:
        sealed = Receipt(key_id(KEY), DIGEST, 9, "walk-1", 2, "cd" * 32, None, False, NOW)
        assert Receipt.read(sealed.signed(SEED), KEY) == sealed
        assert not sealed.is_for(sha256="00" * 32, manifest_digest="cd" * 32)


class TestEnrolment:
    def file(self, **changes: object) -> EnrolmentFile:
        office, _ = OfficeKeys.new("体验办")
        told = {
            "office": office,
            "addresses": ("https://office.example:8443",),
            "code": "QZ7K-33MD",
            "officer": "李明",
            "hall": "市政务服务中心",
            "expires_at": NOW + timedelta(days=14),
        }
        return EnrolmentFile(**(told | changes))  # type: ignore[arg-type]

    def test_the_file_reads_back(self) -> None:
        file = self.file(certificate="-----BEGIN CERTIFICATE-----\n")
        assert EnrolmentFile.from_bytes(file.to_bytes()) == file

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("addresses", ["ftp://office"]),
            ("addresses", ["https://"]),
            ("addresses", ["https://[::1"]),
            ("addresses", "https://office"),
            ("code", ""),
            ("officer", 7),
            ("expires_at", "soon"),
            ("expires_at", "2026-11-22T09:30:00"),
            ("format_version", 2),
            ("office", {}),
        ],
    )
    def test_what_is_wrong_in_it_is_named(self, field: str, value: object) -> None:
        told = json.loads(self.file().to_bytes()) | {field: value}
        with pytest.raises(Problem) as problem:
            EnrolmentFile.from_bytes(canonical(told))
        assert code_of(problem) is Code.ENROLMENT_UNREADABLE

    def test_nobody_enrols_a_key_that_is_not_theirs(self) -> None:
        mine, yours = new_seed(), public_key(new_seed())
        recipient = str(Identity.generate().to_public())
        asked = EnrolmentRequest("code", public_key(mine), recipient, NOW)
        assert EnrolmentRequest.read(asked.signed(mine)) == asked
        claimed = json.loads(asked.signed(mine))
        claimed["said"]["device_key"] = yours
        with pytest.raises(Problem) as problem:
            EnrolmentRequest.read(canonical(claimed))
        assert code_of(problem) is Code.DOCUMENT_NOT_SIGNED

    def test_a_request_without_a_usable_recipient_is_refused(self) -> None:
        seed = new_seed()
        with pytest.raises(Problem) as problem:
            EnrolmentRequest.read(EnrolmentRequest("code", public_key(seed), "age1nobody", NOW).signed(seed))
        assert problem.value.details == {"why": "recipient"}

    def test_an_approval_reads_back_only_from_this_office(self) -> None:
        approval = EnrolmentApproval("0123456789abcdef", "token", "李明", "大厅", NOW)
        assert EnrolmentApproval.read(approval.signed(SEED), KEY) == approval
        with pytest.raises(Problem):
            EnrolmentApproval.read(approval.signed(new_seed()), KEY)


class TestPacks:
    def test_a_pack_reads_back_with_its_meanings(self) -> None:
        read = Pack.read(PACK.signed(SEED), KEY, PACK.device)
        assert read == PACK
        assert [each.meaning() for each in read.matters] == [TASK, DECISION, ANSWER, HALL]

    def test_a_pack_for_another_laptop_is_not_taken(self) -> None:
        with pytest.raises(Problem) as problem:
            Pack.read(PACK.signed(SEED), KEY, "fedcba9876543210")
        assert code_of(problem) is Code.PACK_NOT_SOUND and problem.value.details == {"why": "device"}

    @given(st.data())
    def test_a_pack_that_was_cut_or_changed_is_not_taken(self, data: st.DataObject) -> None:
        document = bytearray(PACK.signed(SEED))
        place = data.draw(st.integers(0, len(document) - 1))
        if data.draw(st.booleans()):
            del document[place:]
        else:
            document[place] ^= data.draw(st.integers(1, 255))
        with pytest.raises(Problem) as problem:
            Pack.read(bytes(document), KEY, PACK.device)
        assert code_of(problem) is Code.PACK_NOT_SOUND

    @pytest.mark.parametrize(
        "matters",
        [
            (Matter(MatterKind.TASK, "t-1", 1, TASK.to_json() | {"due_day": "2026-11-01"}),),
            (Matter(MatterKind.TASK, "t-1", 1, TASK.to_json() | {"role": "king"}),),
            (Matter(MatterKind.ITEM, "i-1", 1, {}),),
            (Matter(MatterKind.SCHEME, "s-1", 1, {}),),
            (Matter(MatterKind.HALL, "h-1", 1, {"id": "h-1"}),),
            (matter(MatterKind.HALL, HALL), matter(MatterKind.HALL, HALL)),
        ],
        ids=["window-of-dates", "role", "item", "scheme", "hall", "twice"],
    )
    def test_one_thing_that_cannot_be_read_makes_the_whole_pack_unsound(
        self, matters: tuple[Matter, ...]
    ) -> None:
        document = Pack(PACK.office, PACK.device, 8, NOW, matters).signed(SEED)
        with pytest.raises(Problem) as problem:
            Pack.read(document, KEY, PACK.device)
        assert code_of(problem) is Code.PACK_NOT_SOUND


class TestWithdrawals:
    WISH = Withdrawal("w-1", "walk-1", 2, ("e1", "e2"), NOW)

    def test_a_wish_reads_back_with_the_key_that_signed_it(self) -> None:
        seed = new_seed()
        assert Withdrawal.read(self.WISH.signed(seed)) == (self.WISH, public_key(seed))

    @given(st.data())
    def test_no_changed_wish_is_read(self, data: st.DataObject) -> None:
        document = bytearray(self.WISH.signed(SEED))
        place = data.draw(st.integers(0, len(document) - 1))
        document[place] ^= data.draw(st.integers(1, 255))
        with pytest.raises(Problem) as problem:
            Withdrawal.read(bytes(document))
        assert code_of(problem) is Code.DOCUMENT_NOT_SIGNED

    def test_the_offices_word_is_for_this_wish_alone(self) -> None:
        wish = self.WISH.signed(new_seed())
        word = WithdrawalReceipt(key_id(KEY), sha256(wish), (DIGEST,), NOW)
        read = WithdrawalReceipt.read(word.signed(SEED), KEY)
        assert read == word and read.is_for(wish)
        assert not read.is_for(self.WISH.signed(new_seed()))
        with pytest.raises(Problem):
            WithdrawalReceipt.read(word.signed(new_seed()), KEY)


class TestPackets:
    ME = Identity.generate()
    PACKET = Packet(
        device=PACK.device,
        made_at=NOW,
        pack=PACK.signed(SEED),
        receipts=(RECEIPT.signed(SEED),),
        refusals=(Refusal(DIGEST, "bundle-damaged", {"where": "*.cxo"}),),
    )

    def test_a_packet_opens_on_its_own_laptop(self) -> None:
        content = self.PACKET.sealed(SEED, str(self.ME.to_public()))
        assert Packet.open(content, [self.ME], KEY, PACK.device) == self.PACKET

    def test_nothing_in_it_can_be_read_on_the_way(self) -> None:
        content = self.PACKET.sealed(SEED, str(self.ME.to_public()))
        assert b"walk-1" not in content and DIGEST.encode() not in content and "体验".encode() not in content

    def test_another_laptop_cannot_open_it(self) -> None:
        content = self.PACKET.sealed(SEED, str(self.ME.to_public()))
        with pytest.raises(Problem) as problem:
            Packet.open(content, [Identity.generate()], KEY, PACK.device)
        assert code_of(problem) is Code.PACK_NOT_SOUND

    def test_a_packet_another_office_signed_is_not_taken(self) -> None:
        content = self.PACKET.sealed(new_seed(), str(self.ME.to_public()))
        with pytest.raises(Problem) as problem:
            Packet.open(content, [self.ME], KEY, PACK.device)
        assert problem.value.details == {"why": "signature"}

    def test_clear_text_encrypted_by_anybody_is_no_packet(self) -> None:
        content = sealed_to(canonical({"said": {}, "signature": "0" * 128}), [str(self.ME.to_public())])
        with pytest.raises(Problem) as problem:
            Packet.open(content, [self.ME], KEY, PACK.device)
        assert code_of(problem) is Code.PACK_NOT_SOUND
