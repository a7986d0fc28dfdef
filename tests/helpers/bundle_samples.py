"""Small records with drawn photographs, ready to be sealed: the same every time."""

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from cxo_core.bundle.seal import Contents, EvidenceFile
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.event import Event, next_event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.moment import Moment

BEIJING = timezone(timedelta(hours=8))
OPENED = datetime(2026, 11, 2, 9, 30, tzinfo=BEIJING)
WALKTHROUGH = "w-4f1d0c2a9b7e"
SEED = bytes(range(32))
PROGRAM = "cxo-desktop 0.1.0"


def drawn_png(shade: int, side: int = 24) -> bytes:
    """A small PNG: a slope of grey that depends on `shade`."""
    rows = b"".join(b"\0" + bytes((shade + x * y) % 256 for x in range(side)) for y in range(side))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    size = side.to_bytes(4, "big")
    head = chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


@dataclass
class Log:
    """A record being written: each event ten seconds after the one before."""

    events: list[Event] = field(default_factory=list)
    photos: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def add(self, what: Kind, at: str | None = None, **body: Any) -> "Log":
        after_s = 10 * len(self.events)
        moment = Moment(OPENED + timedelta(seconds=after_s), 5_000_000 + after_s * 1000, "boot-1")
        before = self.events[-1] if self.events else None
        self.events.append(next_event(before, what, moment, by="o-1", step=at, body=body))
        return self

    def photo(self, evidence: str, content: bytes, media_type: str = "image/png") -> "Log":
        digest = hashlib.sha256(content).hexdigest()
        self.photos[evidence] = (media_type, content)
        return self.add(
            Kind.EVIDENCE_ATTACHED,
            at="counter",
            evidence=evidence,
            media_type=media_type,
            bytes=len(content),
            sha256=digest,
            original_sha256=digest,
            caption="窗口公示牌",
        )

    def contents(self, revision: int = 1, previous: str | None = None) -> Contents:
        state = fold(self.events)
        return Contents(
            walkthrough=state.id,
            revision=revision,
            previous=previous,
            sealed_at=OPENED + timedelta(hours=2),
            program=PROGRAM,
            events=[event.to_line() for event in self.events],
            walkthrough_json=canonical(describe(state)),
            evidence=[evidence_file(photo.id, *self.photos[photo.id]) for photo in state.photos],
        )


def started(walkthrough: str = WALKTHROUGH) -> Log:
    """A record with its first event only."""
    return Log().add(
        Kind.STARTED,
        walkthrough=walkthrough,
        item={
            "format": "cxo.service-item",
            "id": "food-permit",
            "version": 1,
            "title": {"zh": "食品经营许可 延续", "en": "Food permit renewal"},
        },
        scheme={
            "format": "cxo.scheme",
            "id": "hall",
            "version": 1,
            "title": {"zh": "实地办事", "en": "Hall"},
        },
        role="applicant",
        channel="hall",
        hall="市政务服务中心",
        announced=False,
        accompanied=True,
        officers=[{"id": "o-1", "name": "测试员", "duty": "officer"}],
    )


def walk() -> Log:
    """A short walk through a hall with two photographs, one of which was taken back, and a finding."""
    log = started()
    log.add(Kind.ARRIVED).add(Kind.STEP_ENTERED, step="counter").add(
        Kind.TICKET_TAKEN, number="A032", ahead=4
    )
    log.photo("e-9c21", drawn_png(10)).photo("e-1b07", drawn_png(90)).photo("e-55aa", drawn_png(200))
    log.add(Kind.EVIDENCE_REMOVED, evidence="e-55aa", reason="拍到旁人")
    log.add(Kind.CALLED, window="3").add(Kind.SERVICE_STARTED).add(Kind.PAPERS_SUBMITTED)
    log.add(Kind.NOTE_WRITTEN, at="counter", note_id="n-1", text="𠮷先生说要再交一份复印件。")
    log.add(
        Kind.FINDING_NOTED,
        at="counter",
        finding="f-1",
        kind="problem",
        fact="多要了一份清单外的复印件",
        **{"class": "process"},
        grade="witnessed",
        evidence=["e-9c21"],
    )
    log.add(Kind.SERVICE_ENDED).add(Kind.LEFT).add(Kind.FINISHED)
    return log.add(Kind.SEALED, revision=1)


def second_revision(log: Log, first_digest: str) -> Log:
    """The same record, opened again to add what was forgotten."""
    log.add(Kind.REOPENED, revision=2, previous=first_digest, reason="补记一条")
    log.add(Kind.NOTE_WRITTEN, note_id="n-2", text="复印件当场退回。").photo("e-77f0", drawn_png(140))
    return log.add(Kind.FINISHED).add(Kind.SEALED, revision=2)


def evidence_file(evidence: str, media_type: str, content: bytes) -> EvidenceFile:
    digest = hashlib.sha256(content).hexdigest()
    return EvidenceFile(evidence, media_type, digest, len(content), lambda: io.BytesIO(content))
