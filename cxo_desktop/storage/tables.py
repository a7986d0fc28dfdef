"""Every table of the vault, as SQLModel declares it. Migrations end at this schema; a test holds the two together.

Taps and lists run plain SQL over these tables (docs/adr): nothing that opens a vault imports this module.
"""

from typing import ClassVar

from sqlalchemy import Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

Blob = bytes


class Walkthroughs(SQLModel, table=True):
    """Which walkthroughs there are. A number is never given twice."""

    __tablename__ = "walkthroughs"
    __table_args__: ClassVar = {"sqlite_autoincrement": True}

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)


class DataKeys(SQLModel, table=True):
    """The key of each walkthrough's evidence, wrapped under the vault key. Destroying the row destroys the evidence."""

    __tablename__ = "data_keys"

    number: int = Field(
        sa_column=Column(ForeignKey("walkthroughs.number"), primary_key=True, autoincrement=False)
    )
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Events(SQLModel, table=True):
    """Every event of every walkthrough. `place` is walkthrough number × 2²⁴ + sequence number: one B-tree, in order."""

    __tablename__ = "events"

    place: int = Field(primary_key=True)
    kind: str
    recorded: str
    digest: str
    line: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Library(SQLModel, table=True):
    """One row per walkthrough as lists show it. `position` is start in ms × 2²⁰ + number, so it sorts by start.

    Each index ends in the position by itself (it is the rowid), so each serves a page in order.
    """

    __tablename__ = "library"
    __table_args__: ClassVar = (
        Index("library_by_status", "status"),
        Index("library_by_role", "role"),
        Index("library_by_channel", "channel"),
        Index("library_by_item", "item_id"),
        Index("library_by_hall", "hall"),
    )

    position: int = Field(primary_key=True)
    number: int = Field(sa_column=Column(ForeignKey("walkthroughs.number"), nullable=False, unique=True))
    id: str
    item_id: str
    item_zh: str
    item_en: str
    role: str
    channel: str
    hall: str
    window: str
    status: str
    revision: int
    started: str
    updated: str
    last_seq: int
    chain_head: str
    step: str | None
    visits: int
    findings: int
    photos: int
    officers: str


class SearchTexts(SQLModel, table=True):
    """What full text looks in: the text, its tokens, and the filters as tokens. `search_index` (FTS5) stands on it."""

    __tablename__ = "search_texts"

    position: int = Field(primary_key=True)
    text: str
    tokens: str
    facets: str


class Drafts(SQLModel, table=True):
    """Texts being typed that are not yet events."""

    __tablename__ = "drafts"

    number: int = Field(
        sa_column=Column(ForeignKey("walkthroughs.number"), primary_key=True, autoincrement=False)
    )
    slot: str = Field(primary_key=True)
    text: str
    saved: str


class Evidence(SQLModel, table=True):
    """Every evidence file: which piece it is of (`id`), as what (`kind`), and its digest before encryption.

    `of`: the digest of the working copy it shows; each masking makes another. `expires_on`: the day it may be kept until.
    """

    __tablename__ = "evidence"
    __table_args__: ClassVar = (
        Index("evidence_by_walkthrough", "number"),
        Index("evidence_by_expiry", "expires_on"),
    )

    id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    of: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(ForeignKey("walkthroughs.number"), nullable=False))
    name: str = Field(unique=True)
    sha256: str
    bytes: int
    media_type: str
    expires_on: str | None = None


class Erasures(SQLModel, table=True):
    """What was erased for good, when, why and on what ground: the proof outlives what it speaks of."""

    __tablename__ = "erasures"
    __table_args__: ClassVar = {"sqlite_autoincrement": True}

    number: int = Field(primary_key=True)
    at: str
    walkthrough: str
    what: str
    subject: str
    sha256: str
    bytes: int
    why: str
    ground: str


class Withdrawals(SQLModel, table=True):
    """Consent taken back after sealing: the signed document an office must carry out, and its receipt."""

    __tablename__ = "withdrawals"

    id: str = Field(primary_key=True)
    at: str
    office: str
    walkthrough: str
    document: bytes
    receipt: bytes | None = None
    confirmed_at: str | None = None
    attempts: int
    next_try: str | None = None
    problem: str | None = None


class Assessments(SQLModel, table=True):
    """The impact assessments of this vault, each version kept (个人信息保护法 56: at least three years)."""

    __tablename__ = "assessments"
    __table_args__: ClassVar = {"sqlite_autoincrement": True}

    number: int = Field(primary_key=True)
    at: str
    document: str


class Bundles(SQLModel, table=True):
    """Sealed revisions and how far each has got. `office`: whom it was sealed to; `problem`: a code and its details as JSON."""

    __tablename__ = "bundles"
    __table_args__: ClassVar = (
        Index("bundles_by_state", "state", "sealed_at"),
        Index("bundles_by_delivery", "delivered_at", "number", "revision"),
        Index("bundles_by_sha256", "sha256"),
    )

    number: int = Field(
        sa_column=Column(ForeignKey("walkthroughs.number"), primary_key=True, autoincrement=False)
    )
    revision: int = Field(primary_key=True)
    manifest_digest: str
    sha256: str
    bytes: int
    name: str = Field(unique=True)
    sealed_at: str
    state: str
    office: str = Field(default="", sa_column_kwargs={"server_default": ""})
    upload: str | None
    sent_bytes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    next_try: str | None
    problem: str | None
    receipt: Blob | None = Field(sa_column=Column(LargeBinary, nullable=True))
    delivered_at: str | None


class Offices(SQLModel, table=True):
    """The central offices this vault knows; `id` is the short name of an office's receipt key, `document` its `office.json`."""

    __tablename__ = "offices"

    id: str = Field(primary_key=True)
    name: str
    document: str
    addresses: str
    certificate: str
    standing: str
    device: str
    officer: str
    hall: str
    is_current: bool
    pack_version: int | None
    pack_etag: str
    pack_bytes: int
    token_at: str | None
    seen_at: str | None
    attempts: int
    next_try: str | None
    problem: str | None


class SyncLog(SQLModel, table=True):
    """Every attempt to reach an office and what came of it. No person, no token, no text of a record."""

    __tablename__ = "sync_log"
    __table_args__: ClassVar = {"sqlite_autoincrement": True}

    number: int | None = Field(default=None, primary_key=True)
    at: str
    office: str
    walkthrough: str | None
    revision: int | None
    what: str
    outcome: str
    details: str


class Matters(SQLModel, table=True):
    """What an office told in its packs (`cxo_core.protocol.matters`); `removed_at`: since when it holds no longer."""

    __tablename__ = "matters"

    office: str = Field(sa_column=Column(ForeignKey("offices.id"), primary_key=True))
    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int
    content: str
    removed_at: str | None
    seen_at: str


class Tasks(SQLModel, table=True):
    """How far this laptop has got with what an office asks for."""

    __tablename__ = "tasks"

    office: str = Field(sa_column=Column(ForeignKey("offices.id"), primary_key=True))
    id: str = Field(primary_key=True)
    standing: str
    walkthrough: str | None
    changed_at: str


class Settings(SQLModel, table=True):
    """What this vault remembers by name, as JSON: the officer, and whatever a service keeps."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str


class Secrets(SQLModel, table=True):
    """Keys of the vault itself, such as the device's signing key, wrapped under the vault key."""

    __tablename__ = "secrets"

    name: str = Field(primary_key=True)
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
